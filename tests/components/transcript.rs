//! The transcript: groups, days, receipts, typing, and what stands around them.

use crate::fixture::{NOW, agent, ago, conversation, end, note, say, say_as, state};
use crate::{check, element};
use alongside::protocol::Millis;
use alongside::store::{
    Author, Connection, Conversation, Delivery, EndedBy, EntryId, Expected, Failure, Note, Refusal, State, Typing,
};

const DAY: i64 = 86_400;

#[test]
fn an_empty_conversation_greets() {
    check!("transcript_empty", state(Conversation::default()), "class=\"transcript\"");
    let with = |connection| State { connection, ..state(Conversation::default()) };
    check!("transcript_offline", with(Connection::Offline { since: NOW }), "class=\"before\"");
    check!("transcript_refused", with(Connection::Refused(Refusal::Account)), "class=\"before\"");
}

#[test]
fn texts_of_one_author_stand_together_for_five_minutes() {
    let mut talk = conversation();
    say(&mut talk, agent("ada"), "one", ago(1_000));
    say(&mut talk, agent("ada"), "two, together", ago(700));
    say(&mut talk, agent("ada"), "three, later", ago(399));
    say(&mut talk, agent("bob"), "four, of another", ago(398));
    say(&mut talk, Author::Me, "five", ago(397));
    say(&mut talk, Author::System, "six, of the system", ago(396));
    check!("transcript_groups", state(talk), "class=\"rows\"");
}

#[test]
fn days_are_told_apart() {
    let mut talk = conversation();
    say(&mut talk, Author::Me, "long ago", ago(9 * DAY));
    say(&mut talk, Author::Me, "yesterday", ago(DAY));
    say(&mut talk, agent("ada"), "today", ago(60));
    check!("transcript_days", state(talk), "class=\"rows\"");
}

#[test]
fn what_is_new_stands_under_a_line() {
    let mut talk = conversation();
    say(&mut talk, agent("ada"), "seen", ago(20));
    talk.first_unread = Some(say(&mut talk, agent("ada"), "new", ago(10)));
    check!("transcript_unread", state(talk), "class=\"rows\"");
}

#[test]
fn the_end_is_noted() {
    let mut talk = conversation();
    say(&mut talk, Author::Me, "Thanks, bye", ago(20));
    end(&mut talk, ago(10));
    check!("transcript_ended", state(talk), "class=\"rows\"");
}

#[test]
fn the_last_own_text_tells_what_became_of_it() {
    let with = |delivery: Delivery| {
        let mut talk = conversation();
        say_as(&mut talk, Author::Me, "first", ago(9), Delivery::Read);
        say_as(&mut talk, Author::Me, "last", ago(8), delivery);
        state(talk)
    };
    check!("receipt_queued", with(Delivery::Queued(EntryId(1))), "class=\"rows\"");
    check!("receipt_sending", with(Delivery::Sending(EntryId(1))), "data-is=\"sending\"");
    check!("receipt_sent", with(Delivery::Sent), "data-is=\"sent\"");
    check!("receipt_delivered", with(Delivery::Delivered), "data-is=\"delivered\"");
    check!("receipt_read", with(Delivery::Read), "data-is=\"read\"");
    check!("receipt_refused", with(Delivery::Failed(EntryId(1), Failure::Refused)), "class=\"rows\"");
    check!("receipt_too_long", with(Delivery::Failed(EntryId(1), Failure::TooLong)), "class=\"failed\"");
    check!("receipt_unknown", with(Delivery::Failed(EntryId(1), Failure::Unknown)), "class=\"failed\"");
    check!("receipt_left", with(Delivery::Failed(EntryId(1), Failure::Left)), "class=\"failed\"");
    check!("receipt_too_late", with(Delivery::Failed(EntryId(1), Failure::Ended)), "class=\"failed\"");
}

#[test]
fn typing_shows_dots_and_words() {
    let typing = Some(Typing { who: "ada".into(), until: NOW + Millis(6_000) });
    check!("typing", state(Conversation { typing, ..conversation() }), "class=\"typing\"");
    check!("typing_nobody", state(conversation()), "class=\"typing\"");
}

#[test]
fn a_long_history_is_mounted_from_its_end() {
    let mut talk = conversation();
    for number in 0..500 {
        say(&mut talk, agent("ada"), &number.to_string(), ago(1_000 - number));
    }
    let html = crate::render(state(talk));
    assert_eq!(html.matches("class=\"bubble\"").count(), 24);
    assert!(html.contains(">499<") && !html.contains(">475<"));
    assert!(html.contains("aria-posinset=\"477\" aria-setsize=\"500\""));
}

#[test]
fn the_composer_is_labelled_and_has_nothing_to_send() {
    check!("composer", state(conversation()), "class=\"composer\"");
}

#[test]
fn who_comes_and_goes_and_how_it_ends_is_told_in_lines() {
    let mut talk = conversation();
    say(&mut talk, Author::Me, "Hello", ago(100));
    note(&mut talk, Note::Joined("ada".into(), ago(90)));
    note(&mut talk, Note::Left("ada".into(), ago(80)));
    note(&mut talk, Note::Joined("somebody".into(), ago(70)));
    for by in [EndedBy::Me, EndedBy::Agent, EndedBy::Silence, EndedBy::Service] {
        note(&mut talk, Note::Ended(by, ago(60)));
    }
    check!("transcript_lines", state(talk), "class=\"rows\"");
}

#[test]
fn what_is_known_by_its_name_only_has_a_sentence_in_its_place() {
    let mut talk = conversation();
    say(&mut talk, agent("ada"), "The agent sent a secure form, which this chat cannot show.", ago(20));
    say(&mut talk, agent("ada"), "This message cannot be shown here.", ago(10));
    check!("transcript_secure_form", state(talk), "class=\"rows\"");
}

#[test]
fn addresses_are_links_and_emoji_are_large() {
    let mut talk = conversation();
    say(&mut talk, agent("ada"), "See https://a.example/b, [our page](https://b.example) or ada@a.example.", ago(30));
    say(&mut talk, agent("ada"), "[bank.example](https://evil.example/x)", ago(20));
    say(&mut talk, agent("ada"), "🎉", ago(15));
    say(&mut talk, Author::Me, "[not](https://a.example) javascript:alert(1)", ago(10));
    check!("transcript_links", state(talk), "class=\"rows\"");
}

#[test]
fn whoever_waits_reads_when_an_answer_is_to_be_expected() {
    let waiting = |expected| {
        let mut talk = conversation();
        say(&mut talk, Author::Me, "Hello", ago(10));
        talk.expected = [Some(expected), None, None];
        state(talk)
    };
    let later = NOW + Millis::from_secs(3_600);
    check!("transcript_rule", waiting(Expected::Within(600)), "class=\"expected\"");
    check!("transcript_promise", waiting(Expected::By(later)), "class=\"expected\"");
    let mut kept = waiting(Expected::By(later));
    std::rc::Rc::make_mut(&mut kept.conversation).expected[2] = Some(Expected::Within(600));
    let missed = element(State { now: later, ..kept }, "class=\"expected\"");
    assert!(missed.contains("Answers usually come"), "{missed}");
    let closed = waiting(Expected::ClosedUntil(later));
    check!("transcript_closed", closed.clone(), "class=\"expected closed\"");
    let opened = element(State { now: later, ..closed }, "class=\"expected\"");
    assert_eq!(opened, "<div class=\"expected\">\n</div>", "what is past is not told");
}
