//! One row: a message in its bubble, or a line between messages.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::receipt::{failed, receipt};
use crate::protocol::Millis;
use crate::store::{Author, Delivery, Message, Note, Row, RowContent};
use crate::ui::formats::machine_time;
use crate::ui::host::SharedHost;
use crate::ui::{ByPointer, words};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
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
            <div class="row" data-is="note">
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
    let kind = [side, if *opens { " opens" } else { "" }, if *closes { " closes" } else { "" }].concat();
    html! {
        <div class="row" data-is={kind}>
            if let Some(name) = name {
                <p key="who" class="who"><bdi>{Rc::clone(name)}</bdi></p>
            } else if *opens && message.author == Author::Me {
                <p key="who" class="heard">{words::YOU}</p>
            }
            // Text alone in its own element, in whatever language it is; it is the reader's to have translated.
            <p key="text" class="bubble" lang="" dir="auto" translate="yes">{Rc::clone(&message.text)}</p>
            if let Delivery::Failed(entry, failure) = message.delivery {
                { failed(host, entry, failure) }
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
fn time(host: &SharedHost, at: Millis) -> Html {
    let full = host.formats.date_time(at);
    html! {
        <time datetime={machine_time(at)} title={full.clone()}>
            <span aria-hidden="true">{host.formats.time(at)}</span>
            <span class="heard">{full}</span>
        </time>
    }
}
