//! The consent ledger: what was asked, answered and shared, invitation by invitation, the newest first.
//!
//! The browser opens and closes it (`popover`), from the menu and from the end of a session.

use std::rc::Rc;

use web_sys::{Element, Event};
use yew::Html;

use super::element::{When, element, fixed, list, plain};
use super::focus::{focus, has_focus, within};
use super::instant::instant;
use super::screen::Screen;
use super::words::{self, Word};
use crate::app::Intent;
use crate::protocol::{LedgerEntry, Millis};
use crate::store::Ledger;

/// Its name within its root.
pub(super) const LEDGER_ID: &str = "ledger";
const HEADING_ID: &str = "ledger-title";

/// What is kept is read when it is opened.
pub(super) fn ledger(screen: &Rc<Screen>, shown: Option<&Ledger>) -> Html {
    // It takes focus itself: of what is in it nothing is more likely wanted than the rest.
    let attributes = fixed! {
        "id" => LEDGER_ID,
        "class" => "ledger",
        "part" => "ledger",
        "popover" => "",
        "role" => "dialog",
        "tabindex" => "-1",
        "aria-labelledby" => HEADING_ID,
    };
    let close = fixed! {
        "type" => "button",
        "class" => "choice",
        "popovertarget" => LEDGER_ID,
        "popovertargetaction" => "hide",
    };
    let save = element("button", fixed! { "type" => "button", "class" => "choice" });
    element("div", attributes).node(&screen.ledger).on(When::Toggled, screen.on(toggled)).holding(vec![
        element("h2", fixed! { "id" => HEADING_ID, "class" => "banner-title" }).told(words::LEDGER),
        // Whose it is can be unknown until there is a connection.
        plain("div", "").around(shown.map_or_else(|| words::CONNECTING.drawn(), |shown| pages(screen, shown))),
        plain("div", "acts").holding(vec![
            plain("div", "acts").around(if shown.is_some() {
                save.on(When::Clicked, screen.sends(Intent::SaveLedger)).told(words::SAVE)
            } else {
                Html::default()
            }),
            element("button", close).told(words::CLOSE),
        ]),
    ])
}

fn toggled(screen: &Screen, _: &Event) {
    let place = screen.ledger.cast::<Element>();
    let is_open = place.is_some_and(|place| place.matches(":popover-open").unwrap_or(false));
    screen.host.send.emit(Intent::ReadLedger(is_open));
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    if is_open {
        focus(&screen.ledger);
    } else if has_focus(&screen.ledger) || focused.is_none_or(|focused| focused.matches("body").unwrap_or(false)) {
        // What opened it is gone by now, and so is what held focus in here, though not every browser has noticed.
        match within(&screen.panel, ".more").first().filter(|_| screen.is_open.get()) {
            Some(more) => drop(more.focus()),
            None => focus(&screen.focus.launcher),
        }
    }
}

#[inline(never)]
fn pages(screen: &Rc<Screen>, shown: &Ledger) -> Html {
    screen.style_later();
    let mut invitations: Vec<Vec<&LedgerEntry>> = Vec::new();
    for entry in &shown.entries {
        let of_it = |known: &&mut Vec<&LedgerEntry>| known.first().is_some_and(|first| is_about_the_same(first, entry));
        match invitations.iter_mut().find(of_it) {
            Some(known) => known.push(entry),
            None => invitations.push(vec![entry]),
        }
    }
    let remark = if invitations.is_empty() { words::LEDGER_EMPTY } else { words::LEDGER_MORE };
    let mut nodes = vec![
        plain("p", "").told(remark),
        plain("p", "failed-before").told(if shown.is_whole { Word::default() } else { words::LEDGER_DAMAGED }),
    ];
    nodes.extend(invitations.iter().rev().map(|entries| invitation(screen, entries, shown.offset)));
    list(nodes)
}

fn is_about_the_same(one: &LedgerEntry, other: &LedgerEntry) -> bool {
    let differs = |name| one.text(name) != other.text(name);
    one.number("invitedAt") == other.number("invitedAt")
        && !["serviceId", "dialogId", "conversationId"].into_iter().any(differs)
}

fn invitation(screen: &Rc<Screen>, entries: &[&LedgerEntry], offset: Millis) -> Html {
    let formats = &screen.host.formats;
    let told = |name| entries.iter().find_map(|entry| entry.text(name));
    let agent = &*words::agent(told("agentName"));
    let title = words::asked(told("mode").unwrap_or_default());
    let mut nodes = vec![plain("h3", "").around(title.map(|title| title.about(agent)).unwrap_or_default())];
    let mut day = None;
    for entry in entries {
        let at = Millis(entry.number("at").unwrap_or_default()) - offset;
        let (today, hidden) = (formats.day(at), words::hidden(entry));
        if day.replace(today) != Some(today) {
            nodes.push(plain("p", "").saying(&formats.date(at)));
        }
        let hidden = hidden.filter(|_| entry.text("step") == Some("invited"));
        let mut line = vec![instant(screen, at)];
        for (phrase, about) in [words::noted(entry, agent), hidden].into_iter().flatten() {
            line.push(plain("span", "").around(phrase.about(about)));
        }
        nodes.push(plain("div", "noted").holding(line));
    }
    plain("div", "consent").holding(nodes)
}
