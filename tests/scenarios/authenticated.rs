//! A consumer whom the page knows: it is asked for a credential, and what is kept of one is nobody else's.

use alongside::app::{Input, Intent, PageAnswer};
use alongside::emulator;
use alongside::protocol::Millis;
use alongside::store::Connection;
use base64ct::{Base64UrlUnpadded, Encoding};

use crate::world::World;

/// The brand's token of a customer. The emulated service does not look at its signature.
fn token_of(customer: &str) -> PageAnswer {
    let claims = format!("{{\"iss\":\"https://shop.example\",\"sub\":\"{customer}\"}}");
    let claims = Base64UrlUnpadded::encode_string(claims.as_bytes());
    PageAnswer::Credential { token: format!("e30.{claims}.x"), redirect_uri: None }
}

/// A page whose customers answer in this order whenever the page is asked.
fn page(connector: Option<&str>, answers: &[PageAnswer]) -> World {
    let mut world = World::with(
        |config| {
            config.connector = connector.map(str::to_owned);
            config.authenticate = Some("shop.token".into());
        },
        |service: &mut emulator::Config| service.token_life = Millis::from_secs(60),
    );
    world.page.extend(answers.iter().cloned());
    world
}

impl World {
    fn me(&self) -> String {
        self.state().me.as_ref().map_or_else(String::new, |me| me.as_str().to_owned())
    }

    /// The names under which something is kept.
    fn kept(&self) -> Vec<&str> {
        self.storage.keys().filter_map(|key| key.strip_prefix("alongside1|https://api.example.com|10001|")).collect()
    }
}

#[test]
fn the_page_is_asked_and_its_token_exchanged() {
    for (connector, path) in [(None, "/authenticate"), (Some("4711"), "/app/4711/authenticate?v=3.0")] {
        let mut world = page(connector, &[token_of("ada")]);
        world.start(true);
        world.until("online", World::is_online);
        assert_eq!(world.functions, ["shop.token"]);
        assert!(world.asked.iter().any(|url| url.ends_with(&format!("/10001{path}"))), "{:?}", world.asked);
        assert_eq!(world.me().len(), 64, "a digest, as of authenticated consumers");
        world.send("hello");
        world.until("the service has it", |world| world.log() == ["hello"] && world.is_settled());
        let me = world.me();
        for name in world.kept() {
            assert!(name == "wake" || name.starts_with(&format!("{me}|")), "{name}");
        }
        assert!(world.storage.values().all(|value| !value.contains("eyJ")), "no token is kept");
        assert!(world.locks.contains(&format!("{me}|outbox")), "{:?}", world.locks);
    }
}

#[test]
fn a_code_is_handed_on_with_the_address_that_it_was_given_for() {
    let code =
        PageAnswer::Credential { token: "code-1".into(), redirect_uri: Some("https://shop.example/back".into()) };
    let mut world = page(None, &[code]);
    world.start(true);
    world.until("online", World::is_online);
    assert_eq!(world.me().len(), 64);
}

#[test]
fn a_connector_is_given_a_code_as_a_code_and_a_token_as_a_token() {
    let code = |uri: Option<&str>| PageAnswer::Credential { token: "code-1".into(), redirect_uri: uri.map(Into::into) };
    let back = "https://shop.example/back";
    for (answer, body) in [
        (code(Some(back)), format!("{{\"code\":\"code-1\",\"redirect_uri\":\"{back}\"}}")),
        (code(None), "{\"code\":\"code-1\"}".to_owned()),
        (
            PageAnswer::Credential { token: "eyJ.b.c".into(), redirect_uri: None },
            "{\"id_token\":\"eyJ.b.c\"}".to_owned(),
        ),
    ] {
        let mut world = page(Some("4711"), &[answer]);
        world.start(true);
        world.run_for(Millis::from_secs(2));
        assert!(world.bodies.contains(&body), "{body}: {:?}", world.bodies);
    }
}

#[test]
fn a_token_that_has_run_out_is_asked_for_anew_and_nothing_is_lost() {
    let mut world = page(None, &[token_of("ada")]);
    world.start(true);
    world.until("online", World::is_online);
    world.send("before");
    world.until("it is sent", |world| world.log() == ["before"]);
    let me = world.me();
    world.run_for(Millis::from_secs(90));
    world.until("online again", World::is_online);
    assert!(world.functions.len() > 1, "the page was asked again");
    world.send("after");
    world.until("both are there", |world| world.log() == ["before", "after"] && world.is_settled());
    assert_eq!(world.me(), me);
}

