//! One row: a message in its bubble, or a line between messages.

use std::rc::Rc;

use yew::{Html, Properties, classes, component, html};

use super::receipt::{Failed, receipt};
use crate::protocol::Millis;
use crate::store::{Author, Delivery, Message, Note, Row, RowContent};
use crate::ui::formats::machine_time;
use crate::ui::{ByPointer, Host, words};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: Host,
    /// Which row. Rows that did not change keep their address.
    pub(super) row: ByPointer<Row>,
    /// It is the first of its group.
    pub(super) opens: bool,
    /// It is the last of its group.
    pub(super) closes: bool,
    /// What became of it is told.
    pub(super) receipt: bool,
    /// Who says it, where that is to be seen.
    pub(super) name: Option<Rc<str>>,
}

#[component]
pub(super) fn Bubble(props: &Props) -> Html {
    match &props.row.content {
        RowContent::Message(message) => view_message(props, message),
        RowContent::Note(Note::Ended { at }) => html! {
            <div class="row note">
                <p>{words::ENDED}{" "}{ time(&props.host, *at) }</p>
                <p>{words::WRITE_AGAIN}</p>
            </div>
        },
    }
}

fn view_message(props: &Props, message: &Message) -> Html {
    let Props { host, opens, closes, receipt: wanted, name, .. } = props;
    let side = match message.author {
        Author::Me => "mine",
        Author::Agent(_) => "theirs",
        Author::System => "system",
    };
    let failed = match message.delivery {
        Delivery::Failed(entry, failure) => Some((entry, failure)),
        _ => None,
    };
    html! {
        <div class={classes!("row", side, opens.then_some("opens"), closes.then_some("closes"))}>
            if let Some(name) = name {
                <p key="who" class="who"><bdi>{Rc::clone(name)}</bdi></p>
            } else if *opens && message.author == Author::Me {
                <p key="who" class="heard">{words::YOU}</p>
            }
            // Text alone in its own element, whatever it looks like; it is the reader's to have translated.
            <p key="text" class="bubble" dir="auto" translate="yes">{Rc::clone(&message.text)}</p>
            if let Some((entry, failure)) = failed {
                <Failed key="failed" send={host.send.clone()} {entry} {failure} />
            } else if *closes || *wanted {
                <p key="meta" class="meta">
                    { time(host, message.at) }
                    { if *wanted { receipt(&message.delivery) } else { Html::default() } }
                </p>
            }
        </div>
    }
}

/// Short to see, in full to hear and on the mouse.
fn time(host: &Host, at: Millis) -> Html {
    let full = host.formats.date_time(at);
    html! {
        <time datetime={machine_time(at)} title={full.clone()}>
            <span aria-hidden="true">{host.formats.time(at)}</span>
            <span class="heard">{full}</span>
        </time>
    }
}
