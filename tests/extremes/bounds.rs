//! Everything that a service, a page or a long life can grow, grown to its bound. What cannot be seen from outside is
//! weighed.

use alongside::app::Input;
use alongside::protocol::Millis;
use alongside::store::MOST_PENDING;
use serde_json::json;

use super::bench::{Bench, START, Step};
use super::frames::{conversation, conversation_of, dialogs, invitations, many_conversations, messages, people, text};
use super::{MEMORY, alone, talking};

/// How much more is held after `rounds` more of a kind of step, once as many have been.
fn growth(bench: &mut Bench, rounds: usize, steps: &dyn Fn(usize) -> Vec<Step>) -> usize {
    let mut held = [0, 0];
    for (half, held) in held.iter_mut().enumerate() {
        for round in 0..rounds {
            steps(half * rounds + round).into_iter().for_each(|step| bench.step(step));
            bench.forget();
        }
        *held = MEMORY.current_usage();
    }
    held[1].saturating_sub(held[0])
}

#[test]
fn unseen_announced_and_dialogs_are_bounded() {
    let _alone = alone();
    let mut bench = talking();
    bench.step(Step::Visible(false));
    let news = (0..1_500).map(|at| {
        let mut text = text(at, "c", "x");
        text["serverTimestamp"] = START.into();
        text
    });
    bench.step(Step::Frame(messages(news.collect())));
    let conversation = &bench.state().conversation;
    assert_eq!((conversation.unread, conversation.announced.len(), conversation.rows.len()), (99, 64, 1_500));
    bench.step(Step::Frame(messages((0..1_500).map(|at| text(0, &format!("d{at}"), "x")).collect())));
    assert_eq!(bench.state().conversation.dialogs.len(), 1_024);
    assert!(bench.warnings.iter().any(|line| line.contains("dialog")), "{:?}", bench.warnings);
}

#[test]
fn earlier_conversations_are_bounded() {
    let _alone = alone();
    let mut bench = talking();
    for round in 0..3 {
        bench.step(Step::Frame(many_conversations(5_000, round)));
    }
    let history = bench.state().conversation.history.clone().unwrap();
    assert_eq!((history.waiting.len(), history.is_cut), (256, true));
}

#[test]
fn invitations_are_bounded_and_so_is_what_is_remembered_of_them() {
    let _alone = alone();
    let mut bench = talking();
    bench.step(Step::Tag(true));
    for round in 0..100 {
        bench.step(Step::Frame(conversation(invitations(1, round), Vec::new())));
        bench.step(Step::Invited(alongside::store::cobrowse::Answer::Declined));
    }
    let cobrowse = &bench.state().cobrowse;
    assert_eq!((cobrowse.invitations.len(), cobrowse.remembered.len()), (32, 32));
    for round in 0..100 {
        let frame = conversation(invitations(1, round), Vec::new()).replace("\"c\"", &format!("\"c{round}\""));
        bench.step(Step::Frame(frame.replace("\"stage\"", "\"metaDataLastUpdateTs\":1,\"stage\"")));
    }
    assert_eq!(bench.state().cobrowse.newest.len(), 32);
}

#[test]
fn texts_that_wait_are_bounded() {
    let _alone = alone();
    let mut bench = talking();
    for _ in 0..2 * MOST_PENDING {
        bench.step(Step::Write("x".into()));
    }
    let waiting = bench.state().conversation.rows.iter().filter(|row| row.place.is_pending());
    assert_eq!(waiting.count(), MOST_PENDING);
    assert!(bench.warnings.iter().any(|line| line.contains("one more was not taken")), "{:?}", bench.warnings);
}

/// What other tabs sent comes back under their names. The newest of them are remembered, by which a text is told that the
/// service has twice. What was clicked has names of other forms, which its texts share.
#[test]
fn names_of_own_texts_are_remembered_up_to_a_bound() {
    let _alone = alone();
    let mut bench = talking();
    let named = |sequence: usize, name: &str| {
        let mut echo = text(sequence, "c", "x");
        echo["originatorId"] = "me".into();
        echo["metadata"] = json!([{ "type": "ExternalId", "id": name }]);
        Step::Frame(messages(vec![echo]))
    };
    let echo = |sequence: usize, name: usize| named(sequence, &format!("{name:032x}"));
    bench.step(echo(0, 0));
    let before = bench.app.load();
    for name in 1..1_000 {
        bench.step(echo(name, name));
        assert_eq!(bench.app.load(), before + name.min(255), "after {name} names more");
    }
    // The oldest of those that are remembered, once more, and the newest of those that are not.
    bench.step(echo(1_000, 744));
    assert_eq!(bench.state().conversation.rows.len(), 1_000);
    bench.step(echo(1_001, 743));
    assert_eq!(bench.state().conversation.rows.len(), 1_001);
    // The same button of a card, pressed twice on another device.
    bench.step(named(1_002, "button"));
    bench.step(named(1_003, "button"));
    assert_eq!(bench.state().conversation.rows.len(), 1_003);
    assert_eq!(bench.app.load(), before + 255);
}

