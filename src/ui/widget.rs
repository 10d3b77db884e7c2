//! The root: panel, launcher, and the region that reads messages out.

use yew::{Callback, Html, Properties, component, html, use_ref};

use super::announcer::Announcer;
use super::by_pointer::ByPointer;
use super::focus::{Move, focus, use_focus};
use super::host::{Arrival, Host};
use super::lasting::{nothing, use_lasting};
use super::launcher::Launcher;
use super::panel::Panel;
use super::words;
use crate::app::Intent;

/// What a widget is mounted with.
#[derive(Clone, PartialEq, Properties)]
pub struct WidgetProps {
    /// Everything that it needs from outside.
    pub host: Host,
    /// Tells what the person did before it was there; asked once, when it is.
    pub arrival: Callback<(), Arrival>,
}

/// The whole widget.
#[component]
pub fn Widget(WidgetProps { host, arrival }: &WidgetProps) -> Html {
    let host = ByPointer(use_ref(|| host.clone()));
    let moves = use_focus();
    {
        let (moves, arrival, host) = (moves.clone(), arrival.clone(), host.clone());
        use_lasting(0, move || {
            match arrival.emit(()) {
                Arrival::Quiet => {}
                Arrival::LauncherFocused => focus(&moves.launcher),
                Arrival::LauncherPressed => {
                    moves.ask(Move::ToComposer);
                    // A panel that is open from the start has had its turn before this; a press may also have come
                    // too late for that.
                    if host.store.state().panel_open {
                        moves.settle(true);
                    } else {
                        host.send.emit(Intent::Open);
                    }
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
