//! How rows stand together: in groups of one author, under the day and behind the line of what is new.

use std::ops::Range;
use std::rc::Rc;

use crate::protocol::Millis;
use crate::store::{Author, Conversation, Delivery, Row, RowContent, RowId};

/// A row, and how it stands among the others.
pub(super) struct Item<'a> {
    /// Which.
    pub(super) row: &'a Rc<Row>,
    /// The day that begins with it, if one does.
    pub(super) begins_day: Option<i64>,
    /// What is new to the reader begins with it.
    pub(super) is_first_unread: bool,
    /// It is the first of its group.
    pub(super) opens: bool,
    /// It is the last of its group.
    pub(super) closes: bool,
    /// It is the last own text: what became of it is told.
    pub(super) receipt: bool,
}

/// Texts of one author stand together while they come within this time.
const TOGETHER: Millis = Millis::from_secs(5 * 60);

/// Puts these rows into their groups; the ones next to them decide how the outermost stand. Days are unique among them as
/// long as time goes forwards, but for that of another conversation; a day that comes back, because dialogs overlap, is not
/// announced again.
pub(super) fn arrange<'a>(
    conversation: &'a Conversation,
    range: Range<usize>,
    first_unread: Option<RowId>,
    day_of: &dyn Fn(Millis) -> i64,
) -> Vec<Item<'a>> {
    let rows = &conversation.rows;
    let mut items: Vec<Item<'a>> = Vec::new();
    let mut former = rows.range(range.start.saturating_sub(1)..range.start).next();
    let mut newest_day = former.map_or(i64::MIN, |row| day_of(row.at()));
    for row in rows.range(range.start..range.end.saturating_add(1)) {
        let day = day_of(row.at());
        // Behind the end of a conversation another begins, also where rows were read above it since.
        let is_after_end = former.is_some_and(|former| former.ended_by().is_some()) && row.ended_by().is_none();
        let begins_day = (day > newest_day || is_after_end).then_some(day);
        newest_day = newest_day.max(day);
        let is_first_unread = first_unread == Some(row.id);
        let opens =
            begins_day.is_some() || is_first_unread || !former.is_some_and(|former| belong_together(former, row));
        former = Some(row);
        if let Some(before) = items.last_mut() {
            before.closes = opens;
        }
        items.push(Item { row, begins_day, is_first_unread, opens, closes: true, receipt: false });
    }
    // The one after them was only looked at.
    items.truncate(range.len());
    let own = |row: &&Rc<Row>| matches!(&row.content, RowContent::Message(message) if message.author == Author::Me);
    let last_own = rows.iter().rev().take(rows.len().saturating_sub(range.start)).find(own);
    if let Some(last_own) = items.iter_mut().find(|item| last_own.is_some_and(|row| row.id == item.row.id)) {
        last_own.receipt = true;
    }
    items
}

fn belong_together(before: &Row, row: &Row) -> bool {
    let (RowContent::Message(before), RowContent::Message(after)) = (&before.content, &row.content) else {
        return false;
    };
    let has_failed = matches!(before.delivery, Delivery::Failed(..));
    before.author == after.author && after.at <= before.at + TOGETHER && !has_failed
}
