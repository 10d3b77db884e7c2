//! What runs, or is about to: what the agent can do, for how long it has gone on, and the way out.

use std::rc::Rc;

use web_sys::Event;
use yew::{Callback, Html};

use super::prompt::{choice, hidden};
use crate::app::Intent;
use crate::store::cobrowse::{CarrierState, Control};
use crate::store::view::{BannerStage, BannerView, OtherSession, Outcome};
use crate::ui::element::{element, fixed, plain};
use crate::ui::ledger::LEDGER_ID;
use crate::ui::screen::Screen;
use crate::ui::words::{self, Word};

/// One press ends it, without a question, and one press takes control back. To give control is a second consent.
pub(super) fn session(screen: &Rc<Screen>, shown: &BannerView, name: &str) -> Html {
    let BannerView { key, carried, .. } = shown;
    let key = || key.clone();
    let sends = |intent| Some(screen.sends(intent));
    let mut acts: Vec<(&'static str, Word, Option<Callback<Event>>)> = Vec::new();
    let mut seconds = None;
    match shown.stage {
        BannerStage::Accepting { .. } => acts.push(("end", words::CANCEL, sends(Intent::End(key())))),
        BannerStage::Active { seconds: ran, .. } => {
            seconds = ran;
            if carried.control == Control::Granted {
                acts.push(("revoke", words::REVOKE, sends(Intent::Control { key: key(), granted: false })));
            }
            if carried.can_pause {
                let paused = carried.state != Some(CarrierState::Paused);
                let word = if paused { words::PAUSE } else { words::RESUME };
                acts.push(("pause", word, sends(Intent::Pause { key: key(), paused })));
            }
            acts.push(("end", words::END, sends(Intent::End(key()))));
        }
        BannerStage::Ending { slow: true } => acts.push(("end", words::END_AGAIN, sends(Intent::End(key())))),
        _ => {}
    }
    let is_active = matches!(shown.stage, BannerStage::Active { .. });
    let asks = if is_active && carried.control == Control::Asked {
        let give = |granted| sends(Intent::Control { key: key(), granted });
        vec![
            plain("p", "rights").around(words::ASKS_FOR_CONTROL.about(name)),
            plain("div", "choices").node(&screen.guard.node).holding(vec![
                choice("decline", words::DECLINE, give(false)),
                choice("accept", words::ALLOW, give(true)),
            ]),
        ]
    } else {
        Vec::new()
    };
    let mut acts: Vec<_> = acts.into_iter().map(|(kind, word, act)| choice(kind, word, act)).collect();
    let is_over = matches!(shown.stage, BannerStage::Over(_));
    if shown.stage == BannerStage::Over(Outcome::SessionEnded) || is_over && carried.page.is_some() {
        let opens = fixed! { "type" => "button", "class" => "choice record", "popovertarget" => LEDGER_ID };
        acts.push(element("button", opens).key("record").told(words::SEE_LEDGER));
    }
    let more = words::standing(shown).1;
    plain("div", "session").key("session").holding(vec![
        plain("p", "more").around(more.map(|more| more.about(name)).unwrap_or_default()),
        plain("p", "failed-before").saying(carried.message.as_deref().unwrap_or_default()),
        // The page's tag draws it, in an element of the page's own.
        plain("div", "").around(if shown.mode.is_call() {
            element("slot", fixed! { "name" => "call" }).empty()
        } else {
            Html::default()
        }),
        plain("div", "").around(if is_active { hidden(screen, shown) } else { Html::default() }),
        plain("p", "time").saying(&seconds.map(words::time).unwrap_or_default()),
        plain("div", "control").holding(asks),
        plain("div", "acts").holding(acts),
    ])
}

/// A session that runs beside what is shown: it is always seen, and ended in one press.
pub(super) fn other(screen: &Rc<Screen>, other: &OtherSession) -> Html {
    let name = words::agent(other.agent.as_deref());
    let phrase = if other.is_call { words::STILL_CALLING } else { words::STILL_VIEWING };
    let end = choice("end", words::END, Some(screen.sends(Intent::End(other.key.clone()))));
    plain("div", "acts")
        .key(other.key.dialog.as_str())
        .holding(vec![plain("p", "more").key("more").around(phrase.about(&name)), end])
}
