//! Which rows are mounted: those in view and a viewport of them on each side, however long the history is. Empty space
//! stands for the others.
//!
//! Rows have all kinds of heights, and nobody knows one before it is mounted. So nothing is remembered of rows that are not:
//! their space is a guess, and where a guess was wrong, the space above gives way and the row that the reader
//! looks at stays where it is. It is known by its place among the rows, so that rows which come in above change nothing either,
//! and by its name where it has got another place: it was on its way, and the service has it, or one that was missed came in
//! between.

mod fit;

use std::cell::Cell;
use std::ops::Range;

use web_sys::{Element, HtmlElement};
use yew::NodeRef;

use self::fit::{AT_FIRST, Edges, fit, jump, keep};
use super::leave;
use crate::protocol::{Millis, decimal};
use crate::store::{Conversation, Place, Row, RowId};
use crate::ui::focus::within;
use crate::ui::screen::Screen;

/// The elements that stand for rows, and what is known of them.
#[derive(Default)]
pub(in crate::ui) struct Window {
    /// The space above the rows.
    pub(super) above: NodeRef,
    /// The mounted rows.
    pub(super) rows: NodeRef,
    /// The space below the rows.
    pub(super) below: NodeRef,
    state: Cell<Mounted>,
    /// Whether rows are being drawn. The renderer takes pauses, and what is measured then is half of it.
    is_drawing: Cell<bool>,
}

/// A row, by its name and by the place that it had.
#[derive(Clone, Copy)]
struct Mark(RowId, Place);

#[derive(Clone, Copy)]
struct Mounted {
    /// The first mounted row. While the end is followed it is the number alone that counts.
    from: Mark,
    /// How many are mounted.
    count: usize,
    /// The number of the first one that was drawn, of those that were drawn, and of all.
    drawn: (usize, usize, usize),
    /// How high a row is, as far as is known.
    typical: f64,
    /// How high the spaces are.
    spaces: [f64; 2],
    /// The row that the reader looks at, and how far down in the content it begins. That does not depend on how far it is
    /// scrolled, of which the browser may not have told yet.
    anchor: Option<(Mark, f64)>,
    /// The row that gets focus once it is mounted.
    focus: Option<Mark>,
}

impl Default for Mounted {
    fn default() -> Self {
        Self {
            from: Mark(RowId(u64::MAX), Place::Pending { at: Millis(i64::MAX), entry: 0 }),
            count: AT_FIRST,
            drawn: (0, 0, 0),
            typical: 60.0,
            spaces: [0.0; 2],
            anchor: None,
            focus: None,
        }
    }
}

/// The rows that are to be mounted now.
#[inline(never)]
pub(super) fn span(screen: &Screen, conversation: &Conversation) -> Range<usize> {
    let Mounted { from, count, .. } = screen.window.state.get();
    let total = conversation.rows.len();
    if screen.stick.follows() {
        return total.saturating_sub(count)..total;
    }
    let first = conversation.rows.before(from.place(conversation)).min(total.saturating_sub(1));
    first..total.min(first + count)
}

impl Mark {
    fn of(row: &Row) -> Self {
        Self(row.id, row.place)
    }

    /// Where it stands now.
    fn place(self, conversation: &Conversation) -> Place {
        let Self(id, place) = self;
        let rows = &conversation.rows;
        // Places can move, and another row may stand there by now.
        if rows.at(place).is_some_and(|row| row.id == id) {
            return place;
        }
        rows.by_id(id).map_or(place, |row| row.place)
    }
}

impl Window {
    /// Notes what was drawn.
    pub(super) fn drawn(&self, range: &Range<usize>, total: usize) {
        self.is_drawing.set(true);
        self.state.set(Mounted { drawn: (range.start, range.len(), total), ..self.state.get() });
    }

    /// The number of the first row that was drawn, and of all.
    pub(super) fn first_and_total(&self) -> (usize, usize) {
        let (first, _, total) = self.state.get().drawn;
        (first, total)
    }

    fn change(&self, change: impl FnOnce(&mut Mounted)) {
        let mut state = self.state.get();
        change(&mut state);
        self.state.set(state);
    }
}

/// The transcript was drawn, with all that is in it.
#[inline(never)]
pub(in crate::ui) fn rendered(screen: &Screen) {
    screen.window.is_drawing.set(false);
    settle(screen);
}

