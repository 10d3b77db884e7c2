//! What axe-core finds: nothing. It runs in the page, so the root is open here, and only here.

use crate::harness::{Scheme, Shop, journey, tool};

#[test]
fn axe_finds_nothing_to_complain_about() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("shadow", "open")).await;
        shop.browser.run(&tool("axe-core/axe.min.js"), Vec::new()).await;
        shop.widget.until("the loader's launcher is there", |seen| seen.launcher() == "Open chat").await;
        complains(&shop, "the loader's launcher").await;
        let agent = shop.talk().await;
        complains(&shop, "an open panel").await;
        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        complains(&shop, "an invitation").await;
        shop.widget.close().await;
        complains(&shop, "an invitation beside the launcher").await;
        shop.widget.answer("Accept").await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        complains(&shop, "a session").await;
        shop.widget.press("End").await;
        shop.widget.press("See what was shared").await;
        shop.widget.element(".ledger .noted").await;
        complains(&shop, "the consent ledger").await;
        shop.widget.press("Close").await;
        shop.browser.be_a_phone().await;
        shop.widget.open().await;
        shop.widget.until("the panel covers the screen", |seen| seen.panel.is_some_and(|p| p.width == 390.0)).await;
        complains(&shop, "a panel over the whole screen").await;
        shop.widget.press("More").await;
        shop.widget.press("CoBrowse record").await;
        shop.widget.element(".ledger .noted").await;
        complains(&shop, "the consent ledger over it").await;
    });
}

/// Has axe look at the page, in light and in dark.
pub(crate) async fn complains(shop: &Shop, about: &str) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        shop.browser.prefer(scheme).await;
        let found = shop.browser.driver.execute_async(RUN, Vec::new()).await.unwrap();
        let found: Vec<String> = found.convert().unwrap();
        assert!(found.is_empty(), "{about}, {scheme:?}: {found:#?}");
    }
}

/// Animations end first: a text that is only half there has half of its contrast.
const RUN: &str = "const done = arguments[0];
const root = document.querySelector('alongside-chat').shadowRoot;
Promise.all([...document.getAnimations(), ...root.getAnimations()].map((animation) => animation.finished.catch(() => 0)))
  .then(() => axe.run())
  .then(({ violations }) => done(violations.map(({ id, help, nodes }) =>
    `${id}: ${help}: ${nodes.map(({ target }) => JSON.stringify(target)).join(' and ')}`)))
  .catch((error) => done([`axe failed: ${error}`]));";
