//! Who comes, goes and is away, when an answer is to be expected, and what stands in messages: from the desk to the visitor.

use serde_json::json;

use crate::harness::{Desk, DeskSeen, Seen, Shop, journey, save_picture};

#[test]
fn what_the_agent_says_of_themselves_is_seen() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let desk = Desk::open(world, &shop.service, "Ada").await;
        desk.browser.run("document.querySelector('[data-action=picture]').click()", Vec::new()).await;
        shop.widget.open().await;
        shop.widget.send("Is anybody there?").await;
        shop.widget.until("she is here", |seen| seen.presence == "Ada is here").await;
        let expected = shop.widget.value("root.querySelector('.expected').innerText").await;
        assert_eq!(expected, "Answers usually come within 1 hour.");
        let face = "(() => { const face = root.querySelector('.header .face'); return face.complete && face.naturalWidth; })()";
        shop.widget.until_value(face, &json!(64)).await;

        let more = async |field: &str, value: &str| {
            let script = "const field = document.querySelector(arguments[0]);
                if (field.type === 'checkbox') field.click();
                else { field.value = arguments[1]; field.dispatchEvent(new Event('change')); }";
            desk.browser.run(script, vec![json!(field), json!(value)]).await;
        };
        more("[data-field=expected]", "rule-10").await;
        shop.widget
            .until_value("root.querySelector('.expected').innerText", &json!("Answers usually come within 10 minutes."))
            .await;
        more("[data-field=expected]", "closed-120").await;
        shop.widget
            .until_value(
                "root.querySelector('.expected').innerText.startsWith('We are closed at the moment')",
                &json!(true),
            )
            .await;
        save_picture(&shop.browser, "expected").await;
        more("[data-field=expected]", "promise-15").await;
        shop.widget
            .until_value(
                "root.querySelector('.expected').innerText.startsWith('An answer is expected by')",
                &json!(true),
            )
            .await;
        more("[data-action=away]", "").await;
        shop.widget.until("she is away", |seen| seen.presence == "Ada is away at the moment").await;
        more("[data-action=away]", "").await;
        shop.widget.until("she is back", |seen| seen.presence == "Ada is here").await;

        desk.write("See https://shop.example/help or [the terms](https://shop.example/terms), call +49 30 1234567 🎉")
            .await;
        desk.act("send").await;
        shop.widget
            .until("the answer is there", |seen| seen.rows.iter().any(|row| row.text.contains("the terms")))
            .await;
        let links =
            "[...root.querySelectorAll('.bubble a')].map((link) => [link.getAttribute('href'), link.rel, link.target])";
        let wanted = json!([
            ["https://shop.example/help", "noopener noreferrer", "_blank"],
            ["https://shop.example/terms", "noopener noreferrer", "_blank"],
            ["tel:+49301234567", "noopener noreferrer", ""],
        ]);
        assert_eq!(shop.widget.value(links).await, wanted);
        assert_eq!(shop.widget.value("root.querySelector('.expected').innerText").await, "", "it was answered");

        // Words without an end are broken, and emoji alone are large.
        let size = "parseFloat(getComputedStyle([...root.querySelectorAll('.bubble')].at(-1)).fontSize)";
        for (text, wanted) in [("x".repeat(500), 15), ("🎉👍🏽".to_owned(), 32)] {
            desk.write(&text).await;
            desk.act("send").await;
            shop.widget.until("it is there", |seen| seen.rows.iter().any(|row| row.text.contains(&text))).await;
            assert_eq!(shop.widget.value(size).await, json!(wanted), "{text}");
        }
        let overflows = "[root.querySelector('.log'), ...root.querySelectorAll('.bubble')]
            .some((one) => one.scrollWidth > one.clientWidth)";
        assert_eq!(shop.widget.value(overflows).await, false);

        // A private note stays among agents; what comes after it comes.
        let private = "document.querySelector('[data-field=private]').click()";
        desk.browser.run(private, Vec::new()).await;
        desk.write("Rude, but right").await;
        desk.act("send").await;
        let is_note = |seen: &DeskSeen| seen.messages.iter().any(|message| message.text == "Rude, but right");
        desk.until("the desk has the note", is_note).await;
        save_picture(&desk.browser, "desk-note").await;
        desk.browser.run(private, Vec::new()).await;
        desk.write("Anything else?").await;
        desk.act("send").await;
        let seen = shop.widget.until("what is for the visitor comes", |seen| seen.says("Anything else?")).await;
        assert!(!seen.says("Rude, but right"), "{seen:#?}");

        desk.browser.run("document.querySelector('[data-action=auto-accept]').click()", Vec::new()).await;
        desk.browser.run("document.querySelector('[data-action=hand-back]').click()", Vec::new()).await;
        let is_alone = |seen: &Seen| seen.presence == "Waiting for another agent…" && seen.lines.len() == 2;
        let seen = shop.widget.until("she left", is_alone).await;
        assert!(seen.lines[0].starts_with("Ada joined the conversation"), "{:?}", seen.lines);
        assert!(seen.lines[1].starts_with("Ada left the conversation"), "{:?}", seen.lines);
        save_picture(&shop.browser, "attendance").await;
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}
