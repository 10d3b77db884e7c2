//! Cards and answers below messages, used by their buttons, fields and keys.

use serde_json::{Value, json};

use crate::harness::{Agent, Desk, Scheme, Shop, journey, save_picture, tool, until};
use crate::looks::complains;

fn says(title: &str) -> Value {
    json!({ "type": "button", "title": title, "click": {
        "metadata": [{ "type": "ExternalId", "id": title }], "actions": [{ "type": "publishText", "text": title }],
    } })
}

fn text(words: &str) -> Value {
    json!({ "type": "text", "text": words })
}

fn column(elements: &Value) -> Value {
    json!({ "type": "vertical", "elements": elements })
}

fn replies(titles: &[&str]) -> Value {
    json!({ "type": "quickReplies", "replies": titles.iter().map(|title| says(title)).collect::<Vec<_>>() })
}

const PIXEL: &str = "https://picture.invalid/pear.png";

/// An agent with a visitor whose root is open, for axe and for looking into it.
async fn talk(shop: &Shop) -> Agent {
    shop.browser.run(&tool("axe-core/axe.min.js"), Vec::new()).await;
    shop.talk().await
}

async fn picture(shop: &Shop, name: &str) {
    for (scheme, word) in [(Scheme::Dark, "dark"), (Scheme::Light, "light")] {
        shop.browser.prefer(scheme).await;
        save_picture(&shop.browser, &format!("card-{name}-{word}")).await;
    }
}

#[test]
fn a_card_is_read_and_its_button_says_its_words() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("shadow", "open")).await;
        let agent = talk(&shop).await;
        let link = json!({ "type": "button", "title": "Site", "click": { "actions": [{ "type": "link", "uri": "https://a.example" }] } });
        let evil = json!({ "type": "button", "title": "Evil", "click": { "actions": [{ "type": "link", "uri": "javascript:window.fooled=1" }] } });
        let cart = json!({ "type": "button", "title": "Buy", "click": { "actions": [{ "type": "addToCart", "items": [{ "productId": "pear-1", "quantity": 2 }] }] } });
        let pairs = json!({ "type": "keyValuePairList", "elements": [{ "key": "Price", "value": "1 €" }, { "key": "Weight", "value": "200 g" }] });
        let image = json!({ "type": "image", "url": PIXEL, "alt": "A ripe pear", "caption": "From the garden" });
        let painted = json!({ "type": "vertical", "style": { "background-color": "#0363AD", "color": "#fff" }, "elements": [text("White on blue"), says("On it")] });
        let map = json!({ "type": "map", "la": 52.5, "lo": 13.4, "alt": "Berlin" });
        let preview = json!({ "type": "linkPreview", "url": "https://a.example/x", "title": "Returns" });
        agent
            .show(
                column(&json!([
                    { "type": "text", "text": "<b>Pears</b>", "style": { "bold": true, "size": "large" } },
                    image, pairs, says("Tell me more"), link, evil, cart, painted, map, preview,
                ])),
                Value::Null,
            )
            .await;
        shop.widget.element(".card [data-node]").await;
        let host = "document.querySelector('alongside-chat').shadowRoot.";
        shop.browser.until(&format!("{host}querySelector('.card-image').dataset.is"), &json!("failed")).await;
        complains(&shop, "a card").await;
        picture(&shop, "basic").await;
        assert_eq!(shop.widget.value("root.querySelectorAll('b').length").await, 0, "markup stays text");
        let links = "[...root.querySelectorAll('.card a')].map((a) => [a.protocol, a.target, a.rel].join(' '))";
        let safe = "https: _blank noopener noreferrer";
        assert_eq!(shop.widget.value(links).await, json!([safe, safe, safe]));

        let listen = "addEventListener('alongside-card', ({ detail }) => { window.told = detail; }); return 0;";
        shop.browser.run(listen, Vec::new()).await;
        shop.widget.press("Buy").await;
        let told =
            json!({ "action": "addToCart", "items": [{ "productId": "pear-1", "quantity": 2 }], "metadata": [] });
        assert_eq!(shop.browser.value("window.told").await, told);

        shop.widget.press("Tell me more").await;
        agent.hears("Tell me more").await;
        shop.widget.until("it is said", |seen| seen.says("Tell me more")).await;
        assert_eq!(shop.browser.value("typeof fooled").await, "undefined");
    });
}

