//! The consent ledger, empty, full and damaged.

use std::rc::Rc;

use alongside::protocol::{CoBrowseMode, LedgerEntry, LedgerStep, Millis};
use alongside::store::{Ledger, State};

use crate::check;
use crate::fixture::{NOW, conversation, state};

fn entry(service: &str, minute: i64, step: LedgerStep) -> LedgerEntry {
    LedgerEntry {
        at: Some(NOW + Millis::from_secs(60 * minute)),
        step,
        service: Some(service.into()),
        invited: Some(NOW),
        agent_name: Some("Ada".into()),
        mode: Some(CoBrowseMode::Shared),
        ..LedgerEntry::new()
    }
}

fn read(entries: Vec<LedgerEntry>, is_whole: bool) -> State {
    let ledger = Ledger { entries: entries.into_iter().map(Rc::new).collect(), is_whole };
    State { ledger: Some(Rc::new(ledger)), ..state(conversation()) }
}

#[test]
fn every_step_has_its_words_and_the_newest_invitation_stands_first() {
    use LedgerStep::{
        Accepted, AnswerFailed, ControlAllowed, ControlAsked, ControlDeclined, ControlEnded, Declined, Ended, Ending,
        Hidden, Invited, Joined, Lost, Page, Paused, Resumed, Started,
    };
    let steps = [
        Invited,
        AnswerFailed,
        Accepted,
        Started,
        Joined,
        Hidden,
        Page,
        Paused,
        Lost,
        Resumed,
        ControlAsked,
        ControlDeclined,
        ControlAllowed,
        ControlEnded,
        Ending,
        Ended,
    ];
    let mut entries: Vec<_> = (0..).zip(steps).map(|(minute, step)| entry("one", minute, step)).collect();
    entries[0].hidden = Some("passwords".into());
    entries[5].hidden = Some("card number".into());
    entries[6].page = Some("<b>shop</b>/cart".into());
    entries.push(LedgerEntry { mode: Some(CoBrowseMode::VoiceCall), ..entry("two", 20, Invited) });
    entries.push(entry("two", 21, Declined));
    for (service, reason) in ["expired", "cancelled", "replaced", "failed"].into_iter().enumerate() {
        let service = service.to_string();
        let asked = LedgerEntry { agent_name: None, ..entry(&service, 30, Invited) };
        entries.extend([
            asked,
            LedgerEntry { reason: Some(reason.into()), agent_name: None, ..entry(&service, 31, Ended) },
        ]);
    }
    check!("ledger", read(entries, true), "class=\"ledger\"");
}

#[test]
fn an_empty_one_says_so_and_a_damaged_one_too() {
    check!("ledger_empty", read(Vec::new(), true), "class=\"ledger\"");
    check!("ledger_damaged", read(vec![entry("one", 0, LedgerStep::Accepted)], false), "class=\"ledger\"");
    check!("ledger_closed", state(conversation()), "class=\"ledger\"");
}
