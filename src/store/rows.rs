//! The transcript's rows, kept in pages so that one more row copies 64 pointers and not the whole history.

use std::ops::Range;
use std::rc::Rc;

use super::conversation::{Message, Row, RowContent, RowId};
use crate::protocol::{Millis, Sequence};

/// Where a row stands. The order of the variants is the order on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An event that the service has.
    At {
        /// The dialog, counted in the order in which dialogs became known; those of earlier conversations, which are read
        /// from the newest to the oldest, down from -1.
        dialog: i32,
        /// Its number there.
        sequence: Sequence,
        /// Nothing for the event itself; the lines behind it are counted from 1 on.
        line: u32,
    },
    /// A text that the service does not have yet.
    Pending {
        /// When it was written, by this computer's clock: what was written first stands first, whichever was heard of first.
        at: Millis,
        /// Its entry's number.
        entry: u64,
    },
}

impl Place {
    /// Before all that is said in a dialog.
    #[must_use]
    pub fn before(dialog: i32) -> Self {
        Self::At { dialog, sequence: Sequence(-1), line: 0 }
    }

    /// Behind all that is said in a dialog.
    #[must_use]
    pub fn end(dialog: i32) -> Self {
        Self::At { dialog, sequence: Sequence(i64::MAX), line: 0 }
    }

    /// One further, where its dialog has that rank or a later one.
    pub fn moves(&mut self, rank: i32) {
        if let Self::At { dialog, .. } = self {
            *dialog += i32::from(*dialog >= rank);
        }
    }

    /// Whether it is in a dialog that was over when the page was loaded.
    #[must_use]
    pub fn is_earlier(self) -> bool {
        matches!(self, Self::At { dialog: ..0, .. })
    }

    /// Whether the service does not have it yet.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Pending { .. })
    }
}

/// Rows in the order of their places. No two rows share a place.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pages: Vec<Rc<Vec<Rc<Row>>>>,
    len: usize,
}

const PAGE: usize = 64;