#[test]
fn borders_lines_and_rows_are_drawn_where_they_can_be_seen() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("shadow", "open")).await;
        let agent = talk(&shop).await;
        let button = |title: &str, colour: &str| {
            let mut button = says(title);
            button["class"] = json!("button");
            button["style"] = json!({ "border-color": colour, "border-radius": 22 });
            button
        };
        let tick = |words: &str, is_lined: bool| {
            json!({ "type": "checkbox", "text": words, "borderLine": is_lined, "borderColor": "#d32f2f",
            "click": { "actions": [{ "type": "checked", "publishText": words }] } })
        };
        let beside = json!({ "type": "horizontal", "border": "borderLess", "borderLine": true,
            "elements": [text("Left of the line"), text("Right of it"), says("Own border")] });
        let list = json!({ "type": "list", "elements": [{ "type": "sectionList", "elements": [{ "type": "section", "sectionID": "1",
            "elements": [{ "type": "checklist", "elements": [tick("A red line below", true), tick("None below", false), tick("Last", true)] }] }] }] });
        let mut answers = replies(&["Pears", "Plums", "Figs", "Dates", "Limes"]);
        answers["itemsPerRow"] = json!(2);
        agent
            .show(
                json!({ "type": "vertical", "style": { "border-color": "#d32f2f", "border-radius": 20 }, "elements": [
                beside, list, button("Seen on light and dark", "#1d7fd8"), button("Too faint on light", "#eee"),
                { "type": "vertical", "style": { "background-color": "#0363AD", "border-color": "#f5a300" }, "elements": [text("Framed"), button("White on blue", "#fff")] },
            ] }),
                answers,
            )
            .await;
        shop.widget.element(".reply").await;
        complains(&shop, "borders").await;
        picture(&shop, "borders").await;
        let colour = |title: &str| {
            format!(
                "getComputedStyle([...root.querySelectorAll('.card-button')].find((one) => one.textContent === '{title}')).borderTopColor"
            )
        };
        assert_eq!(shop.widget.value(&colour("Seen on light and dark")).await, "rgb(29, 127, 216)");
        assert_ne!(shop.widget.value(&colour("Too faint on light")).await, "rgb(238, 238, 238)");
        assert_eq!(shop.widget.value(&colour("White on blue")).await, "rgb(255, 255, 255)");
        let rows = "new Set([...root.querySelectorAll('.reply')].map((one) => one.getBoundingClientRect().top)).size";
        assert_eq!(shop.widget.value(rows).await, 3, "five answers, two in a row");
        shop.widget.press("Dates").await;
        agent.hears("Dates").await;
    });
}

#[test]
fn answers_are_chosen_by_mouse_and_keyboard() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("shadow", "open")).await;
        let agent = talk(&shop).await;
        agent.show(text("Which fruit?"), replies(&["Pears", "Plums", "Figs and dates"])).await;
        shop.widget.element(".reply").await;
        complains(&shop, "answers").await;
        picture(&shop, "answers").await;
        shop.widget.press("Plums").await;
        agent.hears("Plums").await;
        shop.widget.element(".reply[data-is=chosen]").await;
        complains(&shop, "a chosen answer").await;
        picture(&shop, "chosen").await;
        let focused = "root.activeElement?.dataset.reply";
        assert_eq!(shop.widget.value(focused).await, "1", "focus stays on what was pressed");
        let off = "[...root.querySelectorAll('.reply')].every((reply) => reply.ariaDisabled === 'true')";
        assert_eq!(shop.widget.value(off).await, true);

        agent.show(text("And now?"), replies(&["This", "That"])).await;
        shop.widget.press("This").await;
        agent.hears("This").await;
        agent.show(text("Last one?"), replies(&["Up", "Down"])).await;
        shop.widget.element(".reply:not([aria-disabled])").await;
        shop.widget.send("Neither").await;
        let open = "root.querySelectorAll('.reply:not([aria-disabled])').length";
        assert_eq!(shop.widget.value(open).await, 0, "gone with anything else that is said");
        assert_eq!(agent.heard(), ["Hello", "Plums", "This", "Neither"]);

        // By keyboard: up to the row, into it, and its first answer.
        agent.show(text("By keys?"), replies(&["Enter it"])).await;
        shop.widget.element(".reply:not([aria-disabled])").await;
        shop.widget.element(".log").await.focus().await.unwrap();
        shop.browser.press("\u{e010}").await;
        shop.browser.press("\u{e007}").await;
        assert_eq!(shop.widget.value("root.activeElement.className").await, "reply");
        shop.browser.press("\u{e007}").await;
        agent.hears("Enter it").await;
    });
}

