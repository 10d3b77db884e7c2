//! What was said. It never speaks by itself: what is read out while it happens is in a region of its own.

mod arrange;
mod bubble;
mod receipt;
mod typing;

use std::cell::Cell;
use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_ref};

use self::arrange::{Item, arrange};
use self::bubble::Bubble;
use self::typing::typing;
use super::by_pointer::ByPointer;
use super::focus::focus;
use super::host::SharedHost;
use super::icon::{Icon, icon};
use super::screen::use_screen;
use super::selector::use_selector;
use super::stick::use_stick;
use super::words;
use crate::protocol::Millis;
use crate::store::{Author, Conversation, Delivery, Place, Row, RowContent, RowId, State, view};

pub(super) use self::arrange::time_of;
pub(super) use self::receipt::reason;

/// How many rows are mounted at first, and how many more on demand: mounting all of a long history takes seconds.
const ROWS: usize = 200;

/// From how many pixels off the end the way back is offered.
const AWAY: i32 = 120;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) host: SharedHost,
}

#[component]
pub(super) fn Transcript(Props { host }: &Props) -> Html {
    let (conversation, open) = use_selector(&host.store, select);
    let mounted = use_screen(ROWS);
    // While the reader is away from the end: the name that the next row had when they left it.
    let left_at = use_screen(None::<u64>);
    let stick = use_stick();
    let memory = use_ref(|| Cell::new(Memory::default()));

    let (now, writes) = memory.get().after(&conversation, open);
    memory.set(now);
    if writes {
        // Who writes wants to see what they wrote.
        stick.follow();
    }
    let onscroll = {
        let (stick, left_at, next) = (stick.clone(), left_at.clone(), conversation.next_row);
        Callback::from(move |_| {
            let is_away = stick.scrolled() > AWAY;
            left_at.set(is_away.then(|| left_at.get().unwrap_or(next)));
        })
    };
    let jump = {
        let (stick, left_at) = (stick.clone(), left_at.clone());
        Callback::from(move |_| {
            stick.go_to_end();
            left_at.set(None);
            // The button goes: focus stays with what it led to.
            focus(&stick.scroller);
        })
    };
    let earlier = {
        let (stick, mounted) = (stick.clone(), mounted.clone());
        Callback::from(move |_| {
            stick.keep_from_end();
            mounted.set(mounted.get() + ROWS);
        })
    };

    let total = conversation.rows.len();
    let rows = conversation.rows.iter().skip(total.saturating_sub(mounted.get()));
    let divider = conversation.first_unread.filter(|first| now.done != Some(*first));
    let items = arrange(rows, divider, |at| host.formats.day(at));
    let today = host.formats.day(newest_time(host, &conversation));
    html! {
        <div class="transcript">
            <div
                ref={stick.scroller}
                class="log"
                part="transcript"
                role="log"
                aria-live="off"
                aria-label={words::CONVERSATION}
                tabindex="0"
                {onscroll}
            >
                <div ref={stick.content} class="content">
                    <div class="before">
                        if total > mounted.get() {
                            <button type="button" class="pill" onclick={earlier}>{words::EARLIER}</button>
                        } else if total == 0 {
                            <p class="greeting">{words::GREETING}</p>
                            <p>{words::GREETING_MORE}</p>
                        }
                    </div>
                    <div class="rows">
                        { for items.into_iter().map(|item| view_item(item, host, &conversation, today)) }
                    </div>
                    { typing(&conversation) }
                </div>
            </div>
            <div class="jump">
                if let Some(left_at) = left_at.get() {
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

/// What the last rendering saw.
#[derive(Clone, Copy, Default)]
struct Memory {
    open: bool,
    /// The first unread row that the reader is done with: its line stood until the panel was closed.
    done: Option<RowId>,
    /// The newest text that was not out yet.
    pending: Option<u64>,
}

impl Memory {
    /// The memory after this rendering, and whether the consumer has just written something.
    fn after(self, conversation: &Conversation, open: bool) -> (Self, bool) {
        let pending = match conversation.rows.last().map(|row| row.place) {
            Some(Place::Pending(number)) => Some(number),
            _ => None,
        };
        let done = if self.open && !open { conversation.first_unread } else { self.done };
        (Self { open, done, pending }, pending > self.pending)
    }
}

fn view_item(item: Item, host: &SharedHost, conversation: &Conversation, today: i64) -> Html {
    match item {
        Item::Day { day, at } => {
            let label = match today - day {
                0 => words::TODAY.into(),
                1 => words::YESTERDAY.into(),
                _ => host.formats.date(at),
            };
            separator(["d", &day.to_string()].concat(), "day", label)
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

fn separator(key: String, kind: &'static str, label: String) -> Html {
    html! {
        <div {key} class="separator" data-is={kind} role="separator" aria-label={label.clone()}><span>{label}</span></div>
    }
}

/// Now, as well as the screen knows it: time is told only while something depends on it, but nothing that was said
/// lies in the future.
fn newest_time(host: &SharedHost, conversation: &Conversation) -> Millis {
    let state = host.store.state();
    let newest = conversation.rows.last().map(|row| time_of(row));
    newest.unwrap_or_default().max(state.server_time(state.now))
}

fn arrived_since(conversation: &Conversation, row: u64) -> usize {
    let is_incoming = |row: &Row| matches!(&row.content, RowContent::Message(m) if m.delivery == Delivery::Incoming);
    let is_new = |other: &&Rc<Row>| other.id.0 >= row && is_incoming(other);
    conversation.rows.iter().filter(is_new).count()
}
