//! What was said. It never speaks by itself: what is read out while it happens is in a region of its own.

mod after;
mod arrange;
mod bubble;
mod copy;
mod earlier;
mod jump;
mod receipt;
mod typing;
mod walk;
mod window;

use std::ops::Range;
use std::rc::Rc;

use web_sys::Event;
use yew::{AttrValue, Callback, Html};

use self::after::after;
use self::arrange::{Item, arrange};
use self::typing::typing;
use super::element::{Element, When, attributes, element, fixed, list, plain};
use super::icon::{self, icon};
use super::part::{Picture, part};
use super::screen::Screen;
use super::words;
use crate::app::Intent;
use crate::protocol::{Millis, decimal, decimal_count};
use crate::store::view::{self, Empty};
use crate::store::{Conversation, Expected, RowId, State};

pub(super) use self::bubble::{Bubble, bubble};
pub(super) use self::copy::Copying;
pub(super) use self::receipt::reason;
pub(super) use self::walk::walk;
pub(super) use self::window::{Window, rendered, settle};

/// From how many pixels off the end the way back is offered.
const AWAY: i32 = 120;

/// What the transcript shows.
pub(super) struct Shown {
    conversation: Rc<Conversation>,
    /// What stands there while nothing was said.
    empty: Empty,
    /// What is told of when answers come, which ends by itself.
    standing: Option<Expected>,
    open: bool,
    /// The rows that are mounted.
    mounted: Range<usize>,
    /// Whether a way to something is offered that the reader has not seen.
    jump: bool,
    left_at: Option<u64>,
    /// The first unread row that the reader is done with.
    done: Option<RowId>,
    /// Where the button to copy stands.
    copying: Copying,
}

/// How far the reader is.
#[derive(Clone, Copy, Default)]
pub(super) struct Reading {
    /// While the reader is away from the end: the name that the next row had when they left it.
    left_at: Option<u64>,
    /// Whether the panel was open.
    was_open: bool,
    /// The first unread row that the reader is done with: its line stood until the panel was closed.
    done: Option<RowId>,
    /// The first unread row that they have had in view.
    met: Option<RowId>,
    /// The first unread row is further up, and they have not had it in view.
    is_above: bool,
    /// The newest text that was written here.
    written: Option<RowId>,
}

impl Shown {
    pub(super) fn of(screen: &Screen, state: &State) -> Self {
        let (conversation, open) = (&state.conversation, state.panel_open);
        let former = screen.reading.get();
        let reading = former.seen(conversation, open);
        screen.reading.set(reading);
        if reading.written > former.written {
            // Who writes wants to see what they wrote.
            screen.stick.follow();
        }
        let mounted = if conversation.rows.is_empty() { 0..0 } else { window::span(screen, conversation) };
        let Reading { left_at, done, is_above, .. } = reading;
        let jump = is_above || left_at.is_some();
        let (conversation, empty, standing) = (Rc::clone(conversation), view::empty(state), view::standing(state));
        Self { conversation, empty, standing, open, mounted, jump, left_at, done, copying: screen.copying.get() }
    }

    /// Whether nothing was said yet.
    pub(super) fn is_empty(&self) -> bool {
        self.conversation.rows.is_empty()
    }
}

/// The store keeps the `Rc` of a conversation in which nothing has changed.
impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.conversation, &other.conversation)
            && (self.open, &self.mounted, self.jump, self.left_at, self.empty, self.standing, self.copying)
                == (other.open, &other.mounted, other.jump, other.left_at, other.empty, other.standing, other.copying)
    }
}

pub(super) fn transcript(screen: &Rc<Screen>, shown: &Shown) -> Html {
    let conversation = &*shown.conversation;
    let before = if conversation.rows.is_empty() { empty(shown.empty) } else { Html::default() };
    let jump = if shown.jump { jump::way(screen, conversation) } else { Html::default() };
    let earlier = conversation.history.as_ref().map(|history| earlier::earlier(screen, history));
    let log = attributes! {
        "class" => "log",
        "part" => "transcript",
        "role" => "log",
        "aria-live" => "off",
        "aria-label" => words::CONVERSATION,
        "tabindex" => "0",
    };
    let content = plain("div", "content").node(&screen.stick.content).holding(vec![
        plain("div", "before").holding(vec![earlier.unwrap_or_default(), before]),
        plain("div", "").node(&screen.window.above).empty(),
        if conversation.rows.is_empty() {
            plain("div", "rows").node(&screen.window.rows).empty()
        } else {
            rows(screen, shown)
        },
        plain("div", "").node(&screen.window.below).empty(),
        typing(conversation),
        plain("div", "").around(if conversation.rows.is_empty() {
            Html::default()
        } else {
            after(screen, conversation)
        }),
    ]);
    plain("div", "transcript").holding(vec![
        element("div", log).node(&screen.stick.scroller).on(When::Scrolled, screen.on(scrolled)).around(content),
        plain("div", "jump").around(jump),
    ])
}

