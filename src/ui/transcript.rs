//! What was said. It never speaks by itself: what is read out while it happens is in a region of its own.

mod arrange;
mod bubble;
mod receipt;

use std::cell::Cell;

use yew::{Callback, Html, MouseEvent, NodeRef, Properties, component, html};
use yew::{use_effect_with, use_memo, use_node_ref, use_state_eq};

pub(super) use self::arrange::time_of;
use self::arrange::{Item, arrange};
use self::bubble::Bubble;
pub(super) use self::receipt::reason;
use super::by_pointer::ByPointer;
use super::focus::focus;
use super::host::Host;
use super::icon::{Icon, icon};
use super::selector::use_selector;
use super::stick::use_stick;
use super::typing::Typing;
use super::words;
use crate::protocol::Millis;
use crate::store::{Author, Conversation, Delivery, Place, Row, RowContent, RowId, State, view};

/// How many rows are mounted at first, and how many more on demand: mounting all of a long history takes seconds.
const ROWS: usize = 200;

/// From how many pixels off the end the way back is offered.
const AWAY: i32 = 120;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: Host,
}

#[component]
pub(super) fn Transcript(Props { host }: &Props) -> Html {
    let (conversation, open) = use_selector(&host.store, select);
    let mounted = use_state_eq(|| ROWS);
    // While the reader is away from the end: the name that the next row had when they left it.
    let left_at = use_state_eq(|| None::<u64>);
    let (scroller, content) = (use_node_ref(), use_node_ref());
    let stick = use_stick(&scroller, &content);
    let keep_place = use_keep_place(&scroller, *mounted);
    let divider = use_divider(&conversation, open);

    {
        let stick = stick.clone();
        // Who writes wants to see what they wrote.
        use_effect_with(newest_pending(&conversation), move |pending| {
            if pending.is_some() {
                stick.go_to_end();
            }
        });
    }
    let onscroll = {
        let (stick, left_at, next) = (stick.clone(), left_at.clone(), conversation.next_row);
        Callback::from(move |_| {
            let is_away = stick.scrolled() > AWAY;
            left_at.set(is_away.then(|| left_at.unwrap_or(next)));
        })
    };
    let jump = {
        let (stick, left_at, scroller) = (stick.clone(), left_at.clone(), scroller.clone());
        Callback::from(move |_: MouseEvent| {
            stick.go_to_end();
            left_at.set(None);
            // The button goes: focus stays with what it led to.
            focus(&scroller);
        })
    };
    let earlier = {
        let mounted = mounted.clone();
        Callback::from(move |_: MouseEvent| {
            keep_place.emit(());
            mounted.set(*mounted + ROWS);
        })
    };

    let total = conversation.rows.len();
    let rows = conversation.rows.iter().skip(total.saturating_sub(*mounted));
    let items = arrange(rows, divider, |at| host.formats.day(at));
    let today = host.formats.day(now(host, &conversation));
    html! {
        <div class="transcript">
            <div
                key="log"
                ref={scroller}
                class="log"
                part="transcript"
                role="log"
                aria-live="off"
                aria-label={words::CONVERSATION}
                tabindex="0"
                {onscroll}
            >
                <div ref={content} class="content">
                    <div key="before" class="before">
                        if total > *mounted {
                            <button type="button" class="pill" onclick={earlier}>{words::EARLIER}</button>
                        } else if total == 0 {
                            <p key="greeting" class="greeting">{words::GREETING}</p>
                            <p key="more">{words::GREETING_MORE}</p>
                        }
                    </div>
                    <div key="rows" class="rows">
                        { for items.into_iter().map(|item| view_item(item, host, &conversation, today)) }
                    </div>
                    <Typing key="typing" host={host.clone()} />
                </div>
            </div>
            <div key="jump" class="jump">
                if let Some(left_at) = *left_at {
                    <button type="button" class="pill" onclick={jump}>
                        { icon(Icon::Down) }
                        <span>{ words::new_messages(arrived_since(&conversation, left_at)) }</span>
                    </button>
                }
            </div>
        </div>
    }
}

fn select(state: &State) -> (ByPointer<Conversation>, bool) {
    (ByPointer(state.conversation.clone()), state.panel_open)
}

fn view_item(item: Item, host: &Host, conversation: &Conversation, today: i64) -> Html {
    match item {
        Item::Day { day, at } => {
            let label = match today - day {
                0 => words::TODAY.into(),
                1 => words::YESTERDAY.into(),
                _ => host.formats.date(at),
            };
            separator(["day", &day.to_string()].concat(), "day", label)
        }
        Item::Unread => separator("unread".into(), "unread", words::NEW_MESSAGES.into()),
        Item::Row { row, opens, closes, receipt } => {
            let name = match &row.content {
                RowContent::Message(message) if opens => match &message.author {
                    Author::Agent(who) => view::name_of(conversation, who).or_else(|| Some(words::AN_AGENT.into())),
                    _ => None,
                },
                _ => None,
            };
            let key = row.id.0;
            let (host, row) = (host.clone(), ByPointer(row));
            html! { <Bubble {key} {host} {row} {opens} {closes} {receipt} {name} /> }
        }
    }
}

fn separator(key: String, class: &'static str, label: String) -> Html {
    html! {
        <div {key} class={yew::classes!("separator", class)} role="separator" aria-label={label.clone()}>
            <span>{label}</span>
        </div>
    }
}

/// Now, as well as the screen knows it: time is told only while something depends on it, but nothing that was said
/// lies in the future.
fn now(host: &Host, conversation: &Conversation) -> Millis {
    let state = host.store.state();
    let newest = conversation.rows.last().map(|row| arrange::time_of(row));
    newest.unwrap_or_default().max(state.server_time(state.now))
}

fn newest_pending(conversation: &Conversation) -> Option<u64> {
    match conversation.rows.last()?.place {
        Place::Pending(number) => Some(number),
        Place::At { .. } => None,
    }
}

fn arrived_since(conversation: &Conversation, row: u64) -> usize {
    let is_new = |other: &&std::rc::Rc<Row>| {
        let is_incoming =
            matches!(&other.content, RowContent::Message(message) if message.delivery == Delivery::Incoming);
        other.id.0 >= row && is_incoming
    };
    conversation.rows.iter().filter(is_new).count()
}

/// Where the line "New messages" stands: before the first unread one, until the panel is closed.
#[yew::hook]
fn use_divider(conversation: &Conversation, open: bool) -> Option<RowId> {
    let memory = use_memo((), |()| Cell::new((false, None::<RowId>)));
    let (was_open, done) = memory.get();
    let done = if was_open && !open { conversation.first_unread } else { done };
    memory.set((open, done));
    conversation.first_unread.filter(|first| Some(*first) != done)
}

/// Keeps what the reader looks at where it is while rows are mounted above it. Yields what to call just before.
#[yew::hook]
fn use_keep_place(scroller: &NodeRef, mounted: usize) -> Callback<()> {
    let before = use_memo((), |()| Cell::new(None::<(i32, i32)>));
    {
        let (before, scroller) = (before.clone(), scroller.clone());
        use_effect_with(mounted, move |_| {
            if let (Some((top, height)), Some(scroller)) = (before.take(), scroller.cast::<web_sys::Element>()) {
                scroller.set_scroll_top(top + scroller.scroll_height() - height);
            }
        });
    }
    let scroller = scroller.clone();
    Callback::from(move |()| {
        let element = scroller.cast::<web_sys::Element>();
        before.set(element.map(|element| (element.scroll_top(), element.scroll_height())));
    })
}
