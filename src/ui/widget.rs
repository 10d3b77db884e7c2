//! The root: launcher, panel, and the regions that speak.

use yew::{Html, Properties, component, html, use_effect_with};

use super::announcer::{BannerAnnouncer, MessageAnnouncer};
use super::focus::{Move, focus, use_focus};
use super::host::{Arrival, Host};
use super::launcher::Launcher;
use super::panel::Panel;

/// What a widget is mounted with.
#[derive(Clone, PartialEq, Properties)]
pub struct WidgetProps {
    /// Everything that it needs from outside.
    pub host: Host,
    /// What the person did before it was there.
    #[prop_or_default]
    pub arrival: Arrival,
}

/// The whole widget. The regions that speak are there from the start: one that comes with its text is not heard.
#[component]
pub fn Widget(WidgetProps { host, arrival }: &WidgetProps) -> Html {
    let moves = use_focus();
    {
        let (moves, store) = (moves.clone(), host.store.clone());
        use_effect_with(*arrival, move |arrival| match arrival {
            Arrival::Quiet => {}
            Arrival::LauncherFocused => focus(&moves.launcher),
            Arrival::LauncherPressed => {
                moves.ask(Move::ToComposer);
                // A panel that is open from the start has had its turn before this.
                moves.settle(store.state().panel_open);
            }
        });
    }
    html! {
        <div class="widget" translate="no">
            <Panel host={host.clone()} focus={moves.clone()} />
            <Launcher host={host.clone()} focus={moves} />
            <MessageAnnouncer host={host.clone()} />
            <BannerAnnouncer host={host.clone()} />
        </div>
    }
}
