//! Reads out what CoBrowse asks and becomes. Of the countdown it tells a few moments only.

use std::cell::Cell;

use yew::{AttrValue, Html, Properties, component, html, use_memo};

use crate::store::State;
use crate::store::cobrowse::Key;
use crate::store::view::{self, BannerStage, BannerView};
use crate::ui::{Host, use_selector, words};

#[derive(Clone, PartialEq, Properties)]
pub(in crate::ui) struct Props {
    pub(in crate::ui) host: Host,
}

#[component]
pub(in crate::ui) fn BannerAnnouncer(Props { host }: &Props) -> Html {
    let moment = use_selector(&host.store, moment);
    let memory = use_memo((), |()| Cell::new(Told::default()));
    let mut told = memory.take();
    let line = told.line(moment, || view::banner(&host.store.state()));
    memory.set(told);
    html! { <div class="heard" aria-live="polite">{line}</div> }
}

/// What makes it worth saying something: another invitation, another stage, or one of the moments of the countdown.
type Moment = Option<(Key, BannerStage)>;

fn moment(state: &State) -> Moment {
    let shown = view::banner(state)?;
    let stage = match shown.stage {
        // Whether the page is ready is no news; the button says it.
        BannerStage::Invited { seconds_left, .. } => BannerStage::Invited {
            seconds_left: MOMENTS.into_iter().find(|moment| seconds_left <= *moment).unwrap_or(i64::MAX),
            accept: view::AcceptGate::Ready,
            failed_before: false,
        },
        stage => stage,
    };
    Some((shown.key, stage))
}

/// How many seconds are left when the countdown is told.
const MOMENTS: [i64; 3] = [10, 30, 60];

/// What was told last.
#[derive(Default)]
struct Told {
    moment: Moment,
    line: AttrValue,
}

impl Told {
    /// The line of a moment. It is made once: a second rendering tells nothing anew.
    fn line(&mut self, moment: Moment, shown: impl FnOnce() -> Option<BannerView>) -> AttrValue {
        if self.moment != moment {
            let is_same = |(before, now): (&(Key, BannerStage), &(Key, BannerStage))| before.0 == now.0;
            let is_known = self.moment.as_ref().zip(moment.as_ref()).is_some_and(is_same);
            self.line = shown().map(|shown| sentence(&shown, is_known)).unwrap_or_default().into();
            self.moment = moment;
        }
        self.line.clone()
    }
}

fn sentence(shown: &BannerView, is_known: bool) -> String {
    let name = shown.agent.as_deref().unwrap_or(words::AN_AGENT);
    let (title, more) = words::standing(shown.stage, &shown.mode);
    let mut sentence = String::new();
    if let BannerStage::Invited { seconds_left, .. } = shown.stage {
        if !is_known {
            sentence =
                [&words::filled(title, name), ". ", words::rights(&shown.mode).unwrap_or_default(), " "].concat();
        }
        sentence.push_str(&words::time_left_spoken(seconds_left));
    } else {
        sentence.push_str(&words::filled(title, name));
        if let Some(more) = more {
            sentence.push(' ');
            sentence.push_str(&words::filled(more, name));
        }
    }
    sentence
}
