//! What is read out of CoBrowse: what is asked and what becomes of it. Of the countdown a few moments only.

use std::rc::Rc;

use crate::protocol::Millis;
use crate::store::view::{AcceptGate, BannerStage, BannerView};
use crate::ui::words;

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
type News = (Millis, Option<&'static str>, BannerStage);

impl Spoken {
    /// Hears what is shown, and makes another line if that is worth saying.
    pub(super) fn hear(&mut self, shown: Option<&BannerView>) {
        let news = shown.map(worth_saying);
        if self.news == news {
            return;
        }
        let is_known = self.news.zip(news).is_some_and(|(before, now)| before.0 == now.0);
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
        stage => stage,
    };
    (shown.key.stamp, words::rights(&shown.mode), stage)
}

fn sentence(shown: &BannerView, is_known: bool) -> String {
    let name = shown.agent.as_deref().unwrap_or(words::AN_AGENT);
    let (title, more) = words::standing(shown.stage, &shown.mode);
    let title = title.with(name);
    match shown.stage {
        BannerStage::Invited { seconds_left, .. } if is_known => words::time_left_spoken(seconds_left),
        BannerStage::Invited { seconds_left, .. } => {
            let rights = words::rights(&shown.mode).unwrap_or_default();
            [&title, ". ", rights, " ", &words::time_left_spoken(seconds_left)].concat()
        }
        _ => match more {
            Some(more) => {
                let gap = if title.ends_with(['.', '…']) { " " } else { ". " };
                [&title, gap, &more.with(name)].concat()
            }
            None => title,
        },
    }
}
