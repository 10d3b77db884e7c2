//! Values that nobody means: times that cannot be, numbers that do not fit, halves of characters.

use alongside::store::cobrowse::Phase;
use alongside::store::{Row, RowContent};

use super::bench::{Bench, START, Step};
use super::{alone, talking};

/// Numbers as they stand in a frame.
const NUMBERS: [&str; 22] = [
    "0",
    "-0",
    "-1",
    "0.5",
    "1700000000",
    "1700000000.123",
    "1700000000000",
    "1e400",
    "-1e400",
    "1e-400",
    "1e300",
    "9007199254740991",
    "9007199254740993",
    "9223372036854775806",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "123456789012345678901234567890",
    "4102444800000",
    "\"1700000000000\"",
    "null",
    "[]",
];

/// Frames with a number in each place that takes one.
const PLACES: [&str; 9] = [
    r#"{"kind":"notification","type":"ms.MessagingEventNotification","body":{"changes":[{"sequence":@,"serverTimestamp":@,"originatorId":"ada","dialogId":"c","event":{"type":"ContentEvent","message":"x"}}]}}"#,
    r#"{"kind":"notification","type":"ms.MessagingEventNotification","body":{"changes":[{"sequence":2,"serverTimestamp":@,"originatorId":"ada","dialogId":"c","event":{"type":"ContentEvent","message":"x"}}]}}"#,
    r#"{"kind":"notification","type":"ms.MessagingEventNotification","body":{"changes":[{"originatorId":"me","dialogId":"c","event":{"type":"AcceptStatusEvent","status":"READ","sequenceList":[@,1,@]}}]}}"#,
    r#"{"kind":"notification","type":"cqm.ExConversationChangeNotification","body":{"changes":[{"type":"UPSERT","result":{"convId":"c","lastUpdateTime":@,"conversationDetails":{"stage":"CLOSE","endTs":@,"metaDataLastUpdateTs":@}}}]}}"#,
    r#"{"kind":"notification","type":"cqm.ExConversationChangeNotification","body":{"changes":[{"type":"UPSERT","result":{"convId":"c","conversationDetails":{"stage":"OPEN","dialogs":[{"dialogId":"d","channelType":"COBROWSE","creationTs":1700000000000,"metaData":{"serviceId":"u","mode":"view","sessionState":"INVITED","expires":@}}]}}}]}}"#,
    r#"{"kind":"notification","type":"cqm.ExConversationChangeNotification","body":{"changes":[{"type":"UPSERT","result":{"convId":"c","conversationDetails":{"stage":"OPEN","dialogs":[{"dialogId":"d","channelType":"COBROWSE","creationTs":@,"endTs":@,"metaDataLastUpdateTs":@,"metaData":{"serviceId":"u","mode":"view","sessionState":"INVITED"}}]}}}]}}"#,
    r#"{"kind":"resp","reqId":@,"code":200,"body":{"sequence":@}}"#,
    r#"{"kind":"resp","reqId":"7","code":@}"#,
    r#"{"kind":@,"type":@,"body":@}"#,
];

/// The app goes on: it stays online, and what comes next is shown.
fn goes_on(bench: &mut Bench, after: &str) {
    for wait in [0, 400, 6_000] {
        bench.step(Step::Wait(wait));
    }
    let rows = bench.state().conversation.rows.len();
    bench.step(Step::Frame(PLACES[0].replacen('@', "77", 1).replace('@', "1")));
    assert!(bench.is_online() && bench.state().conversation.rows.len() == rows + 1, "after {after}");
}

#[test]
fn numbers_that_nobody_means_cost_no_more_than_themselves() {
    let _alone = alone();
    for place in PLACES {
        for number in NUMBERS {
            let mut bench = talking();
            bench.step(Step::Tag(true));
            let frame = place.replace('@', number);
            bench.step(Step::Frame(frame.clone()));
            goes_on(&mut bench, &frame);
        }
    }
}

#[test]
fn a_number_that_does_not_fit_is_spoken_of() {
    let _alone = alone();
    for number in ["1e400", "1e300", "-1", "0.5", "9223372036854775808", "123456789012345678901234567890", "\"3\""] {
        let mut bench = talking();
        bench.warnings.clear();
        bench.step(Step::Frame(PLACES[0].replacen('@', number, 1).replace('@', "1")));
        let about = bench.warnings.concat();
        assert!(about.contains("not JSON") || about.contains("sequence"), "{number}: {:?}", bench.warnings);
        assert!(bench.state().conversation.rows.is_empty(), "{number}");
    }
}