#[test]
fn lists_choices_tabs_and_carousels_are_used() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("shadow", "open")).await;
        let agent = talk(&shop).await;
        let tick = |words: &str| json!({ "type": "checkbox", "text": words, "click": { "actions": [{ "type": "checked", "publishText": words }] } });
        let submit = json!({ "type": "submitButton", "title": "Submit", "click": { "actions": [{ "type": "submitAsText", "submit": true }] } });
        let list = json!({ "type": "list", "elements": [text("Fruit"),
            { "type": "sectionList", "elements": [{ "type": "section", "sectionID": "1", "elements": [text("Green"), { "type": "checklist", "elements": [tick("pear"), tick("lime"), tick("fig")] }] }] },
            { "type": "buttonList", "elements": [submit] }] });
        agent.show(list, Value::Null).await;
        shop.widget.press("Submit").await;
        let problem = "[...root.querySelectorAll('.card-problem')].at(-1).textContent";
        assert_eq!(shop.widget.value(problem).await, "Choose at least one first.");
        complains(&shop, "a list with nothing ticked").await;
        for place in [1, 3] {
            shop.widget
                .element(&format!(".card-section .card-tick:nth-of-type({place}) input"))
                .await
                .click()
                .await
                .unwrap();
        }
        picture(&shop, "list").await;
        shop.widget.press("Submit").await;
        agent.hears("pear, fig").await;
        assert_eq!(shop.widget.value(problem).await, "");

        let plan = |name: &str| json!({ "type": "vertical", "metadata": [{ "id": name }], "elements": [text(name)] });
        let mut order = says("Order");
        order["ref"] = json!({ "name": "plan", "type": "accordionSelect" });
        agent.show(column(&json!([
            { "type": "accordionSelect", "selectMode": { "name": "plan", "type": "single" },
              "titles": [{ "name": "Small", "additional": "1 €" }, { "name": "Large", "additional": "9 €" }], "elements": [plan("1 GB"), plan("9 GB")] },
            order,
        ])), Value::Null).await;
        shop.widget.press("Order").await;
        assert_eq!(shop.widget.value(problem).await, "Choose at least one first.");
        shop.widget.element(".card-fold:nth-of-type(2) summary").await.click().await.unwrap();
        shop.widget.element(".card-fold[open] input").await.click().await.unwrap();
        complains(&shop, "an accordion").await;
        picture(&shop, "accordion").await;
        shop.widget.press("Order").await;
        agent.hears("Order").await;

        let tab = |tag: &str, words: &str| json!({ "type": "vertical", "tag": tag, "elements": [text(words), says(&format!("Pick {tag}"))] });
        agent
            .show(
                json!({ "type": "tabs", "elements": [tab("Day", "Sun"), tab("Night", "Moon"), tab("Dusk", "Owl")] }),
                Value::Null,
            )
            .await;
        shop.widget.element("[role=tab][aria-selected=true]").await.click().await.unwrap();
        complains(&shop, "tabs").await;
        shop.browser.press("\u{e014}").await;
        assert_eq!(shop.widget.value("root.activeElement.textContent").await, "Night");
        picture(&shop, "tabs").await;
        // Where lines run from right to left, the next one is on the left.
        let back = "root.querySelector('[role=tablist]').parentElement";
        shop.widget.value(&format!("{back}.dir = 'rtl'")).await;
        shop.browser.press("\u{e014}").await;
        assert_eq!(shop.widget.value("root.activeElement.textContent").await, "Day");
        shop.browser.press("\u{e012}").await;
        assert_eq!(shop.widget.value("root.activeElement.textContent").await, "Night");
        shop.widget.press("Pick Night").await;
        agent.hears("Pick Night").await;

        let slide = |name: &str| column(&json!([text(name), says(&format!("Take {name}"))]));
        // From right to left the next one is on the other side.
        for (rtl, which, second, others) in
            [(true, "[dir=rtl]", "two", ["one", "three"]), (false, ":not([dir])", "five", ["four", "six"])]
        {
            let slides = json!([slide(others[0]), slide(second), slide(others[1])]);
            agent.show(json!({ "type": "carousel", "rtl": rtl, "elements": slides }), Value::Null).await;
            let seen = format!(
                "(() => {{ const carousel = [...document.querySelector('alongside-chat').shadowRoot.querySelectorAll('.card-slides')].at(-1);
                const slides = carousel.querySelectorAll('.card-slide');
                const [all, one] = [carousel, slides[1]].map((e) => e?.getBoundingClientRect());
                return slides[1]?.textContent.includes({second:?}) && one.left >= all.left - 1 && one.right <= all.right + 1; }})()"
            );
            shop.widget.until("it came", |seen| seen.buttons.contains(&format!("Take {second}"))).await;
            let leaf = async |way: &str| {
                let button = format!(".card-carousel{which} [data-do={way}]");
                shop.widget.element(&button).await.click().await.unwrap();
            };
            assert_eq!(shop.browser.value(&seen).await, false);
            complains(&shop, "a carousel").await;
            leaf("next").await;
            shop.browser.until(&seen, &json!(true)).await;
            leaf("back").await;
            shop.browser.until(&seen, &json!(false)).await;
            leaf("next").await;
            shop.browser.until(&seen, &json!(true)).await;
            picture(&shop, if rtl { "carousel-rtl" } else { "carousel" }).await;
            shop.widget.press(&format!("Take {second}")).await;
            agent.hears(&format!("Take {second}")).await;
        }
    });
}