#[test]
fn a_page_where_nobody_is_logged_in_is_told_of_and_asked_again_on_demand() {
    let mut world = page(None, &[PageAnswer::Refused("logged out".into()), token_of("ada")]);
    world.start(true);
    world.run_for(Millis::from_secs(600));
    assert_eq!(world.functions.len(), 1, "it is not asked again by itself");
    assert!(matches!(world.state().connection, Connection::Refused(_)));
    assert!(world.warnings.iter().any(|line| line.contains("logged out")), "{:?}", world.warnings);
    world.intent(alongside::app::Intent::Reconnect);
    world.until("online", World::is_online);
}

#[test]
fn whoever_logs_out_leaves_nothing_to_be_seen_and_finds_what_they_wrote_when_they_are_back() {
    let mut world = page(None, &[token_of("ada"), PageAnswer::Refused("logged out".into())]);
    world.start(true);
    world.until("online", World::is_online);
    world.send("of Ada");
    world.until("it is sent", |world| world.log() == ["of Ada"] && world.is_settled());
    world.network_up = false;
    world.run_for(Millis::from_secs(10));
    world.send("of Ada, not sent");
    world.until("the page is asked and all begins anew", |world| world.messages().is_empty());
    assert!(world.me().is_empty() && !world.state().panel_open);
    world.network_up = true;
    world.intent(alongside::app::Intent::Open);
    world.run_for(Millis::from_secs(30));
    assert!(matches!(world.state().connection, Connection::Refused(_)) && world.messages().is_empty());

    world.page = [token_of("ada")].into();
    world.intent(alongside::app::Intent::Reconnect);
    world.until("it is sent", |world| world.log() == ["of Ada", "of Ada, not sent"] && world.is_settled());
}

#[test]
fn a_page_that_is_not_ready_or_does_not_call_back_is_asked_again() {
    let mut world = page(None, &[PageAnswer::Unready("shop.token is not there".into())]);
    world.start(true);
    world.until("it is asked again, as after any trouble", |world| world.functions.len() > 1);
    world.page.clear();
    world.until("this time it does not call back", |world| world.functions.len() > 2);
    let asked = world.functions.len();
    world.run_for(Millis::from_secs(29));
    assert_eq!(world.functions.len(), asked, "it has half a minute for that");
    world.page.push_back(token_of("ada"));
    world.until("online", World::is_online);
    assert!(world.console.iter().any(|line| line.contains("did not call back")), "{:?}", world.console);
}

#[test]
fn an_answer_that_comes_twice_or_too_late_counts_for_nothing() {
    let mut world = page(None, &[token_of("ada")]);
    world.start(true);
    world.until("online", World::is_online);
    let me = world.me();
    for id in 0..20 {
        world.input(Input::Authenticated { id: alongside::app::HttpId(id), answer: token_of("eve") });
    }
    world.run_for(Millis::from_secs(5));
    assert_eq!((world.me(), world.is_online()), (me, true));
}

#[test]
fn what_is_written_before_the_page_has_told_who_it_is_is_not_kept_and_people_are_told() {
    let mut world = page(None, &[]);
    world.start(true);
    world.send("who am I");
    world.intent(alongside::app::Intent::Draft("and this".into()));
    assert!(world.kept().iter().all(|name| *name == "wake"), "{:?}", world.kept());
    assert!(world.state().keeps_nothing);
    world.page.push_back(token_of("ada"));
    world.until("it is sent", |world| world.log() == ["who am I"] && world.is_settled());
    world.run_for(Millis::from_secs(6));
    assert!(!world.state().keeps_nothing);
    assert!(world.kept().iter().any(|name| name.contains("|draft|") && name.starts_with(&world.me())));
}

#[test]
fn whoever_logs_in_next_sees_nothing_of_the_one_before() {
    let mut world = page(None, &[token_of("ada"), token_of("ben")]);
    world.start(true);
    world.until("online", World::is_online);
    let ada = world.me();
    world.send("of Ada");
    world.until("it is sent", |world| world.log() == ["of Ada"] && world.is_settled());
    world.network_up = false;
    world.run_for(Millis::from_secs(90));
    world.send("of Ada, not sent");
    world.network_up = true;
    // The whole widget begins anew: what Ada wrote is kept for her.
    world.until("Ben is there", |world| world.is_online() && world.me() != ada);
    assert!(!world.state().panel_open);
    assert!(world.messages().is_empty(), "{:?}", world.messages());
    world.run_for(Millis::from_secs(30));
    assert_eq!(world.log(), ["of Ada"]);
    assert!(world.kept().iter().any(|name| name.starts_with(&format!("{ada}|text|"))), "{:?}", world.kept());

    // And there she finds it.
    world.page = [token_of("ada")].into();
    world.reload();
    world.intent(alongside::app::Intent::Open);
    world.until("it is sent", |world| world.log() == ["of Ada", "of Ada, not sent"] && world.is_settled());
}