/// The transcript was drawn, or something in or around it has another size: whoever looks at a row goes on looking at it, and
/// whoever was at the end is there again.
#[inline(never)]
pub(in crate::ui) fn settle(screen: &Screen) {
    let Some(log) = screen.stick.visible() else { return };
    let window = &screen.window;
    let mut now = window.state.get();
    let former = now.spaces;
    let (first, count, total) = now.drawn;
    let conversation = &screen.state().conversation;
    if count == 0 || conversation.rows.len() != total || window.is_drawing.get() {
        // It is done when all is drawn.
        return;
    }
    let follows = screen.stick.follows_with(total);
    let height = height_of(&window.rows);
    if follows || now.anchor.is_none() {
        now.typical = fit::typical(height, count);
    }
    let guessed = |rows: usize| fit::space(rows, now.typical);
    let above = match moved(screen, now.anchor).filter(|_| !follows) {
        Some(moved) => fit::absorb(now.spaces[0] - moved, guessed(first)),
        // At the end nobody sees how much there is above: as long as it is about right it stays, and nothing is laid out anew.
        None => fit::absorb(now.spaces[0], guessed(first)),
    };
    now.spaces = [above, guessed(total - first - count)];
    for ((space, height), former) in [&window.above, &window.below].into_iter().zip(now.spaces).zip(former) {
        if (height - former).abs() >= 1.0 {
            set_height(space, height);
        }
    }
    window.state.set(now);
    if follows {
        screen.stick.scroll_to(&log, log.scroll_height());
    } else if let Some(moved) = moved(screen, now.anchor).filter(|moved| moved.abs() >= 1.0) {
        #[expect(clippy::cast_possible_truncation, reason = "pixels of one element")]
        screen.stick.scroll_to(&log, log.scroll_top() + moved.round() as i32);
    }
    if let Some(row) = now.focus.and_then(|row| element_of(screen, row.place(conversation))) {
        window.change(|state| state.focus = None);
        drop(row.focus());
        screen.stick.scrolled();
    }
    // Where all of it can be seen by now, a reader who was further up is at the end without scrolling.
    if screen.reading.get().left_at.is_some() && log.scroll_height() <= log.client_height() {
        leave(screen, None);
    }
    look(screen, &log);
    super::jump::watch(screen);
}

/// Where something is, seen from the reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Further up.
    Above,
    /// In view.
    In,
    /// Further down.
    Below,
}

/// Where a row is; nothing while that cannot be told.
pub(super) fn side(screen: &Screen, place: Place) -> Option<Side> {
    let log = screen.stick.visible()?;
    let conversation = &screen.state().conversation;
    let (first, count, total) = screen.window.state.get().drawn;
    if conversation.rows.len() != total || screen.window.is_drawing.get() {
        return None;
    }
    let number = conversation.rows.before(place);
    if number < first || number >= first + count {
        return Some(if number < first { Side::Above } else { Side::Below });
    }
    let view = log.get_bounding_client_rect();
    let row = element_of(screen, place)?.get_bounding_client_rect();
    Some(match (row.top() < view.top(), row.bottom() > view.bottom() && row.top() > view.top()) {
        (true, _) if row.bottom() < view.bottom() => Side::Above,
        (_, true) => Side::Below,
        _ => Side::In,
    })
}

/// The reader has scrolled.
pub(super) fn scrolled(screen: &Screen) {
    if let Some(log) = screen.stick.visible() {
        look(screen, &log);
    }
}

/// Leads to a row by its number, which gets focus. Yields whether there is one.
pub(super) fn go_to(screen: &Screen, number: usize) -> bool {
    let conversation = &screen.state().conversation;
    let Some(row) = conversation.rows.range(number..number + 1).next() else { return false };
    if let Some(element) = element_of(screen, row.place) {
        let has_focus = element.focus().is_ok();
        // That may have scrolled, and the next key may come before the browser tells so.
        screen.stick.scrolled();
        scrolled(screen);
        return has_focus;
    }
    let range = jump(number, conversation.rows.len(), AT_FIRST / 3);
    screen.stick.stay();
    screen.window.change(|state| (state.anchor, state.focus) = (None, Some(Mark::of(row))));
    mount(screen, conversation, range);
    true
}

/// The number of the last row that can be seen, where one is.
pub(super) fn last_seen(screen: &Screen) -> usize {
    let (first, _) = screen.window.first_and_total();
    let Some(log) = screen.stick.visible() else { return first };
    let end = log.get_bounding_client_rect().bottom();
    let seen = stops(screen).iter().take_while(|stop| stop.get_bounding_client_rect().top() < end).count();
    first + seen.saturating_sub(1)
}