#[test]
fn days_and_times_are_picked() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("shadow", "open")).await;
        let agent = talk(&shop).await;
        let ask = |title: &str, action: Value| json!({ "type": "button", "title": title, "click": { "metadata": [{ "id": title }], "actions": [action] } });
        agent.show(column(&json!([
            ask("A day", json!({ "type": "datePicker", "class": "single", "title": "Which?", "minDate": 1_767_225_600, "maxDate": 1_769_904_000, "dateFormat": "dd.MM.yyyy" })),
            ask("A time", json!({ "type": "scheduleSlotList", "title": "When?", "slots": [
                { "type": "scheduleSlot", "id": "1", "start": 1_767_261_600, "end": 1_767_265_200, "title": "Early", "imageUrl": PIXEL }, { "type": "scheduleSlot", "id": "2", "start": 1_767_348_000 },
            ] })),
        ])), Value::Null).await;
        shop.widget.press_summary("A day").await;
        let form = ".card-pick[open] .card-form ";
        let send = format!("{form}[data-do]");
        shop.widget.element(&send).await.click().await.unwrap();
        let problem = "[...root.querySelectorAll('.card-problem')].at(-1).textContent";
        assert_eq!(shop.widget.value(problem).await, "Choose a day first.");
        let set = |day: &str| format!("root.querySelector('{form}input').value = '{day}'");
        shop.widget.value(&set("2027-05-01")).await;
        shop.widget.element(&send).await.click().await.unwrap();
        assert_eq!(shop.widget.value(problem).await, "This day cannot be chosen. Choose another one.");
        complains(&shop, "a date picker").await;
        picture(&shop, "day").await;
        shop.widget.value(&set("2026-01-05")).await;
        shop.widget.element(&send).await.click().await.unwrap();
        agent.hears("05.01.2026").await;
        assert_eq!(shop.widget.value("root.querySelectorAll('.card-pick[open]').length").await, 0, "it folds up");

        shop.widget.press_summary("A time").await;
        shop.widget.element(&send).await.click().await.unwrap();
        assert_eq!(shop.widget.value(problem).await, "Choose a time first.");
        shop.widget.element(&format!("{form}input")).await.click().await.unwrap();
        let host = "document.querySelector('alongside-chat').shadowRoot.";
        let shown = format!("getComputedStyle({host}querySelector('.card-times img')).display");
        shop.browser.until(&shown, &json!("none")).await;
        complains(&shop, "offered times").await;
        picture(&shop, "time").await;
        shop.widget.element(&send).await.click().await.unwrap();
        agent.until("a time is said", |state| state.heard.values().any(|heard| heard.starts_with("Early, "))).await;
    });
}

