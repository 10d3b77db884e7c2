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
use crate::protocol::{LedgerEntry, Millis};
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
    let differs = |name| one.text(name) != other.text(name);
    one.number("invitedAt") == other.number("invitedAt")
        && !["serviceId", "dialogId", "conversationId"].into_iter().any(differs)
}

fn invitation(screen: &Rc<Screen>, entries: &[&LedgerEntry]) -> Html {
    let told = |name| entries.iter().find_map(|entry| entry.text(name));
    let agent = told("agentName").unwrap_or(words::AN_AGENT);
    let offset = screen.state().clock_offset.unwrap_or_default();
    let at = |entry: &LedgerEntry| Millis(entry.number("at").unwrap_or_default()) - offset;
    let mut lines = Vec::new();
    for entry in entries {
        let hidden = words::hidden(entry).filter(|_| entry.text("step") == Some("invited"));
        let mut line = vec![instant(screen, at(entry))];
        for (phrase, about) in [words::noted(entry, agent), hidden].into_iter().flatten() {
            line.push(plain("span", "").around(phrase.about(about)));
        }
        lines.push(plain("li", "").holding(line));
    }
    let title = words::asked(told("mode").unwrap_or_default());
    let day = entries.first().map(|first| screen.host.formats.date(at(first)));
    plain("div", "consent").holding(vec![
        plain("h3", "").around(title.map(|title| title.about(agent)).unwrap_or_default()),
        plain("p", "").saying(&day.unwrap_or_default()),
        plain("ul", "").holding(lines),
    ])
}