#[test]
fn names_are_asked_for_sixty_four_times() {
    let _alone = alone();
    let mut bench = talking();
    for round in 0..200 {
        bench.step(Step::Frame(conversation(dialogs(1, 0), people(1, round))));
        bench.step(Step::Http(200, format!("{{\"id\":\"x\",\"nickname\":\"Ada {round}\"}}")));
    }
    assert_eq!(bench.state().conversation.names.len(), 64);
}

#[test]
fn developers_get_so_many_lines_of_such_a_length() {
    let _alone = alone();
    let mut bench = talking();
    for round in 0..100 {
        let name = format!("{round}{}", "x".repeat(10_000));
        bench.step(Step::Frame(json!({ "kind": "notification", "type": name, "body": {} }).to_string()));
    }
    // The page load has seen one before: that of the sign-up for demonstrations is no remark.
    assert_eq!(bench.warnings.len(), 32);
    assert!(bench.warnings.iter().all(|line| line.len() <= 500));
}

#[test]
fn what_waits_for_the_clock_is_bounded() {
    let _alone = alone();
    let mut bench = Bench::new();
    bench.step(Step::Connect);
    let grown = growth(&mut bench, 2_000, &|round| vec![Step::Frame(conversation_of(&format!("c{round}")))]);
    assert!(bench.state().clock_offset.is_none(), "else this would try nothing");
    assert!(grown < 16 << 10, "{grown} bytes more");
}

#[test]
fn what_comes_before_the_subscription_has_its_name_is_bounded() {
    let _alone = alone();
    let mut bench = Bench::new();
    // Where everything is, and a token.
    for _ in 0..2 {
        bench.step(Step::Http(200, super::bench::SIGN_IN.into()));
    }
    bench.step(Step::Opened);
    assert!(bench.requests.iter().any(|text| text.contains("InitConnection")), "else this would try nothing");
    let early = |round| {
        let frame = conversation_of(&format!("c{round}"));
        vec![Step::Frame(frame.replace("\"changes\"", "\"subscriptionId\":\"s\",\"changes\""))]
    };
    let grown = growth(&mut bench, 2_000, &early);
    assert!(!bench.is_online(), "else this would try nothing");
    assert!(grown < 16 << 10, "{grown} bytes more");
}

#[test]
fn offers_that_the_tag_refused_are_forgotten_with_their_invitations() {
    let _alone = alone();
    let mut bench = talking();
    bench.step(Step::TagTakes(false));
    bench.step(Step::Tag(true));
    let grown = growth(&mut bench, 500, &|round| vec![Step::Frame(conversation(invitations(1, round), Vec::new()))]);
    assert_eq!(bench.state().cobrowse.invitations.len(), 32);
    assert!(grown < 16 << 10, "{grown} bytes more");
}

/// A service that takes requests and never answers, and a consumer who types and deletes.
#[test]
fn requests_that_wait_for_their_answers_are_bounded() {
    let _alone = alone();
    let mut bench = talking();
    let mut asked = 0;
    while bench.is_online() {
        asked += 1;
        assert!(asked <= 300, "{asked} requests wait");
        bench.step(Step::Draft(if asked % 2 == 0 { "" } else { "x" }.into()));
    }
    assert!(asked > 100, "{asked} are not many");
    assert!(bench.warnings.iter().any(|line| line.contains("silent")), "{:?}", bench.warnings);
}

/// Receipts that the service puts off, while more and more are owed.
#[test]
fn receipts_that_are_put_off_are_bounded() {
    let _alone = alone();
    let mut bench = talking();
    for round in 0..4 {
        let texts = (0..5_000).map(|at| text(round * 5_000 + at, "c", "x"));
        bench.step(Step::Frame(messages(texts.collect())));
        bench.step(Step::Wait(400));
        for back in 0..4 {
            bench.step(Step::Reply { back, code: 429, body: String::new() });
        }
        bench.step(Step::Wait(2_000));
    }
    let numbers = |text: &String| text.contains("sequenceList").then(|| text.matches(',').count());
    let most = bench.requests.iter().filter_map(numbers).max();
    assert!(most.is_some_and(|most| (5_000..5_010).contains(&most)), "{most:?} numbers in a receipt");
}

/// The app may be handed anything at any time, also what it never asked for.
#[test]
fn what_was_not_asked_for_is_not_kept() {
    let _alone = alone();
    let mut bench = talking();
    let before = MEMORY.current_usage();
    for number in 0..10_000_u64 {
        let link = alongside::app::LinkId(number + 1_000);
        let id = alongside::app::HttpId(number + 1_000);
        for input in [
            Input::Frame { link, text: "{}".into() },
            Input::SocketOpened(link),
            Input::SocketClosed { link, code: 1006 },
            Input::Http { id, result: Ok((200, "{}".into())) },
            Input::Published(Err("it threw".into())),
        ] {
            bench.app.handle(Millis(START), input);
        }
        assert!(bench.app.poll_output().is_none());
    }
    assert!(MEMORY.current_usage().saturating_sub(before) < 4_096);
}
