//! What a newcomer can try on the demo page besides writing: what a page sets.

use std::rc::Rc;

use serde_json::json;

use crate::harness::{
    Browser, Desk, DeskSeen, Service, Shop, Site, Widget, World, demo_page, journey, save_picture, until,
};

/// The demo page in a browser, its service, and the site that serves it.
async fn demo(world: &World) -> (Service, Site, Rc<Browser>) {
    let (service, site) = (Service::start().await, Site::start().await);
    site.page("/", demo_page(&service.origin));
    let browser = world.browser().await;
    browser.visit(&format!("{}/", site.origin)).await;
    (service, site, browser)
}

/// A shop whose visitor has said hello to Ada, and her desk.
async fn greeted(world: &World) -> (Shop, Desk) {
    let shop = Shop::open(world).await;
    let desk = Desk::open(world, &shop.service, "Ada").await;
    shop.widget.open().await;
    shop.widget.send("Hello").await;
    desk.until("it is there", is_greeted).await;
    (shop, desk)
}

fn is_greeted(seen: &DeskSeen) -> bool {
    seen.messages.iter().any(|message| message.text == "Hello")
}

#[test]
fn what_a_page_can_set_is_tried_in_the_shop() {
    journey(async |world| {
        let (service, _site, browser) = demo(world).await;
        let desk = Desk::open(world, &service, "Ada").await;
        let chosen = json!({
            "visitor-name": "Grace Hopper", "visitor-email": "grace@example.com", "skill": "4711", "urgency": "urgent",
            "campaign": "11", "engagement": "22", "mask": "ORDER-\\d{6}", "words": "shopWords",
        });
        let fill = "for (const [name, value] of Object.entries(arguments[0]))
            document.querySelector(`#settings [name=${name}]`).value = value;";
        browser.run(fill, vec![chosen]).await;
        for (field, key) in [("[name=sound]", " "), (".button", "\u{E007}")] {
            browser.run(&format!("document.querySelector('#settings {field}').focus()"), Vec::new()).await;
            browser.press(key).await;
        }
        let attributes = "[...document.querySelector('alongside-chat').attributes].map(({ name }) => name).join(' ')";
        let all = "account service visitor-name csat visitor-email skill urgency campaign engagement mask words sound";
        browser.until(attributes, &json!(all)).await;
        assert_eq!(browser.value("document.querySelector('#settings [name=sound]').checked").await, true);
        assert_eq!(browser.value("location.search.includes('visitor-phone')").await, false, "it says nothing");

        let widget = Widget::of(&browser);
        widget.open().await;
        assert_eq!(widget.value("root.querySelector('textarea').placeholder").await, "Nachricht schreiben…");
        widget.write("Hello").await;
        widget.press("Senden").await;
        desk.until("it is told who they are", |seen| seen.visitor == "Grace Hopper").await;
        let context = "document.querySelector('[data-context]').textContent.split(', ').slice(0, 4)";
        desk.browser.until(context, &json!(["skill 4711", "urgent", "campaign 11", "engagement 22"])).await;
        save_picture(&browser, "demo-settings").await;
        let lines = browser.own_lines().await;
        assert!(lines.iter().all(|line| line.contains("without a connector")), "nothing is wrong with any: {lines:?}");
    });
}

#[test]
fn what_the_shops_tag_offers_is_told_at_the_desk() {
    journey(async |world| {
        let (service, _site, browser) = demo(world).await;
        browser.until("document.querySelector('#tag-log').textContent.includes('OFFER_DISPLAY')", &json!(true)).await;
        let desk = Desk::open(world, &service, "Ada").await;
        let widget = Widget::of(&browser);
        widget.open().await;
        widget.send("Hello").await;
        desk.until("it is there", is_greeted).await;
        let context = "document.querySelector('[data-context]').textContent";
        let told = format!("{context}.includes('campaign 33, engagement 44') && {context}.includes(', context ')");
        desk.browser.until(&told, &json!(true)).await;
    });
}

