//! Files: what an agent shares is looked at and saved.

use serde_json::json;

use crate::harness::{Page, Shop, journey, save_picture};

const PICTURE: &[u8] = include_bytes!("../../docs/images/banner.png");

#[test]
fn a_picture_of_the_agents_is_looked_at_in_a_dialog() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        agent.share("the banner as it looks today, with a very long name.png", "PNG", "image/png", PICTURE).await;
        let is_there = |seen: &crate::harness::Seen| seen.spoken.iter().any(|line| line.contains("File: the banner"));
        shop.widget.until("it is there, and is read out", is_there).await;
        save_picture(&shop.browser, "file-chip").await;
        shop.widget.element(".chip").await.click().await.unwrap();
        let picture = shop.widget.element("dialog[open] img").await;
        shop.browser.run("return arguments[0].decode();", vec![picture.to_json().unwrap()]).await;
        save_picture(&shop.browser, "file-viewed").await;
        agent.until("the agent knows", |state| state.opened.len() == 1).await;

        shop.browser.press("\u{e00c}").await;
        shop.widget
            .until("it is closed, the panel is not, and focus is where it was", |seen| {
                seen.open && seen.focus.contains("the banner")
            })
            .await;
        assert_eq!(shop.widget.value("root.querySelectorAll('dialog').length").await, 0);
        shop.browser.press("\u{e007}").await;
        shop.widget.element("dialog[open]").await;
        shop.widget.press("Close").await;
        shop.widget.until("it is closed", |seen| seen.open && seen.focus.contains("the banner")).await;
    });
}

#[test]
fn what_could_run_is_never_opened_in_the_page() {
    journey(async |world| {
        let shop = Shop::with(world, Page::keeping_files).await;
        let agent = shop.talk().await;
        let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" onload="top.fooled = true"><script>top.fooled = true</script></svg>"#;
        let page = "<!doctype html><script>opener.fooled = top.fooled = true</script>";
        agent.share("drawing.svg", "PNG", "image/svg+xml", drawing.as_bytes()).await;
        agent.share("page.html", "TXT", "text/html", page.as_bytes()).await;
        shop.widget.until("both are there", |seen| seen.rows.len() == 4).await;

        shop.widget.element(":nth-last-child(2 of .stop) .chip").await.click().await.unwrap();
        shop.widget.press("Save it").await;
        shop.browser.until("files", &json!([drawing])).await;
        shop.widget.element(":nth-last-child(1 of .stop) .chip").await.click().await.unwrap();
        shop.browser.until("files", &json!([drawing, page])).await;
        assert_eq!(shop.browser.value("types").await, json!(["application/octet-stream", "application/octet-stream"]));
        agent.until("the agent knows", |state| state.opened.len() == 2).await;
        assert_eq!(shop.widget.value("root.querySelectorAll('dialog, img').length").await, 0);
        assert_eq!(shop.browser.value("typeof fooled").await, "undefined");
        assert_eq!(shop.browser.driver.windows().await.unwrap().len(), 1, "nothing was opened");
    });
}

#[test]
fn what_is_wrong_with_a_file_is_said_beside_it() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let huge = format!("data:image/png;base64,{}", "A".repeat(100_000));
        for path in ["//evil.example/x.PNG", "http://evil.example/x.PNG", "../../x.PNG"] {
            agent.share_message(json!({ "relativePath": path, "fileType": "PNG", "preview": huge })).await;
        }
        shop.widget.until("all are there", |seen| seen.rows.len() == 5).await;
        assert_eq!(shop.widget.value("root.querySelectorAll('img').length").await, 0);
        for place in 1..=3 {
            let chip = format!(":nth-last-child({place} of .stop) .chip");
            shop.widget.element(&chip).await.click().await.unwrap();
            let gone = "This file is not there any more.";
            shop.widget.until("it is said", |seen| seen.rows[5 - place].receipt == gone).await;
        }
        save_picture(&shop.browser, "file-gone").await;
    });
}
