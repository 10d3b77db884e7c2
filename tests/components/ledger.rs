//! The consent ledger, empty, full and damaged.

use std::rc::Rc;

use alongside::protocol::{LedgerEntry, Millis};
use alongside::store::{Ledger, State};

use crate::check;
use crate::fixture::{NOW, conversation, state};

fn entry(service: &str, minute: i64, step: &str, more: &[(&str, &str)]) -> LedgerEntry {
    let at = NOW + Millis::from_secs(60 * minute);
    let mut members = vec![
        ("at", at.0.to_string()),
        ("step", step.to_owned()),
        ("serviceId", service.to_owned()),
        ("invitedAt", NOW.0.to_string()),
        ("mode", "shared".to_owned()),
    ];
    members.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    LedgerEntry::read(&LedgerEntry::write(&members)).unwrap()
}

fn read(entries: Vec<LedgerEntry>, is_whole: bool) -> State {
    State {
        ledger: Some(Rc::new(Ledger {
            entries: entries.into_iter().map(Rc::new).collect(),
            is_whole,
            offset: Millis(0),
        })),
        ..state(conversation())
    }
}

#[test]
fn every_step_has_its_words_and_the_newest_invitation_stands_first() {
    let steps: [(&str, &[(&str, &str)]); 21] = [
        ("invited", &[("agentName", "Ada"), ("hidden", "passwords")]),
        ("answer-failed", &[]),
        ("accepted", &[("hidden", "passwords")]),
        ("carried", &[]),
        ("started", &[]),
        ("joined", &[]),
        ("hidden", &[("hidden", "card number")]),
        ("hidden", &[("hidden", "")]),
        ("page", &[("page", "<b>shop</b>/cart")]),
        ("paused", &[]),
        ("lost", &[]),
        ("resumed", &[]),
        ("control-asked", &[]),
        ("control-declined", &[]),
        ("control-allowed", &[]),
        ("control-ended", &[]),
        ("omitted", &[]),
        ("ending", &[]),
        ("ended", &[("reason", "ended"), ("at", "1767400000000")]),
        ("of a later version", &[]),
        ("", &[]),
    ];
    let mut entries: Vec<_> = (0..).zip(steps).map(|(minute, (step, more))| entry("one", minute, step, more)).collect();
    for (number, mode) in ["follow", "view", "VOICE_CALL", "VIDEO_CALL", "telepathy"].into_iter().enumerate() {
        let service = number.to_string();
        entries.push(entry(&service, 20, "invited", &[("mode", mode)]));
        let reason = ["expired", "cancelled", "replaced", "failed"].get(number);
        entries.push(match reason {
            Some(reason) => entry(&service, 21, "ended", &[("reason", reason)]),
            None => entry(&service, 21, "declined", &[]),
        });
    }
    check!("ledger", read(entries, true), "class=\"ledger\"");
}

#[test]
fn an_empty_one_says_so_and_a_damaged_one_too() {
    check!("ledger_empty", read(Vec::new(), true), "class=\"ledger\"");
    check!("ledger_damaged", read(vec![entry("one", 0, "accepted", &[])], false), "class=\"ledger\"");
    check!("ledger_closed", state(conversation()), "class=\"ledger\"");
}