/// What stands where nothing was said yet.
fn empty(stands: Empty) -> Html {
    let (picture, title, more) = match stands {
        Empty::Welcome => (icon::CHAT, words::GREETING, words::GREETING_MORE),
        Empty::Offline => (icon::CLOCK, words::OFFLINE_TITLE, words::OFFLINE_MORE),
        Empty::Refused => (icon::DANGER, words::REFUSED_TITLE, words::REFUSED_MORE),
    };
    list(vec![icon(picture), plain("p", "greeting").told(title), plain("p", "").told(more)])
}

/// A button in the midst of the transcript.
fn pill(act: Callback<Event>) -> Element {
    element("button", fixed! { "type" => "button", "class" => "pill" }).on(When::Clicked, act)
}

impl Reading {
    /// After this is drawn.
    fn seen(self, conversation: &Conversation, open: bool) -> Self {
        let done = if self.was_open && !open { conversation.first_unread } else { self.done };
        // Somebody else's conversation has another end.
        let left_at = self.left_at.filter(|_| !conversation.rows.is_empty());
        Self { left_at, was_open: open, done, written: conversation.written.max(self.written), ..self }
    }
}

fn scrolled(screen: &Screen, _: &Event) {
    if !screen.state().conversation.rows.is_empty() {
        away(screen);
    }
}

/// Notes whether the reader is away from the end, and mounts what they may come to.
#[inline(never)]
fn away(screen: &Screen) {
    let wants_earlier = earlier::near(screen);
    let is_away = screen.stick.scrolled() > AWAY;
    window::scrolled(screen);
    jump::watch(screen);
    if wants_earlier {
        screen.host.send.emit(Intent::ReadEarlier);
    }
    if is_away != screen.reading.get().left_at.is_some() {
        leave(screen, is_away.then_some(screen.state().conversation.next_row));
    }
}

/// The reader leaves the end, or is back there.
fn leave(screen: &Screen, left_at: Option<u64>) {
    screen.reading.set(Reading { left_at, ..screen.reading.get() });
    screen.host.send.emit(Intent::ReadBack(left_at.is_some()));
    screen.redraw();
}

/// The rows that are mounted, and what stands between them.
#[inline(never)]
fn rows(screen: &Rc<Screen>, shown: &Shown) -> Html {
    screen.style_later();
    let Shown { conversation, mounted, done, copying, .. } = shown;
    let formats = &screen.host.formats;
    let divider = conversation.first_unread.filter(|first| *done != Some(*first));
    let today = formats.day(newest_time(screen, conversation));
    let (mut place, total) = (mounted.start, conversation.rows.len());
    screen.window.drawn(mounted, total);
    let mut nodes = Vec::new();
    for item in arrange(conversation, mounted.clone(), divider, &|at| formats.day(at)) {
        let Item { row, begins_day, is_first_unread, .. } = item;
        if let Some(day) = begins_day {
            let label = match today - day {
                0 => words::TODAY.said(),
                1 => words::YESTERDAY.said(),
                _ => formats.date(row.at()).into(),
            };
            nodes.push(separator(&["day-", &decimal(row.id.0.cast_signed())].concat(), "day", label));
        }
        if is_first_unread {
            nodes.push(separator("unread", "unread", words::NEW_MESSAGES.said()));
        }
        let bubble = part(screen, Picture::Bubble(Bubble::of(&item, conversation)));
        place += 1;
        nodes.push(stop(row.id.0, place, total, bubble));
        nodes.extend(copy::button(screen, *copying, row));
    }
    copy::around(screen).holding(nodes)
}

/// A row as a stop on the way through the transcript, which says where it stands in the whole of it. It is named by what
/// is in it.
fn stop(id: u64, place: usize, total: usize, row: Html) -> Html {
    let name = ["row-", &decimal(id.cast_signed())].concat();
    let attributes = attributes! {
        "id" => name.clone(),
        "class" => "stop",
        "role" => "article",
        "tabindex" => "-1",
        "aria-labelledby" => name.clone(),
        "aria-posinset" => decimal_count(place),
        "aria-setsize" => decimal_count(total),
    };
    element("div", attributes).key(&name).around(row)
}

fn separator(key: &str, kind: &'static str, label: AttrValue) -> Html {
    let inside = plain("span", "").saying(&label);
    let attributes =
        attributes! { "class" => "separator", "data-is" => kind, "role" => "separator", "aria-label" => label };
    element("div", attributes).key(key).around(inside)
}

/// Now, as well as the screen knows it: time is told only while something depends on it, but nothing that was said
/// lies in the future.
fn newest_time(screen: &Screen, conversation: &Conversation) -> Millis {
    let state = screen.state();
    let newest = conversation.rows.last().map(|row| row.at());
    newest.unwrap_or_default().max(state.server_time(state.now))
}