/// When a message came is shown as the service tells it where that can be, else as the time at which it came, which
/// developers are told once.
#[test]
fn a_time_that_cannot_be_is_spoken_of_and_not_shown() {
    let _alone = alone();
    let check = |time: &str, shown: Option<i64>, told: bool| {
        let mut bench = talking();
        bench.warnings.clear();
        for sequence in ["2", "3", "4"] {
            bench.step(Step::Frame(PLACES[1].replace(":2,", &format!(":{sequence},")).replace('@', time)));
        }
        let about = bench.warnings.iter().filter(|line| line.contains("serverTimestamp")).count();
        assert_eq!(
            (about, bench.warnings.len()),
            (usize::from(told), usize::from(told)),
            "{time}: {:?}",
            bench.warnings
        );
        // The service's clock shows the same.
        let now = bench.now;
        let times: Vec<_> = bench.state().conversation.rows.iter().map(|row| time_of(row)).collect();
        assert_eq!(times, [shown.unwrap_or(now); 3], "{time}");
        goes_on(&mut bench, time);
    };
    check("0", Some(0), false);
    check("8640000000000000", Some(8_640_000_000_000_000), false);
    check("null", None, false);
    for huge in ["8640000000000001", "9223372036854775807", "9223372036854775808", "1e300"] {
        check(huge, None, true);
    }
    for negative in ["-1", "-1700000000000", "-9223372036854775808", "-1e300"] {
        check(negative, None, true);
    }
    for other in ["0.5", "\"1700000000000\"", "\"yesterday\"", "true", "[]", "{}"] {
        check(other, None, true);
    }
}

fn time_of(row: &Row) -> i64 {
    let RowContent::Message(message) = &row.content else { panic!("{row:?}") };
    message.at.0
}

/// A clock that is asked, and answers with nonsense.
#[test]
fn a_clock_that_is_out_of_its_mind_leads_to_no_endless_work() {
    let _alone = alone();
    for time in NUMBERS {
        let mut bench = Bench::new();
        bench.step(Step::Connect);
        bench.step(Step::Tag(true));
        bench.step(Step::Reply { back: 0, code: 200, body: format!("{{\"currentTime\":{time}}}") });
        for expires in NUMBERS {
            bench.step(Step::Frame(PLACES[4].replace('@', expires)));
            bench.step(Step::Wait(1_000));
        }
        bench.step(Step::Connect);
        assert!(bench.is_online(), "{time}");
    }
}

/// What an invitation's own times do: it stands where it can stand, and else there is no prompt and a word.
#[test]
fn an_invitation_stands_only_for_a_time_that_can_be() {
    let _alone = alone();
    let check = |expires: &str, stands: bool, told: bool| {
        let mut bench = talking();
        bench.warnings.clear();
        bench.step(Step::Frame(PLACES[4].replace('@', expires)));
        let invitations = &bench.state().cobrowse.invitations;
        let standing = invitations.iter().filter(|found| matches!(found.phase, Phase::Invited { .. })).count();
        assert_eq!((standing == 1, !bench.warnings.is_empty()), (stands, told), "{expires}: {:?}", bench.warnings);
    };
    let in_a_minute = START + 60_000;
    check(&format!("{}.5", in_a_minute / 1_000), true, false);
    // Written in milliseconds.
    check(&in_a_minute.to_string(), true, true);
    for past in ["0", "-1", "-9223372036854775808", "1"] {
        check(past, false, false);
    }
    for far in ["1e300", "9223372036854775807", "4102444800", "123456789012345678901234567890"] {
        check(far, false, true);
    }
    // What cannot be read leaves the two minutes that any invitation has.
    for unreadable in ["\"1700000060\"", "[]", "true"] {
        check(unreadable, true, true);
    }
    check("null", true, true);
}

#[test]
fn half_a_character_costs_itself_and_a_member_that_stands_twice_counts_once() {
    let _alone = alone();
    let mut bench = talking();
    bench.step(Step::Frame(
        PLACES[0].replacen('@', "1,\"sequence\":3", 1).replace('@', "1").replace("\"x\"", r#""a\ud83d\udc00b""#),
    ));
    let rows: Vec<_> = bench.state().conversation.rows.iter().map(|row| format!("{row:?}")).collect();
    assert!(rows.len() == 1 && rows[0].contains("Sequence(3)"), "{rows:?}");
    assert!(rows[0].contains("a\u{1f400}b") || rows[0].contains("\\u{1f400}"), "{rows:?}");
    assert!(bench.warnings.is_empty(), "it was a whole one: {:?}", bench.warnings);
    bench.step(Step::Frame(PLACES[0].replacen('@', "4", 1).replace('@', "1").replace("\"x\"", r#""a\ud83d""#)));
    let last = format!("{:?}", bench.state().conversation.rows.last());
    assert!(last.contains('\u{fffd}'), "{last}");
    // Said once, however many there are.
    bench.step(Step::Frame(PLACES[0].replacen('@', "5", 1).replace('@', "1").replace("\"x\"", r#""\udc0ba""#)));
    assert_eq!(bench.warnings, ["half a character in a frame was replaced"]);
}
