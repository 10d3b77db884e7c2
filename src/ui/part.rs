//! The one component. A type each would be compiled each, with all that the renderer does for it.

use std::rc::Rc;

use yew::virtual_dom::VChild;
use yew::{Callback, Component, Context, Html, Properties};

use super::banner::banner;
use super::composer::{Written, composer};
use super::host::{Arrival, Host};
use super::ledger::ledger;
use super::life::Life;
use super::screen::Screen;
use super::transcript::{Bubble, Shown, bubble, rendered, transcript};
use super::widget::widget;
use super::words;
use crate::store::view::BannerView;
use crate::store::{Ledger, Refused, Withheld};

/// A part of the screen that renders again when its picture is another one.
#[derive(Default)]
pub struct Part {
    /// What the root holds while it is on screen.
    life: Option<Life>,
}

/// What a part shows, and the screen that it is a part of.
#[derive(Properties)]
pub struct PartProps {
    pub(super) screen: Rc<Screen>,
    pub(super) picture: Picture,
}

/// Everything that the rendering of a part depends on.
#[derive(PartialEq)]
pub(super) enum Picture {
    /// All of it: the root. It is asked once what the person did before it was there.
    Widget(Callback<(), Arrival>),
    /// What was said.
    Transcript(Shown),
    /// A row of that.
    Bubble(Bubble),
    /// CoBrowse.
    Banner(Option<BannerView>),
    /// What was kept of CoBrowse, while the consumer reads it.
    Ledger(Option<Rc<Ledger>>),
    /// Where to write.
    Composer(Written, Option<Rc<Withheld>>, Rc<Refused>),
}

impl PartProps {
    /// What a widget is mounted with. `arrival` tells what the person did before it was there; it is asked once, when it
    /// is.
    #[must_use]
    pub fn widget(host: Host, arrival: Callback<(), Arrival>) -> Self {
        Self { screen: Rc::new(Screen::new(host)), picture: Picture::Widget(arrival) }
    }
}

/// The screen is the same for a part's whole life.
impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.picture == other.picture
    }
}

impl Component for Part {
    /// The root is told that there is something new.
    type Message = ();
    type Properties = PartProps;

    fn create(_: &Context<Self>) -> Self {
        Self::default()
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let PartProps { screen, picture } = context.props();
        words::write_by(&screen.host.formats);
        match picture {
            Picture::Widget(_) => widget(screen),
            Picture::Transcript(shown) => transcript(screen, shown),
            Picture::Bubble(shown) => bubble(screen, shown),
            Picture::Banner(shown) => banner(screen, shown.as_ref()),
            Picture::Ledger(shown) => ledger(screen, shown.as_deref()),
            Picture::Composer(written, withheld, not_taken) => {
                composer(screen, *written, withheld.as_deref(), not_taken)
            }
        }
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        let PartProps { screen, picture } = context.props();
        if let Picture::Widget(arrival) = picture {
            let life = self.life.get_or_insert_with(|| Life::begin(screen, context.link().clone(), arrival));
            life.rendered();
        } else if matches!(picture, Picture::Transcript(shown) if !shown.is_empty()) {
            rendered(screen);
        }
    }
}

/// A part with this picture.
#[inline(never)]
pub(super) fn part(screen: &Rc<Screen>, picture: Picture) -> Html {
    VChild::<Part>::new(PartProps { screen: Rc::clone(screen), picture }, None).into()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::Picture;
    use crate::protocol::{CoBrowseMode, Millis};
    use crate::store::cobrowse::{CoBrowse, Invitation, KeyParts, Phase, Told};
    use crate::store::{State, view};

    #[test]
    fn a_message_leaves_the_picture_of_the_banner_as_it_is() {
        let invitation = Invitation {
            key: KeyParts { conversation: "c".into(), dialog: "d".into(), service: "s".into(), stamp: Millis(0) }
                .into(),
            agent: None,
            mode: CoBrowseMode::View,
            expires: Millis(120_000),
            phase: Phase::Invited { failed_before: false },
            told: Told::Nothing,
            is_pages: false,
            is_closed_there: false,
            offered: false,
            answer_published: false,
            since: Millis(0),
            carried: Rc::default(),
        };
        let cobrowse = Rc::new(CoBrowse { invitations: vec![Rc::new(invitation)], ..CoBrowse::default() });
        let before = State { cobrowse, ..State::default() };
        let mut after = before.clone();
        Rc::make_mut(&mut after.conversation).unread += 1;
        let banner = |state: &State| Picture::Banner(view::banner(state));
        assert!(banner(&before) == banner(&after));
        after.now = Millis(1_000);
        assert!(banner(&before) != banner(&after), "a second went by");
    }
}
