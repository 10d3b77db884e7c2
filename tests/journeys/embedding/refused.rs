//! Where the widget cannot be, the page does not suffer.

use crate::harness::{Shop, journey};

#[test]
fn a_browser_without_wasm_shows_no_launcher() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.first("delete window.WebAssembly;")).await;
        crate::harness::until("the developer is told", async || match shop.browser.own_lines().await.as_slice() {
            [only] if only.contains("no wasm") => Ok(()),
            lines => Err(lines.to_vec()),
        })
        .await;
        let element = shop.browser.element("alongside-chat").await;
        assert!(shop.browser.shadow_root(&element).await.is_err(), "nothing is drawn");
        assert_eq!(shop.browser.value("document.querySelector('h1').textContent").await, "A shop");
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}

#[test]
fn an_element_without_an_account_is_told_in_one_line() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.account("")).await;
        shop.widget.click_launcher().await;
        crate::harness::until("the developer is told", async || match shop.browser.own_lines().await.as_slice() {
            [only] if only.contains("account") => Ok(()),
            lines => Err(lines.to_vec()),
        })
        .await;
        let seen = shop.widget.seen().await;
        assert!(seen.launcher.is_none() && !seen.mounted, "a launcher that cannot work is not shown: {seen:#?}");
        assert_eq!(shop.browser.uncaught().await, Vec::<String>::new());
    });
}