impl Rows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The rows from first to last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Rc<Row>> + Clone {
        self.pages.iter().flat_map(|page| page.iter())
    }

    /// The rows from one number to another, which is not among them. Only the pages before them are walked over.
    pub fn range(&self, range: Range<usize>) -> impl Iterator<Item = &Rc<Row>> + Clone {
        let (mut number, mut skipped) = (0, range.start);
        while let Some(page) = self.pages.get(number).filter(|page| page.len() <= skipped) {
            skipped -= page.len();
            number += 1;
        }
        let rows = self.pages.iter().skip(number).flat_map(|page| page.iter());
        rows.skip(skipped).take(range.end.saturating_sub(range.start))
    }

    /// How many rows stand before a place.
    #[must_use]
    pub fn before(&self, place: Place) -> usize {
        let (number, index) = self.find(place);
        let earlier: usize = self.pages.iter().take(number).map(|page| page.len()).sum();
        earlier + index.unwrap_or_else(|index| index)
    }

    /// The last row.
    #[must_use]
    pub fn last(&self) -> Option<&Rc<Row>> {
        self.pages.last().and_then(|page| page.last())
    }

    /// The row at a place.
    #[must_use]
    pub fn at(&self, place: Place) -> Option<&Rc<Row>> {
        let (page, index) = self.find(place);
        self.pages.get(page)?.get(index.ok()?)
    }

    /// The message at a place.
    #[must_use]
    pub fn message(&self, place: Place) -> Option<&Message> {
        match &self.at(place)?.content {
            RowContent::Message(message) => Some(message),
            RowContent::Note(_) => None,
        }
    }

    /// The message at a place, to be changed: its row becomes another one.
    pub fn message_mut(&mut self, place: Place) -> Option<&mut Message> {
        let (page, index) = self.find(place);
        let row = Rc::make_mut(self.pages.get_mut(page)?).get_mut(index.ok()?)?;
        match &mut Rc::make_mut(row).content {
            RowContent::Message(message) => Some(message),
            RowContent::Note(_) => None,
        }
    }

    /// Puts a row at its place; a row that stood there is replaced.
    pub fn put(&mut self, row: impl Into<Rc<Row>>) {
        self.put_shared(row.into());
    }

    fn put_shared(&mut self, row: Rc<Row>) {
        let (number, index) = self.find(row.place);
        let Some(page) = self.pages.get_mut(number) else {
            self.pages.push(Rc::new(vec![row]));
            self.len += 1;
            return;
        };
        let rows = Rc::make_mut(page);
        match index {
            Ok(index) => {
                if let Some(slot) = rows.get_mut(index) {
                    *slot = row;
                }
            }
            Err(index) => {
                rows.insert(index, row);
                self.len += 1;
                if rows.len() > PAGE {
                    // A full last page is left full: history grows at its end.
                    let split = if index + 1 == rows.len() { PAGE } else { PAGE / 2 };
                    let rest = rows.split_off(split);
                    self.pages.insert(number + 1, Rc::new(rest));
                }
            }
        }
    }

    /// Nothing stands in the dialog of a rank any more: what did, and what stood behind it, is one further.
    pub fn make_room(&mut self, rank: i32) {
        for row in self.pages.iter_mut().rev().flat_map(|page| Rc::make_mut(page).iter_mut().rev()) {
            if row.place < Place::before(rank) {
                return;
            }
            Rc::make_mut(row).place.moves(rank);
        }
    }

    /// Takes the row at a place out.
    pub fn remove(&mut self, place: Place) -> Option<Rc<Row>> {
        let (number, index) = self.find(place);
        let index = index.ok()?;
        let page = self.pages.get_mut(number)?;
        let removed = Rc::make_mut(page).remove(index);
        if page.is_empty() {
            self.pages.remove(number);
        }
        self.len -= 1;
        Some(removed)
    }

    /// The first row with this id; for the few rows that are known by id alone.
    #[must_use]
    pub fn by_id(&self, id: RowId) -> Option<&Rc<Row>> {
        self.find_last(|row| row.id == id)
    }

    /// The last row that is wanted.
    ///
    /// Compiled for each question, and so short: what is called by way of a table is in what a page fetches first.
    #[must_use]
    pub fn find_last(&self, wanted: impl Fn(&Row) -> bool) -> Option<&Rc<Row>> {
        let mut rows = self.iter().rev();
        loop {
            let row = rows.next()?;
            if wanted(row) {
                return Some(row);
            }
        }
    }

    /// The page that holds the place, or would, and where in it the row is, or would be. That page is the first one
    /// whose last row is not before the place; the last page takes what comes after all.
    fn find(&self, place: Place) -> (usize, Result<usize, usize>) {
        let number = self.pages.partition_point(|page| page.last().is_some_and(|row| row.place < place));
        let number = number.min(self.pages.len().saturating_sub(1));
        let rows = self.pages.get(number).map_or(&[][..], |page| page);
        (number, rows.binary_search_by(|row| row.place.cmp(&place)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Rows};
    use crate::protocol::{Millis, Sequence};
    use crate::store::{Delivery, Message, Row, RowContent, RowId};

    fn row(sequence: i64) -> Row {
        let message = Message::own("x".into(), Millis(0), Delivery::Sent);
        Row {
            id: RowId(sequence.unsigned_abs()),
            place: Place::At { dialog: 0, sequence: Sequence(sequence), line: 0 },
            content: RowContent::Message(message),
        }
    }

    fn numbers(rows: &Rows) -> Vec<u64> {
        rows.iter().map(|row| row.id.0).collect()
    }

    #[test]
    fn rows_stand_in_order_however_they_come() {
        let mut rows = Rows::default();
        // 7 and 1000 are coprime, so this visits every number once, far from in order.
        for step in 0..1_000_i64 {
            rows.put(row(step * 7 % 1_000));
        }
        assert_eq!(numbers(&rows), (0..1_000).collect::<Vec<_>>());
        assert_eq!(rows.len(), 1_000);
    }

    #[test]
    fn the_same_place_is_held_by_one_row() {
        let mut rows = Rows::default();
        for _ in 0..3 {
            (0..200).for_each(|number| rows.put(row(number)));
        }
        assert_eq!(rows.len(), 200);
    }

    #[test]
    fn rows_are_removed_and_pages_with_them() {
        let mut rows = Rows::default();
        (0..200).for_each(|number| rows.put(row(number)));
        for number in 0..200 {
            assert!(rows.remove(row(number).place).is_some());
            assert!(rows.remove(row(number).place).is_none());
        }
        assert!(rows.is_empty() && rows.last().is_none());
    }

    #[test]
    fn rows_are_found_by_number_and_counted_by_place() {
        let mut rows = Rows::default();
        (0..500).for_each(|number| rows.put(row(number * 2)));
        // So that pages are not all of one length.
        (100..150).for_each(|number| drop(rows.remove(row(number * 2).place)));
        let all = numbers(&rows);
        for (from, to) in [(0, 0), (0, 3), (60, 70), (63, 65), (120, 300), (440, 450), (440, 999), (900, 901)] {
            let found: Vec<_> = rows.range(from..to).map(|row| row.id.0).collect();
            let expected: Vec<_> = all.iter().copied().skip(from).take(to - from).collect();
            assert_eq!(found, expected, "{from}..{to}");
        }
        for place in 0..1_001_i64 {
            let expected = all.iter().filter(|id| **id < place.unsigned_abs()).count();
            assert_eq!(rows.before(row(place).place), expected, "{place}");
        }
        assert_eq!(Rows::default().before(row(1).place), 0);
    }

    #[test]
    fn pending_rows_stand_last() {
        let mut rows = Rows::default();
        rows.put(Row { id: RowId(9), place: Place::Pending { at: Millis(0), entry: 1 }, ..row(0) });
        rows.put(row(5));
        assert_eq!(numbers(&rows), [5, 9]);
    }
}
