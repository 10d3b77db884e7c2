//! The consent ledger: what was asked, answered and shared, invitation by invitation, the newest first.
//!
//! The browser opens and closes it (`popover`), from the menu and from the end of a session.

use std::rc::Rc;

use yew::Html;

use super::element::{When, element, fixed, plain};
use super::instant::instant;
use super::screen::Screen;
use super::words;
use crate::app::Intent;
use crate::protocol::{LedgerEntry, LedgerStep};
use crate::store::Ledger;

/// Its name within its root.
pub(super) const LEDGER_ID: &str = "ledger";
const HEADING_ID: &str = "ledger-title";

/// Empty until it is opened: what is kept is read then.
pub(super) fn ledger(screen: &Rc<Screen>, shown: Option<&Ledger>) -> Html {
    let attributes = fixed! {
        "id" => LEDGER_ID,
        "class" => "ledger",
        "part" => "ledger",
        "popover" => "",
        "role" => "dialog",
        "aria-labelledby" => HEADING_ID,
    };
    let toggled = screen.on(|screen, _| {
        let place = screen.ledger.cast::<web_sys::Element>();
        let is_open = place.is_some_and(|place| place.matches(":popover-open").unwrap_or(false));
        screen.host.send.emit(Intent::ReadLedger(is_open));
    });
    element("div", attributes)
        .node(&screen.ledger)
        .on(When::Toggled, toggled)
        .holding(shown.map(|shown| pages(screen, shown)).unwrap_or_default())
}

fn pages(screen: &Rc<Screen>, shown: &Ledger) -> Vec<Html> {
    let mut invitations: Vec<Vec<&LedgerEntry>> = Vec::new();
    for entry in &shown.entries {
        let of_it = |known: &&mut Vec<&LedgerEntry>| known.first().is_some_and(|first| is_about_the_same(first, entry));
        match invitations.iter_mut().find(of_it) {
            Some(known) => known.push(entry),
            None => invitations.push(vec![entry]),
        }
    }
    let remark = if invitations.is_empty() { words::LEDGER_EMPTY } else { words::LEDGER_MORE };
    let drawn = invitations.iter().rev().map(|entries| invitation(screen, entries)).collect();
    let close = fixed! {
        "type" => "button",
        "class" => "choice",
        "popovertarget" => LEDGER_ID,
        "popovertargetaction" => "hide",
    };
    let save = element("button", fixed! { "type" => "button", "class" => "choice" });
    vec![
        element("h2", fixed! { "id" => HEADING_ID, "class" => "banner-title" }).saying(words::LEDGER),
        plain("p", "").saying(remark),
        plain("p", "failed-before").saying(if shown.is_whole { "" } else { words::LEDGER_DAMAGED }),
        plain("div", "").holding(drawn),
        plain("div", "acts").holding(vec![
            save.on(When::Clicked, screen.sends(Intent::SaveLedger)).saying(words::SAVE),
            element("button", close).saying(words::CLOSE),
        ]),
    ]
}

fn is_about_the_same(one: &LedgerEntry, other: &LedgerEntry) -> bool {
    one.invited == other.invited
        && one.service == other.service
        && one.dialog == other.dialog
        && one.conversation == other.conversation
}

fn invitation(screen: &Rc<Screen>, entries: &[&LedgerEntry]) -> Html {
    let agent = entries.iter().find_map(|entry| entry.agent_name.as_deref()).unwrap_or(words::AN_AGENT);
    let mode = entries.iter().find_map(|entry| entry.mode.as_ref());
    let offset = screen.state().clock_offset.unwrap_or_default();
    let mut nodes = Vec::new();
    let at = |entry: &LedgerEntry| entry.at.unwrap_or_default() - offset;
    let day = entries.first().map_or_else(String::new, |first| screen.host.formats.date(at(first)));
    for entry in entries {
        let (phrase, about) = words::noted(entry, agent);
        let mut line = vec![instant(screen, at(entry)), plain("span", "").around(phrase.about(about))];
        if entry.step == LedgerStep::Invited
            && let Some((phrase, about)) = words::hidden(entry)
        {
            line.push(plain("span", "").around(phrase.about(about)));
        }
        nodes.push(plain("li", "").holding(line));
    }
    plain("div", "consent").holding(vec![
        plain("h3", "").around(words::asked(mode).about(agent)),
        plain("p", "").saying(&day),
        plain("ul", "").holding(nodes),
    ])
}
