//! The launcher.

use crate::check;
use crate::fixture::{conversation, state};
use alongside::store::{Conversation, State};

fn closed(unread: usize) -> State {
    State { panel_open: false, ..state(Conversation { unread, ..conversation() }) }
}

#[test]
fn it_says_how_many_messages_wait() {
    check!("launcher_closed", closed(0), "class=\"launcher\"");
    check!("launcher_one_unread", closed(1), "class=\"launcher\"");
    check!("launcher_many_unread", closed(12), "class=\"launcher\"");
}

#[test]
fn it_closes_what_is_open() {
    let open = State { panel_open: true, ..closed(2) };
    check!("launcher_open", open, "class=\"launcher\"");
}

#[test]
fn the_closed_panel_is_no_dialog() {
    check!("panel_closed", closed(0), "class=\"banner-place\"");
    let panel = crate::element(closed(0), "class=\"panel\"");
    let tag = panel.split('>').next().unwrap();
    assert!(!tag.contains("role="), "{tag}");
}
