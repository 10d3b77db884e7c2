//! What becomes of an invitation, and what the page's tag is told of it: no more, no less, no other order.

use crate::harness::{Seen, Shop, journey};

const APP: &str = "lpUnifiedWindow";
const OFFERED: &str = "cobrowseOffered";
const ACCEPTED: &str = "cobrowseAccepted";
const DECLINED: &str = "cobrowseDeclined";

fn asks(seen: &Seen) -> bool {
    seen.banner_kind() == "invited"
}

#[test]
fn a_declined_invitation_is_told_to_the_tag_and_closed() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("shared", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert_eq!(seen.banner.unwrap().lines[0], "The agent can see this page, click and type.");
        let seen = shop.widget.answer("Decline").await;
        assert_eq!(seen.banner_title(), "You declined.");
        agent.until("the dialog is closed", |state| state.session(&dialog) == "CLOSED").await;
        shop.has_published(APP, &[OFFERED, DECLINED]).await;
        shop.widget.until("the banner goes", |seen| seen.banner.is_none()).await;
        shop.has_published(APP, &[OFFERED, DECLINED]).await;
    });
}

#[test]
fn a_cancelled_invitation_goes_and_nothing_is_answered() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("follow", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert_eq!(seen.banner.unwrap().lines[0], "The agent can see this page, but cannot scroll or click.");
        agent.cancel(&dialog).await;
        let seen = shop.widget.until("it is over", |seen| seen.banner_kind() == "over").await;
        let banner = seen.banner.unwrap();
        assert_eq!((banner.title.as_str(), banner.buttons.len()), ("The invitation was cancelled.", 0));
        shop.has_published(APP, &[OFFERED]).await;
    });
}

#[test]
fn an_invitation_expires_and_another_can_be_accepted() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let expiring = agent.invite("view", 3.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert!(seen.banner.as_ref().unwrap().left.starts_with("0:0"), "{seen:#?}");
        let seen = shop.widget.until("it is over", |seen| seen.banner_kind() == "over").await;
        let banner = seen.banner.unwrap();
        assert_eq!((banner.title.as_str(), banner.buttons.len()), ("The invitation has expired.", 0));
        assert_eq!(banner.lines, ["Ada can ask again."]);
        agent.until("the dialog is closed", |state| state.session(&expiring) == "CLOSED").await;
        shop.has_published(APP, &[OFFERED]).await;

        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks again", asks).await;
        shop.widget.answer("Accept").await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        shop.has_published(APP, &[OFFERED, OFFERED, ACCEPTED]).await;
        agent.end_session(&dialog).await;
        shop.widget.until("its end is told", |seen| seen.banner_title() == "The viewing session has ended.").await;
    });
}

#[test]
fn beside_the_launcher_an_invitation_can_be_answered() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        shop.widget.close().await;
        let dialog = agent.invite("view", 120.0).await;
        let seen = shop.widget.until("the agent asks", asks).await;
        assert!(!seen.open, "the panel stays closed");
        let (banner, launcher) = (seen.banner.unwrap().rect, seen.launcher.unwrap().rect);
        assert!(banner.y + banner.height <= launcher.y, "{banner:?} above {launcher:?}");
        assert_eq!(banner.x + banner.width, launcher.x + launcher.width, "{banner:?} above {launcher:?}");
        shop.widget.answer("Accept").await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        shop.has_published(APP, &[OFFERED, ACCEPTED]).await;
        // Nobody is at the desk, so nobody has joined.
        let seen = shop.widget.until("it says so", |seen| seen.banner_title() == "Ada can now view this page").await;
        assert!(!seen.open, "an answer opens nothing");
    });
}

#[test]
fn a_page_may_choose_the_newer_application() {
    journey(async |world| {
        let shop = Shop::with(world, |page| page.attribute("cobrowse-app", "lpCoBrowse")).await;
        let agent = shop.talk().await;
        agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", asks).await;
        shop.widget.answer("Decline").await;
        shop.has_published("lpCoBrowse", &[OFFERED, DECLINED]).await;
    });
}
