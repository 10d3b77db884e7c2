//! How rows stand together: in groups of one author, under the day and behind the line of what is new.

use std::rc::Rc;

use crate::protocol::Millis;
use crate::store::{Author, Delivery, Note, Row, RowContent, RowId};

/// One thing in the transcript.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// A new day begins.
    Day {
        /// Its number.
        day: i64,
        /// Some instant of it.
        at: Millis,
    },
    /// What follows is new to the reader.
    Unread,
    /// A row.
    Row {
        /// Which.
        row: Rc<Row>,
        /// It is the first of its group.
        opens: bool,
        /// It is the last of its group.
        closes: bool,
        /// It is the last own text: what became of it is told.
        receipt: bool,
    },
}

/// Texts of one author stand together while they come within this time.
const TOGETHER: Millis = Millis::from_secs(5 * 60);

/// Puts rows into their groups. Keys by day are unique as long as time goes forwards; a day that comes back, because
/// dialogs overlap, is not announced again.
pub(super) fn arrange<'a>(
    rows: impl Iterator<Item = &'a Rc<Row>>,
    first_unread: Option<RowId>,
    day_of: impl Fn(Millis) -> i64,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut newest_day = i64::MIN;
    let mut before: Option<&Rc<Row>> = None;
    let mut last_own = None;
    for row in rows {
        let at = time_of(row);
        let day = day_of(at);
        let mut opens = !before.is_some_and(|before| belong_together(before, row));
        if day > newest_day {
            newest_day = day;
            opens = true;
            close(&mut items);
            items.push(Item::Day { day, at });
        }
        if first_unread == Some(row.id) {
            opens = true;
            close(&mut items);
            items.push(Item::Unread);
        }
        if opens {
            close(&mut items);
        }
        if is_own(row) {
            last_own = Some(items.len());
        }
        items.push(Item::Row { row: Rc::clone(row), opens, closes: false, receipt: false });
        before = Some(row);
    }
    close(&mut items);
    if let Some(Item::Row { receipt, .. }) = last_own.and_then(|index| items.get_mut(index)) {
        *receipt = true;
    }
    items
}

/// When a row happened, in the service's time.
pub(in crate::ui) fn time_of(row: &Row) -> Millis {
    match &row.content {
        RowContent::Message(message) => message.at,
        RowContent::Note(Note::Ended { at }) => *at,
    }
}

fn close(items: &mut [Item]) {
    if let Some(Item::Row { closes, .. }) = items.last_mut() {
        *closes = true;
    }
}

fn belong_together(before: &Row, row: &Row) -> bool {
    let (RowContent::Message(before), RowContent::Message(after)) = (&before.content, &row.content) else {
        return false;
    };
    let has_failed = matches!(before.delivery, Delivery::Failed(..));
    before.author == after.author && after.at <= before.at + TOGETHER && !has_failed
}

fn is_own(row: &Row) -> bool {
    matches!(&row.content, RowContent::Message(message) if message.author == Author::Me)
}