#[test]
fn what_one_was_asked_and_answered_the_next_one_does_not_read() {
    let entries = |world: &mut World| {
        world.intent(Intent::ReadLedger(true));
        world.state().ledger.as_ref().map(|ledger| ledger.entries.len())
    };
    let mut world = page(None, &[token_of("ada")]);
    world.start(true);
    world.until("online", World::is_online);
    world.send("hello");
    world.until("an agent joins", |world| world.agent.has_joined() && world.is_settled());
    world.tell(&[("one", "INVITED", 5)]);
    world.until("invited", World::can_answer);
    assert_eq!(entries(&mut world), Some(1));
    let me = world.me();
    assert!(world.kept().iter().all(|name| !name.contains("ledger|") || name.starts_with(&me)), "{:?}", world.kept());
    // Who reads before the page has said who they are sees theirs once it has, and the chain goes on.
    world.reload();
    world.intent(Intent::Open);
    assert_eq!(entries(&mut world), None);
    world.intent(Intent::SaveLedger);
    assert!(world.files.is_empty());
    world.until("hers", |world| world.state().ledger.as_ref().is_some_and(|ledger| ledger.entries.len() == 1));
    world.until("online", World::is_online);
    world.tell(&[("two", "INVITED", 5)]);
    world.until("noted", |world| world.storage.keys().any(|key| key.contains("|ledger|2-")));
    world.page = [token_of("bob")].into();
    world.reload();
    world.intent(Intent::Open);
    world.until("online", World::is_online);
    assert_eq!(entries(&mut world), Some(0));
}

#[test]
fn a_page_of_the_one_before_finds_out_that_all_was_forgotten_though_the_next_has_begun() {
    let mut world = page(None, &[token_of("ada"), token_of("ben")]);
    world.start(true);
    world.until("online", World::is_online);
    world.send("of Ada");
    world.until("it is sent", |world| world.log() == ["of Ada"] && world.is_settled());
    let (of_ada, before) = (world.app.clone(), world.stored());
    assert!(!of_ada.is_forgotten(&before, &before));
    world.storage.clear();
    world.reload();
    world.intent(alongside::app::Intent::Open);
    world.until("online", World::is_online);
    world.send("of Ben");
    world.until("it is sent", |world| world.log() == ["of Ada", "of Ben"] && world.is_settled());
    assert!(world.kept().contains(&"wake"), "the loader is to wake for both");
    assert!(of_ada.is_forgotten(&before, &world.stored()));
    assert_eq!(of_ada.leftovers(&world.stored()), Vec::<String>::new());
}

#[test]
fn an_anonymous_visitor_of_the_same_browser_is_somebody_else() {
    let mut world = World::talking();
    world.network_up = false;
    world.send("anonymous, not sent");
    let stored = world.storage.clone();
    let mut known = page(None, &[token_of("ada")]);
    known.storage = stored.clone();
    known.page.push_back(token_of("ada"));
    known.reload();
    known.intent(alongside::app::Intent::Open);
    known.until("online", World::is_online);
    known.run_for(Millis::from_secs(30));
    assert!(known.messages().is_empty());
    assert!(known.log().is_empty());
    for (key, value) in stored.iter().filter(|(key, _)| !key.ends_with("|wake")) {
        assert_eq!(known.storage.get(key), Some(value), "what is the other's stays as it is: {key}");
    }
}

#[test]
fn what_was_written_before_is_kept_and_told_once_it_is_known_whose_it_is() {
    let mut world = page(None, &[]);
    world.start(true);
    world.send("one");
    world.send("two");
    world.page.push_back(token_of("ada"));
    world.until("Ada is known", |world| !world.me().is_empty());
    let texts = format!("{}|text|", world.me());
    assert_eq!(world.kept().iter().filter(|name| name.starts_with(&texts)).count(), 2, "{:?}", world.kept());
}

#[test]
fn what_the_page_gave_serves_for_one_attempt() {
    let code = |code: &str| PageAnswer::Credential { token: code.into(), redirect_uri: None };
    let mut world = page(None, &[code("one"), code("two")]);
    world.start(true);
    world.until("the exchange is under way", |world| world.asked.iter().any(|url| url.ends_with("/authenticate")));
    world.input(Input::PageHidden);
    world.show_again();
    world.until("online", World::is_online);
    assert_eq!(world.functions.len(), 2);
}
