//! The consent ledger in the browser: read after a session, saved, verified as the documentation says, and erased.

use serde_json::{Value, json};

use super::watching::{LISTEN, session};
use crate::harness::{Page, Shop, journey, save_picture};

/// The rule as it stands in the documentation, to be run as it stands.
fn rule() -> String {
    let page = include_str!("../../../docs/ledger.md");
    let rule = &page[page.find("    async function verify(text)").unwrap()..];
    rule.lines().take_while(|line| line.starts_with("    ")).collect::<Vec<_>>().join("\n")
}

/// What the record says, line by line.
const LINES: &str = "[...root.querySelectorAll('.ledger:popover-open :is(h2, h3, .noted, p)')].filter((line) => line.textContent)
    .map((line) => [...(line.matches('.noted') ? line.querySelectorAll(':scope > span') : [line])].map((one) => one.textContent).join(' | '))";

async fn wrong_with(shop: &Shop, change: &str) -> Vec<String> {
    let script =
        format!("{}\nconst file = JSON.parse(files.at(-1)); {change}; return verify(JSON.stringify(file));", rule());
    let wrong = shop.browser.run(&script, Vec::new()).await;
    serde_json::from_value(wrong).unwrap()
}

async fn lines(shop: &Shop) -> Vec<String> {
    serde_json::from_value(shop.widget.value(LINES).await).unwrap()
}

#[test]
fn what_was_shared_can_be_seen_saved_verified_and_erased() {
    journey(async |world| {
        let (shop, desk) =
            session(world, "shared", |page| page.keeping_files().attribute("cobrowse-hidden", "passwords")).await;
        let other = Page::new(&shop.service.origin)
            .first(LISTEN)
            .keeping_files()
            .attribute("cobrowse-hidden", "passwords")
            .watched();
        shop.site.page("/basket", other.body("<h2 data-cobrowse='show'>Basket</h2>").html());
        shop.browser.visit(&format!("{}/basket?voucher=1#top", shop.site.origin)).await;
        desk.sees("document.querySelector('h2').textContent", &json!("Basket")).await;
        shop.widget.press("End").await;
        shop.widget.until("it is over", |seen| seen.banner_title() == "The viewing session has ended.").await;
        shop.widget.press("See what was shared").await;
        shop.widget.element(".ledger .noted").await;
        let read = lines(&shop).await;
        let origin = &shop.site.origin;
        let pages = [format!("Page: {origin}/"), format!("Page: {origin}/basket")];
        let expected = [
            "Ada asked to see the page, click and type",
            "You were asked | Hidden: passwords",
            "You accepted",
            "The session began",
            "Ada joined",
            &pages[0],
            &pages[1],
            "You ended it",
            "It ended",
        ];
        let mut left = read.iter();
        for line in expected {
            assert!(left.any(|read| read == line), "{line} in {read:#?}");
        }
        assert!(read.iter().any(|line| line.starts_with("Hidden: ") && line.contains("card")), "{read:#?}");
        assert!(!read.iter().any(|line| line.contains("voucher") || line.contains("lost")), "{read:#?}");
        save_picture(&shop.browser, "record").await;

        shop.widget.press("Save as a file").await;
        shop.browser.until("files.length", &json!(1)).await;
        assert_eq!(wrong_with(&shop, "").await, [""; 0]);
        assert!(wrong_with(&shop, "file.entries[2].agentName = 'Bob'").await[0].contains("was changed"));
        assert!(wrong_with(&shop, "file.entries[2].at = 1").await[0].contains("was changed"));
        assert!(wrong_with(&shop, "file.entries.splice(2, 1)").await[0].contains("is missing"));
        for oldest in 1..3 {
            let wrong = wrong_with(&shop, &format!("file.entries.splice(0, {oldest})")).await;
            assert!(wrong.iter().any(|wrong| wrong.contains("is missing")), "{oldest}: {wrong:?}");
        }
        assert!(wrong_with(&shop, "file.entries.pop()").await.iter().any(|wrong| wrong.contains("the newest are")));
        shop.widget.until("nothing is left of the banner", |seen| seen.banner.is_none()).await;
        shop.widget.press("Close").await;
        assert_eq!(lines(&shop).await, [""; 0]);
        shop.widget.until("focus has somewhere to be", |seen| seen.focus == "Open chat").await;

        // From the menu it is the same, and whole as long as nobody touches it.
        let key = "Object.keys(localStorage).filter((key) => key.includes('|ledger|')).sort()[1]";
        shop.browser
            .run(&format!("localStorage.setItem({key}, localStorage.getItem({key}).replace('Ada', 'Bob'))"), Vec::new())
            .await;
        shop.browser.run("location.reload()", Vec::new()).await;
        shop.widget.open().await;
        shop.widget.press("More").await;
        shop.widget.press("CoBrowse record").await;
        shop.widget.element(".ledger .noted").await;
        let read = lines(&shop).await;
        assert!(read.contains(&"Parts of this record are missing or were changed.".into()), "{read:#?}");
        shop.browser.press("\u{e00c}").await;
        shop.widget
            .until("Escape leads back to the menu", |seen| !seen.buttons.contains(&"Save as a file".into()))
            .await;
        assert!(shop.widget.seen().await.open, "and closes nothing else");
        shop.widget.press("CoBrowse record").await;
        shop.widget.press("Close").await;
        shop.widget.press_summary("Forget this device").await;
        shop.widget.press("Forget").await;
        shop.browser
            .until("Object.keys(localStorage).filter((key) => key.includes('|ledger|')).length", &json!(0))
            .await;
    });
}

#[test]
fn an_empty_record_says_so_and_can_be_saved() {
    journey(async |world| {
        let shop = Shop::with(world, Page::keeping_files).await;
        shop.widget.open().await;
        shop.widget.press("More").await;
        shop.widget.press("CoBrowse record").await;
        shop.widget.press("Save as a file").await;
        shop.browser.until("files.length", &json!(1)).await;
        let file: Value = serde_json::from_str(shop.browser.value("files[0]").await.as_str().unwrap()).unwrap();
        assert_eq!((&file["newest"], &file["entries"]), (&json!(""), &json!([])));
        assert_eq!(wrong_with(&shop, "").await, [""; 0]);
        assert_eq!(lines(&shop).await[1], "Nothing was asked or shared so far.");
    });
}