#[test]
fn a_thousand_elements_and_fifty_levels_leave_the_page_alone() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        agent.show(column(&json!(vec![says("x"); 1_000])), replies(&["fine"])).await;
        let mut deep = text("the core");
        for level in 0..50 {
            deep = json!({ "type": if level % 2 == 0 { "vertical" } else { "horizontal" }, "elements": [deep] });
        }
        agent.show(deep, Value::Null).await;
        shop.widget.element(".card .card-text").await;
        let drawn = "root.querySelectorAll('.card [data-node]').length";
        assert_eq!(shop.widget.value(drawn).await, 256);
        shop.widget.send("Still here").await;
        agent.hears("Still here").await;
    });
}

#[test]
fn the_desk_sends_examples_and_shows_what_was_clicked() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        shop.widget.open().await;
        shop.widget.send("Hello").await;
        desk.until("the visitor has said hello", |seen| seen.messages.len() == 1).await;
        desk.act("card").await;
        let count = desk.browser.value("document.querySelector('[data-field=example]').length").await;
        let rows = "Number(root.querySelector(':nth-last-child(1 of .stop)').ariaSetSize)";
        let (mut drawn, mut known) = (0, shop.widget.value(rows).await.as_u64().unwrap());
        for place in 0..count.as_u64().unwrap() {
            let choose = "const [place] = arguments; const choice = document.querySelector('[data-field=example]');
                choice.value = String(place); choice.dispatchEvent(new Event('change')); return 0;";
            desk.browser.run(choose, vec![json!(place)]).await;
            desk.act("send-card").await;
            let sent = usize::try_from(place).unwrap() + 2;
            desk.until("the card is sent", |seen| seen.messages.len() == sent).await;
            // Those that are further up are not mounted any more.
            let last = "(() => { const stop = root.querySelector(':nth-last-child(1 of .stop)');
                return [Number(stop.ariaSetSize), stop.querySelector('.card') !== null]; })()";
            let has_card = until("it has come", async || {
                let last = shop.widget.value(last).await;
                let rows = last[0].as_u64().unwrap();
                if rows > known { Ok((rows, last[1].as_bool().unwrap())) } else { Err(last) }
            });
            let (rows, has_card) = has_card.await;
            known = rows;
            drawn += usize::from(has_card);
        }
        let cards = usize::try_from(count.as_u64().unwrap()).unwrap();
        assert_eq!(drawn, cards - 1, "one is words with answers");
        save_picture(&desk.browser, "desk-cards").await;

        let write = "document.querySelector('[data-field=card]').value = arguments[0]; return 0;";
        desk.browser.run(write, vec![json!("{ no")]).await;
        desk.act("send-card").await;
        desk.browser
            .until(
                "document.querySelector('[data-card-problem]').textContent.startsWith('This is not JSON')",
                &json!(true),
            )
            .await;
        desk.browser.run(write, vec![json!(says("Pear").to_string())]).await;
        desk.act("send-card").await;
        shop.widget.press("Pear").await;
        let seen = desk
            .until("the click is seen", |seen| {
                seen.messages.iter().any(|message| message.text == "Pear" && message.from == "consumer")
            })
            .await;
        assert!(seen.messages.iter().any(|message| message.text == "Clicked in a card: Pear"), "{seen:#?}");
    });
}
