//! The way to what the reader has not seen: the first unread message, else the first that came since they went up, else
//! the end.

use std::rc::Rc;

use web_sys::Event;
use yew::Html;

use super::window::{self, Side};
use super::{Reading, leave, pill};
use crate::store::{Conversation, Delivery, Row, RowContent, RowId};
use crate::ui::element::plain;
use crate::ui::focus::focus;
use crate::ui::icon::{self, icon};
use crate::ui::screen::Screen;
use crate::ui::words;

/// The button.
#[inline(never)]
pub(super) fn way(screen: &Rc<Screen>, conversation: &Conversation) -> Html {
    let reading = screen.reading.get();
    let label = match unmet(conversation, reading) {
        Some(first) => words::unseen(since(conversation, first.0).1),
        None => words::new_messages(reading.left_at.map_or(0, |left_at| since(conversation, left_at).1)),
    };
    let sign = if reading.is_above { icon::UP } else { icon::DOWN };
    pill(screen.on(go)).holding(vec![icon(sign), plain("span", "").saying(&label)])
}

/// Takes note whether the first unread message is in view, or was passed over unseen.
pub(super) fn watch(screen: &Screen) {
    let state = screen.state();
    let conversation = &state.conversation;
    let reading = screen.reading.get();
    if !state.is_attended() {
        return;
    }
    let side = match unmet(conversation, reading) {
        Some(first) => match conversation.rows.by_id(first) {
            Some(row) => window::side(screen, row.place),
            None => Some(Side::In),
        },
        None => Some(Side::In),
    };
    let Some(side) = side else { return };
    let met = if side == Side::In { conversation.first_unread } else { reading.met };
    let is_above = side == Side::Above;
    screen.reading.set(Reading { met, is_above, ..reading });
    if is_above != reading.is_above {
        screen.redraw();
    }
}

/// The first unread row, while the reader has not had it in view.
fn unmet(conversation: &Conversation, reading: Reading) -> Option<RowId> {
    conversation.first_unread.filter(|first| reading.done != Some(*first) && reading.met != Some(*first))
}

fn go(screen: &Screen, _: &Event) {
    leap(screen);
}

/// Leads to what the reader has not seen.
#[inline(never)]
fn leap(screen: &Screen) {
    let state = screen.state();
    let conversation = &state.conversation;
    let reading = screen.reading.get();
    let unmet = unmet(conversation, reading).and_then(|first| conversation.rows.by_id(first));
    let arrived = || reading.left_at.and_then(|left_at| since(conversation, left_at).0);
    if let Some(row) = unmet.or_else(arrived) {
        // What came is seen then: the next press leads to the end.
        let left_at = reading.left_at.map(|_| conversation.next_row);
        screen.reading.set(Reading { left_at, is_above: false, met: conversation.first_unread, ..reading });
        let place = row.place;
        screen.redraw();
        if window::go_to(screen, conversation.rows.before(place)) {
            return;
        }
    }
    screen.stick.follow();
    leave(screen, None);
    // The button goes: focus stays with what it led to.
    focus(&screen.stick.scroller);
}

/// The first message that came since a row was the newest, and how many did. Later rows stand last, but for few: when as
/// many are found as there can be, the others are not looked at. What was read of conversations that are over is not new.
fn since(conversation: &Conversation, row: u64) -> (Option<&Rc<Row>>, usize) {
    let (mut first, mut count) = (None, 0);
    let mut left = conversation.next_row.saturating_sub(row);
    for other in conversation.rows.iter().rev() {
        if left == 0 || other.place.is_earlier() {
            break;
        }
        if other.id.0 >= row {
            left -= 1;
            if !conversation.is_past(other.place)
                && matches!(&other.content, RowContent::Message(message) if message.delivery == Delivery::Incoming)
            {
                first = Some(other);
                count += 1;
            }
        }
    }
    (first, count)
}
