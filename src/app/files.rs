//! Files of the transcript that the consumer opens, each time by a temporary address, which holds for a minute; and files on
//! their way out.

pub(super) mod attached;
mod uploads;

use std::rc::Rc;

use super::{App, FetchId, FileNews, FileTask, NotFetched, Output};
use crate::protocol::{DialogId, Millis, Sequence};
use crate::session::{Address, AddressId, is_put_off};
use crate::store::{Action, Body, Delivery, File, FileChange, NotOpened, Place, RowId, Transfer, Viewed};

use uploads::Uploads;

/// What is being fetched, and uploaded.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    opening: Vec<Opening>,
    uploads: Uploads,
    next: u64,
}

/// A file that the consumer wants to see.
#[derive(Clone, Debug)]
struct Opening {
    id: u64,
    row: RowId,
    dialog: DialogId,
    sequence: Sequence,
    /// Whether its address is known by now.
    is_fetched: bool,
    /// As what it is to be shown.
    picture: Option<&'static str>,
}

impl Files {
    /// How many are on their way.
    pub(super) fn load(&self) -> usize {
        self.opening.len() + self.uploads.load()
    }

    /// When something is to be done next.
    pub(super) fn deadline(&self) -> Option<Millis> {
        self.uploads.retry_at
    }

    fn next_address(&mut self) -> AddressId {
        self.next += 1;
        AddressId(self.next)
    }
}

impl App {
    /// The consumer wants to see a file.
    pub(super) fn open_file(&mut self, now: Millis, row: RowId) {
        let conversation = Rc::clone(&self.state.conversation);
        let Some(place) = conversation.rows.by_id(row).map(|row| row.place) else { return };
        let Place::At { dialog, sequence, .. } = place else { return };
        let (Some(dialog), Some(file)) = (conversation.dialog_at(dialog), self.file_at(place)) else { return };
        if file.transfer == Transfer::Opening || self.files.opening.len() >= MOST_OPENING {
            return;
        }
        // What is no picture after all can still be saved.
        let picture = file.picture().filter(|_| file.transfer != Transfer::NotOpened(NotOpened::NoPicture));
        let asked = self.files.next_address();
        if self.session.ask_address(now, asked, Address::Download(&file.path)) {
            let id = asked.0;
            let dialog = dialog.clone();
            self.files.opening.push(Opening { id, row, dialog, sequence, is_fetched: false, picture });
            self.note_transfer(row, Transfer::Opening);
        } else {
            let is_told = self.session.phase() != crate::session::Phase::Online || self.session.has_files();
            let why = if is_told { NotOpened::Unreachable } else { NotOpened::Refused };
            self.note_transfer(row, Transfer::NotOpened(why));
        }
    }

    /// The service has given an address for a file, or refused one.
    pub(super) fn addressed(&mut self, now: Millis, id: AddressId, result: Result<(String, String), i64>) {
        let Some(result) = self.upload_addressed(id, now, result) else { return };
        let Some(opening) = self.files.opening.iter_mut().find(|opening| opening.id == id.0) else { return };
        opening.is_fetched = true;
        let (row, picture) = (opening.row, opening.picture);
        match result {
            Ok((address, _)) => {
                let Some(saved_as) =
                    self.place_of(row).and_then(|place| self.file_at(place)).map(|file| file.saved_as())
                else {
                    return;
                };
                self.out.push(Output::File(FileTask::Fetch { id: FetchId(id.0), address, picture, saved_as }));
            }
            Err(status) => self.not_opened(
                id.0,
                match status {
                    404 => NotOpened::Gone,
                    status if is_put_off(status) => NotOpened::Unreachable,
                    _ => NotOpened::Refused,
                },
            ),
        }
    }