#[test]
fn an_agent_hands_over_to_another_one() {
    journey(async |world| {
        let (shop, ada) = greeted(world).await;
        ada.write("I am Ada.").await;
        ada.browser.press("\u{E007}").await;
        shop.widget.until("she answers", |seen| seen.says("I am Ada.")).await;
        let bert = Desk::open(world, &shop.service, "Bert").await;
        let names = "[...document.querySelector('[data-field=colleague]').options].map((option) => option.text).join()";
        // Who is there is asked as it is unfolded, and a desk is connected before the service knows that its agent is.
        let unfold = "const more = document.querySelector('[data-more]'); more.open = false; more.open = true;";
        until("Bert can be chosen", async || {
            ada.browser.run(unfold, Vec::new()).await;
            let seen = ada.browser.value(names).await;
            if seen == "Hand over to…,Bert" { Ok(()) } else { Err(seen) }
        })
        .await;
        save_picture(&ada.browser, "desk-hand-over").await;
        let choose = "const field = document.querySelector('[data-field=colleague]');
            field.value = field.options[1].value;
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        ada.browser.run(choose, Vec::new()).await;
        bert.until("he has it", is_greeted).await;
        bert.write("I take over.").await;
        bert.browser.press("\u{E007}").await;
        let seen = shop.widget.until("he answers", |seen| seen.says("I take over.")).await;
        assert!(seen.lines.iter().any(|line| line.starts_with("Bert joined")), "{:?}", seen.lines);
        // To a skill: whoever is there is asked, and that is Ada.
        let hands = "document.querySelector('[data-more]').open = true;
            document.querySelector('[data-field=skill]').value = '4711';
            document.querySelector('[data-to-skill]').requestSubmit();";
        bert.browser.run(hands, Vec::new()).await;
        let is_back = |line: &String| line.starts_with("Ada joined");
        shop.widget.until("she is back", |seen| seen.lines.last().is_some_and(is_back)).await;
        let context = "document.querySelector('[data-context]').textContent.includes('skill 4711')";
        bert.browser.until(context, &json!(true)).await;
    });
}

#[test]
fn a_picture_from_the_desk_comes_with_a_small_one() {
    journey(async |world| {
        let (shop, desk) = greeted(world).await;
        let choose = "const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [1200, 800];
            canvas.getContext('2d').fillRect(100, 100, 300, 300);
            return new Promise((drawn) => canvas.toBlob(drawn)).then((blob) => {
                const field = document.querySelector('[data-field=files]'), files = new DataTransfer();
                files.items.add(new File([blob], 'plan.png', { type: 'image/png' }));
                field.files = files.files;
                field.dispatchEvent(new Event('change', { bubbles: true }));
            });";
        desk.browser.run(choose, Vec::new()).await;
        shop.widget.until("it is a chip", |seen| seen.rows.iter().any(|row| row.text.contains("plan.png"))).await;
        let small = "root.querySelector('.chip img')?.src.startsWith('data:image/jpeg;base64,')";
        until("the small one is there", async || {
            let seen = shop.widget.value(small).await;
            if seen == true { Ok(()) } else { Err(seen) }
        })
        .await;
    });
}

#[test]
fn the_desk_shares_files_that_could_run_too() {
    journey(async |world| {
        let (shop, desk) = greeted(world).await;
        let choose = "const field = document.querySelector('[data-field=files]'), files = new DataTransfer();
            files.items.add(new File([arguments[0]], 'drawing.svg', { type: 'image/svg+xml' }));
            files.items.add(new File(['x'], 'program.bin', { type: 'application/octet-stream' }));
            field.files = files.files;
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        let drawing = "<svg xmlns='http://www.w3.org/2000/svg'><script>top.fooled = true</script></svg>";
        desk.browser.run(choose, vec![json!(drawing)]).await;
        shop.widget.until("it is a chip", |seen| seen.rows.iter().any(|row| row.text.contains("drawing.svg"))).await;
        desk.until("the other is refused", |seen| seen.notice.starts_with("Only pictures")).await;
        assert_eq!(shop.browser.value("typeof fooled").await, "undefined");
    });
}
