//! What is read out of CoBrowse: what is asked and what becomes of it. Of the countdown a few moments only.

use std::rc::Rc;

use crate::protocol::Millis;
use crate::store::cobrowse::{CarrierState, Control};
use crate::store::view::{AcceptGate, BannerStage, BannerView};
use crate::ui::words::{self, Word};

/// How many seconds are left when the countdown is read out.
const MOMENTS: [i64; 3] = [10, 30, 60];

/// What was read out last.
#[derive(Default)]
pub(in crate::ui) struct Spoken {
    news: Option<News>,
    /// The line that the region holds.
    pub(super) line: Rc<str>,
}

/// What makes a line: another invitation, other rights, another stage, another moment. Not that a name became known,
/// and not whether the page is ready: the button says that.
type News = (Millis, Option<Word>, BannerStage, Option<CarrierState>, Control, Option<Rc<str>>);

impl Spoken {
    /// Whether something was heard, of which it may have to be said that it is over.
    pub(super) fn has_spoken(&self) -> bool {
        self.news.is_some()
    }

    /// Hears what is shown, and makes another line if that is worth saying.
    #[inline(never)]
    pub(super) fn hear(&mut self, shown: Option<&BannerView>) {
        let news = shown.map(worth_saying);
        if self.news == news {
            return;
        }
        let is_known = self.news.as_ref().zip(news.as_ref()).is_some_and(|(before, now)| before.0 == now.0);
        self.line = shown.map(|shown| sentence(shown, is_known)).unwrap_or_default().into();
        self.news = news;
    }
}

fn worth_saying(shown: &BannerView) -> News {
    let stage = match shown.stage {
        BannerStage::Invited { seconds_left, .. } => BannerStage::Invited {
            // Before the first moment, a time that never comes.
            seconds_left: MOMENTS.into_iter().find(|moment| seconds_left <= *moment).unwrap_or(i64::MAX),
            accept: AcceptGate::Ready,
            failed_before: false,
        },
        // Nor how long it has been running.
        BannerStage::Active { joined, confirmed, elsewhere, .. } => {
            BannerStage::Active { joined, confirmed, elsewhere, seconds: None }
        }
        stage => stage,
    };
    let carried = &shown.carried;
    (shown.key.stamp, words::rights(shown), stage, carried.state, carried.control, carried.message.clone())
}

fn sentence(shown: &BannerView, is_known: bool) -> String {
    let name = &*words::agent(shown.agent.as_deref());
    let (title, more) = words::standing(shown);
    let title = title.with(name);
    if shown.carried.control == Control::Asked && matches!(shown.stage, BannerStage::Active { .. }) {
        return words::ASKS_FOR_CONTROL.with(name);
    }
    let gap = if title.ends_with(['.', '…']) { " " } else { ". " };
    if let Some(message) = &shown.carried.message {
        return [&title, gap, &**message].concat();
    }
    match shown.stage {
        BannerStage::Invited { seconds_left, .. } if is_known => words::time_left_spoken(seconds_left),
        BannerStage::Invited { seconds_left, .. } => {
            let rights = words::rights(shown).unwrap_or_default().said();
            [&title, ". ", &*rights, " ", &words::time_left_spoken(seconds_left)].concat()
        }
        _ => match more {
            Some(more) => [&title, gap, &more.with(name)].concat(),
            None => title,
        },
    }
}