    /// Something came of what was to be done with files.
    #[inline(never)]
    pub(super) fn file_news(&mut self, now: Millis, news: FileNews) {
        match news {
            FileNews::Chosen(choice, files) => self.chosen(now, choice, files),
            FileNews::Taken { key, kept, preview } => self.file_taken(&key, kept, preview),
            FileNews::Uploading(key, percent) => self.upload_goes_on(&key, percent),
            FileNews::Uploaded(key, result) => self.uploaded(now, &key, result),
            FileNews::Fetched { id, result: Ok(address) } => self.fetched(now, id, address),
            FileNews::Fetched { id, result: Err(failure) } => self.not_opened(
                id.0,
                match failure {
                    NotFetched::Status(401 | 403) => NotOpened::Expired,
                    NotFetched::Status(404 | 410) => NotOpened::Gone,
                    NotFetched::Status(_) | NotFetched::Unreachable => NotOpened::Unreachable,
                    NotFetched::TooLarge => NotOpened::TooLarge,
                    NotFetched::NoPicture => NotOpened::NoPicture,
                },
            ),
        }
    }

    fn fetched(&mut self, now: Millis, id: FetchId, address: Option<Rc<str>>) {
        let opening = self.end_opening(id.0);
        let place = opening.as_ref().and_then(|opening| self.place_of(opening.row));
        let file = place.and_then(|place| self.file_at(place));
        let (Some(Opening { row, dialog, sequence, .. }), Some(place), Some(file)) = (opening, place, file) else {
            return self.revoke(address);
        };
        self.note_transfer(row, Transfer::Rests);
        let is_incoming =
            self.state.conversation.rows.message(place).is_some_and(|message| message.delivery == Delivery::Incoming);
        if is_incoming && !self.state.conversation.is_past(place) {
            self.session.tell_opened(now, &dialog, sequence);
        }
        match address {
            Some(address) if self.state.panel_open => {
                self.close_file();
                let saved_as = file.saved_as().into();
                let viewed = Viewed { address, name: Rc::clone(&file.name), saved_as };
                self.apply(Action::Viewing(Some(Rc::new(viewed))));
            }
            // Nobody waits for it any more.
            address => self.revoke(address),
        }
    }

    /// The consumer has seen enough.
    #[inline(never)]
    pub(super) fn close_file(&mut self) {
        let viewed = self.state.viewed.clone();
        if let Some(viewed) = viewed {
            self.apply(Action::Viewing(None));
            self.revoke(Some(Rc::clone(&viewed.address)));
        }
    }

    /// The connection is gone: what was asked for there has no answer.
    #[inline(never)]
    pub(super) fn files_disconnected(&mut self) {
        self.uploads_disconnected();
        let mut unanswered = Vec::new();
        for opening in &self.files.opening {
            if !opening.is_fetched {
                unanswered.push(opening.id);
            }
        }
        for id in unanswered {
            self.not_opened(id, NotOpened::Unreachable);
        }
    }

    /// The consumer is somebody else: what was fetched for another one is not shown, and what is uploaded as another one's is
    /// uploaded anew.
    #[inline(never)]
    pub(super) fn forget_files(&mut self) {
        self.close_file();
        self.files.opening.clear();
        self.break_upload_off();
    }

    fn not_opened(&mut self, id: u64, why: NotOpened) {
        if let Some(opening) = self.end_opening(id) {
            self.note_transfer(opening.row, Transfer::NotOpened(why));
        }
    }

    fn end_opening(&mut self, id: u64) -> Option<Opening> {
        let place = self.files.opening.iter().position(|opening| opening.id == id)?;
        Some(self.files.opening.remove(place))
    }

    fn place_of(&self, row: RowId) -> Option<Place> {
        self.state.conversation.rows.by_id(row).map(|row| row.place)
    }

    fn file_at(&self, place: Place) -> Option<Rc<File>> {
        match &self.state.conversation.rows.message(place)?.body {
            Body::File(file) => Some(Rc::clone(file)),
            _ => None,
        }
    }

    /// Rows are known by their names: places move where something that was missed comes between.
    fn note_transfer(&mut self, row: RowId, transfer: Transfer) {
        if let Some(place) = self.place_of(row) {
            self.apply(Action::File { place, change: FileChange::Transfer(transfer) });
        }
    }

    fn revoke(&mut self, address: Option<Rc<str>>) {
        if let Some(address) = address {
            self.out.push(Output::File(FileTask::Revoke(address)));
        }
    }
}

/// How many files are fetched at once.
const MOST_OPENING: usize = 16;
