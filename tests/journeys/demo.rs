//! What a newcomer can try on the demo page besides writing: what a page sets.

use serde_json::json;

use crate::harness::{Desk, Service, Shop, Site, Widget, demo_page, journey, save_picture};

#[test]
fn what_a_page_can_set_is_tried_in_the_shop() {
    journey(async |world| {
        let (service, site) = (Service::start().await, Site::start().await);
        site.page("/", demo_page(&service.origin));
        let browser = world.browser().await;
        browser.visit(&format!("{}/", site.origin)).await;
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
fn the_desk_shares_files_that_could_run_too() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        shop.widget.open().await;
        shop.widget.send("Hello").await;
        desk.until("it is there", |seen| seen.messages.iter().any(|message| message.text == "Hello")).await;
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