/// Takes note of what the reader looks at, and mounts what they may come to.
fn look(screen: &Screen, log: &Element) {
    let window = &screen.window;
    let conversation = &screen.state().conversation;
    let Mounted { drawn: (first, count, total), typical, spaces, .. } = window.state.get();
    let top = log.get_bounding_client_rect().top();
    let stops = stops(screen);
    let edges: Edges = stops.iter().map(|stop| edges_of(stop, top)).collect();
    if edges.len() != count || conversation.rows.len() != total || window.is_drawing.get() {
        return;
    }
    let view = f64::from(log.client_height());
    let anchor = edges.iter().position(|(_, bottom)| *bottom > 0.0);
    let scrolled = top - content_top(screen);
    let seen = anchor.and_then(|index| Some((index, edges.get(index)?.0))).filter(|(_, top)| *top < view);
    let mark = |number: usize| conversation.rows.range(number..number + 1).next().map(|row| Mark::of(row));
    if let Some((index, top)) = seen {
        window.change(|state| state.anchor = mark(first + index).map(|mark| (mark, scrolled + top)));
        let mut range = fit(first..first + count, total, &edges, view, typical);
        // What somebody has chosen in a card and not sent yet is nowhere but in it: it stays as long as it is near enough.
        let is_chosen = |stop: &HtmlElement| matches!(stop.query_selector("input:checked:enabled"), Ok(Some(_)));
        let chosen = |(index, stop): (usize, &HtmlElement)| is_chosen(stop).then_some(first + index);
        let mut gone = stops.iter().enumerate().filter(|(index, _)| !range.contains(&(first + index)));
        if let Some(kept) = gone.by_ref().find_map(chosen) {
            let last = gone.filter_map(chosen).next_back().unwrap_or(kept);
            range = keep(range, kept..last + 1);
        }
        return mount(screen, conversation, range);
    }
    // The reader came to where no row is mounted, by the scrollbar perhaps: what stands for rows there says for which.
    let Some(number) = fit::number_at(first..first + count, total, &edges, spaces) else { return };
    // Before the first row there is some room.
    let anchor = mark(number).filter(|_| number > 0);
    window.change(|state| state.anchor = anchor.map(|mark| (mark, scrolled)));
    mount(screen, conversation, jump(number, total, fit::rows_in(view, typical)));
}

fn mount(screen: &Screen, conversation: &Conversation, range: Range<usize>) {
    let first = conversation.rows.range(range.start..range.start + 1).next();
    let Some(from) = first.map(|row| Mark::of(row)) else { return };
    let Mounted { drawn: (first, count, _), .. } = screen.window.state.get();
    if (first, count) != (range.start, range.len()) {
        screen.stick.rest(conversation.rows.len());
        // Between the rows' going and the space's coming in their place the content must not become so short that the browser
        // scrolls. It is not painted like that.
        let slack = height_of(&screen.window.rows).round();
        screen.window.change(|state| state.spaces[1] += slack);
        set_height(&screen.window.below, screen.window.state.get().spaces[1]);
        screen.window.change(|state| (state.from, state.count) = (from, range.len()));
        screen.redraw();
    } else if !screen.stick.follows() {
        screen.window.change(|state| state.from = from);
    }
}

/// How far from where it stood the row is that the reader looked at.
fn moved(screen: &Screen, anchor: Option<(Mark, f64)>) -> Option<f64> {
    let (mark, before) = anchor?;
    let row = element_of(screen, mark.place(&screen.state().conversation))?;
    Some(row.get_bounding_client_rect().top() - content_top(screen) - before)
}

fn content_top(screen: &Screen) -> f64 {
    let content = screen.stick.content.cast::<Element>();
    content.map_or(0.0, |content| content.get_bounding_client_rect().top())
}

/// A mounted row.
fn element_of(screen: &Screen, place: Place) -> Option<HtmlElement> {
    let conversation = &screen.state().conversation;
    let number = conversation.rows.before(place);
    let (first, count, _) = screen.window.state.get().drawn;
    let index = number.checked_sub(first).filter(|index| *index < count)?;
    stops(screen).into_iter().nth(index)
}

/// The mounted rows, from first to last.
pub(super) fn stops(screen: &Screen) -> Vec<HtmlElement> {
    within(&screen.window.rows, ":scope > .stop")
}

fn edges_of(element: &Element, top: f64) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.top() - top, rect.bottom() - top)
}

fn height_of(node: &NodeRef) -> f64 {
    node.cast::<Element>().map_or(0.0, |element| element.get_bounding_client_rect().height())
}

/// Written through the object model: a policy may forbid `style` attributes.
fn set_height(space: &NodeRef, height: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "whole pixels of one element")]
    let height = height as i64;
    if let Some(element) = space.cast::<HtmlElement>() {
        // It fails for nothing but a name that is not known.
        drop(element.style().set_property("height", &[&decimal(height), "px"].concat()));
    }
}
