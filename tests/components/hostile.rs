//! Text that would like to be something else.

use crate::check;
use crate::fixture::{agent, ago, conversation, invitation, say, state};
use alongside::protocol::CoBrowseMode;
use alongside::store::cobrowse::Phase;
use alongside::store::{Author, Conversation, State};

#[test]
fn markup_stays_text() {
    let mut talk = conversation();
    say(&mut talk, agent("ada"), "<img src=x onerror=alert(1)>&amp;<script>alert(2)</script>", ago(9));
    say(&mut talk, Author::Me, "\"'><svg onload=alert(3)>", ago(8));
    let html = crate::render(state(talk.clone()));
    assert!(!html.contains("<img") && !html.contains("<script") && !html.contains("<svg onload"));
    check!("hostile_markup", state(talk), "class=\"rows\"");
}

#[test]
fn names_stay_names() {
    let name = "<b>Ada</b>\u{202e}\" onclick=\"x";
    let talk = Conversation { names: vec![("ada".into(), name.into())], ..conversation() };
    let cobrowse = invitation(CoBrowseMode::Shared, Phase::Invited { failed_before: false });
    let state = State { cobrowse, ..state(talk) };
    check!("hostile_name_in_header", state.clone(), "<header");
    check!("hostile_name_in_banner", state, "class=\"banner-title\"");
}

#[test]
fn text_direction_is_kept_inside_its_bubble() {
    let mut talk = conversation();
    say(&mut talk, agent("ada"), "abc\u{202e}txt.exe", ago(9));
    let html = crate::render(state(talk));
    assert!(
        html.contains("<p class=\"bubble\" lang=\"\" dir=\"auto\" translate=\"yes\">abc\u{202e}txt.exe</p>"),
        "{html}"
    );
}

#[test]
fn nothing_is_cut_from_a_long_text() {
    let long = "long ".repeat(2_000);
    let mut talk = conversation();
    say(&mut talk, agent("ada"), &long, ago(9));
    assert!(crate::render(state(talk)).contains(&long));
}
