//! The root: panel, launcher, and the region that reads messages out.

use yew::{Html, Properties, component, html, use_ref};

use super::announcer::Announcer;
use super::by_pointer::ByPointer;
use super::focus::{Move, focus, use_focus};
use super::host::{Arrival, Host};
use super::lasting::{nothing, use_lasting};
use super::launcher::Launcher;
use super::panel::Panel;
use super::words;

/// What a widget is mounted with.
#[derive(Clone, PartialEq, Properties)]
pub struct WidgetProps {
    /// Everything that it needs from outside.
    pub host: Host,
    /// What the person did before it was there.
    #[prop_or_default]
    pub arrival: Arrival,
}

/// The whole widget.
#[component]
pub fn Widget(WidgetProps { host, arrival }: &WidgetProps) -> Html {
    let host = ByPointer(use_ref(|| host.clone()));
    let moves = use_focus();
    {
        let (moves, host, arrival) = (moves.clone(), host.clone(), *arrival);
        use_lasting(0, move || {
            match arrival {
                Arrival::Quiet => {}
                Arrival::LauncherFocused => focus(&moves.launcher),
                Arrival::LauncherPressed => {
                    moves.ask(Move::ToComposer);
                    // A panel that is open from the start has had its turn before this.
                    moves.settle(host.store.state().panel_open);
                }
            }
            nothing()
        });
    }
    html! {
        <div class="widget" lang={words::LANGUAGE} dir={words::DIRECTION} translate="no">
            <Panel host={host.clone()} focus={moves.clone()} />
            <Launcher host={host.clone()} focus={moves} />
            <Announcer {host} />
        </div>
    }
}
