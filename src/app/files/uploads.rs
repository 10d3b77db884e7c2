//! Files on their way out: chosen, uploaded one at a time, and then sent in their turn as texts are.
//!
//! Where the browser keeps the bytes, the tab that sends uploads them, whichever tab they were chosen in; else only the tab in
//! which they were chosen can, and nobody else hears of the entry before. Texts that are written meanwhile do not wait.

use std::rc::Rc;

use super::attached::Attached;
use crate::app::outbox::Stage;
use crate::app::{App, ChosenFile, FileTask, NotUploaded, Output, is_due};
use crate::protocol::{Millis, decimal};
use crate::session::{Address, AddressId, Phase, is_put_off};
use crate::store::{Action, Body, EntryId, Failure, FileChange, Refused, Transfer};

/// How often a file is uploaded in vain before the consumer is asked.
const ATTEMPTS: u32 = 3;
/// Around how long after the first of these it is tried again; twice as long after the second.
const AGAIN_AFTER: Millis = Millis::from_secs(2);
/// How long bytes are kept that nobody sends.
const RETENTION: Millis = Millis::from_secs(30 * 24 * 60 * 60);

/// The file that is being uploaded.
#[derive(Clone, Debug, Default)]
pub(super) struct Uploads {
    current: Option<Upload>,
    failures: u32,
    /// Whose they are.
    tried: Option<EntryId>,
    pub(super) retry_at: Option<Millis>,
    /// Of entries that have left the outbox: the page need not hold their bytes any more.
    held: Vec<String>,
    /// What the browser keeps of files that nobody sent for long was forgotten in this page load.
    has_swept: bool,
}

#[derive(Clone, Debug)]
struct Upload {
    entry: EntryId,
    key: String,
    /// The request for its address, while that is not answered.
    asked: Option<AddressId>,
    /// Where it will lie.
    path: String,
}

impl Uploads {
    pub(super) fn load(&self) -> usize {
        usize::from(self.current.is_some()) + self.held.len()
    }
}

impl App {
    /// The consumer chose files.
    #[inline(never)]
    pub(in crate::app) fn read_choice(&mut self, choice: u32) {
        self.out.push(Output::File(FileTask::Read(choice)));
    }

    /// What is told of each of them.
    pub(super) fn chosen(&mut self, now: Millis, choice: u32, files: Vec<ChosenFile>) {
        let mut refused = Refused::new();
        for (index, ChosenFile { name, size, media_type }) in (0..).zip(files) {
            if self.outbox.is_full() {
                refused.push((crate::store::shown(&name).into(), crate::store::NotTaken::TooMany));
                continue;
            }
            match Attached::choose(&name, size, &media_type) {
                Ok(file) => self.take_file(now, choice, index, file),
                Err(why) => refused.push((crate::store::shown(&name).into(), why)),
            }
        }
        self.out.push(Output::File(FileTask::Taken(choice)));
        if *self.state.not_taken != refused {
            self.apply(Action::NotTaken(Rc::new(refused)));
        }
    }

    fn take_file(&mut self, now: Millis, choice: u32, index: u32, mut file: Attached) {
        file.key = [&decimal(now.0), "-", &self.random.word()].concat();
        let (key, is_picture) = (file.key.clone(), file.is_picture());
        let words = file.in_transcript().words();
        self.files.uploads.held.push(key.clone());
        let Some(entry) = self.queue(now, (words, "".into()), self.state.conversation.input.clone(), Some(file)) else {
            return;
        };
        let keeps = self.keeps_entry(entry);
        self.out.push(Output::File(FileTask::Take { choice, index, key, is_picture, keeps }));
    }

    /// The page has the bytes under this name, and perhaps the browser, too.
    pub(super) fn file_taken(&mut self, key: &str, kept: bool, preview: Option<Rc<str>>) {
        let Some(entry) = self.outbox.with_file(key) else {
            // Given up meanwhile.
            return self.release_file(key.to_owned(), true);
        };
        let id = entry.id;
        if let Some(file) = &mut entry.file {
            file.kept = Some(kept);
            file.preview.clone_from(&preview);
        }
        if let Some(preview) = preview {
            self.note_file(id, FileChange::Preview(preview));
        }
        if !kept {
            self.note_file(id, FileChange::Transfer(Transfer::OnlyHere));
        }
        self.keep_text(id);
    }

    /// After every input: the next step of the first file that is not uploaded.
    pub(in crate::app) fn run_uploads(&mut self, now: Millis) {
        if self.is_caught_up() && !self.files.uploads.has_swept {
            self.files.uploads.has_swept = true;
            self.out.push(Output::File(FileTask::Sweep { before: decimal((now - RETENTION).0) }));
        }
        self.let_go_of_files();
        self.show_what_is_out_of_reach();
        if let Some(Upload { entry, key, .. }) = &self.files.uploads.current
            && !self.may_upload(*entry, key)
        {
            self.break_upload_off();
        }
        // What went wrong with a file that was called back is not the next one's.
        if let Some(tried) = self.files.uploads.tried
            && self.outbox.find(tried).is_none()
        {
            self.forget_failures();
        }
        if is_due(now, self.files.uploads.retry_at) {
            self.files.uploads.retry_at = None;
        }
        let is_quiet = self.files.uploads.current.is_none()
            && self.files.uploads.retry_at.is_none()
            && !self.is_put_off(now)
            && self.session.phase() == Phase::Online
            && self.is_caught_up();
        if is_quiet {
            self.begin_upload(now);
        }
    }

    fn begin_upload(&mut self, now: Millis) {
        let next = self.outbox.entries().iter().find_map(|entry| {
            let file = entry.file.as_ref().filter(|_| entry.stage == Stage::Waiting)?;
            self.may_upload(entry.id, &file.key).then(|| (entry.id, file.key.clone(), file.size, file.kind))
        });
        let Some((entry, key, size, kind)) = next else { return };
        if self.files.uploads.tried != Some(entry) {
            self.forget_failures();
            self.files.uploads.tried = Some(entry);
        }
        let id = self.files.next_address();
        if self.session.ask_address(now, id, Address::Upload(size, kind)) {
            self.files.uploads.current = Some(Upload { entry, key, asked: Some(id), path: String::new() });
            self.apply(Action::Sending(entry));
            self.note_file(entry, FileChange::Transfer(Transfer::Uploading(0)));
        } else {
            self.fail(entry, Failure::NoFiles);
        }
    }

    fn forget_failures(&mut self) {
        let uploads = &mut self.files.uploads;
        (uploads.failures, uploads.tried, uploads.retry_at) = (0, None, None);
    }

    /// What may be with the service cannot be called back, and that is to be seen.
    fn show_what_is_out_of_reach(&mut self) {
        let mut shown = Vec::new();
        for entry in self.outbox.entries() {
            if let Some(file) = &entry.file {
                let is_in_reach = matches!(entry.stage, Stage::Waiting | Stage::Failed(_));
                shown.push((entry.id, is_in_reach.then(|| file.in_transcript().transfer)));
            }
        }
        for (entry, in_reach) in shown {
            let place = self.state.conversation.waiting(entry);
            let transfer = place.and_then(|place| self.file_at(place)).map(|file| file.transfer);
            match in_reach {
                None => self.note_file(entry, FileChange::Transfer(Transfer::OutOfReach)),
                Some(again) if transfer == Some(Transfer::OutOfReach) => {
                    self.note_file(entry, FileChange::Transfer(again));
                }
                Some(_) => {}
            }
        }
    }

    /// What is uploaded now is not to be.
    pub(super) fn break_upload_off(&mut self) {
        if let Some(Upload { entry, key, .. }) = self.files.uploads.current.take() {
            self.out.push(Output::File(FileTask::Abort(key)));
            self.rest(entry);
        }
    }

    /// Whether an entry is there whose file this tab may upload.
    fn may_upload(&self, entry: EntryId, key: &str) -> bool {
        let entry = self.outbox.entries().iter().find(|known| known.id == entry);
        let file = entry.and_then(|entry| entry.file.as_ref()).filter(|file| file.key == key && file.needs_upload());
        file.and_then(|file| file.kept).is_some_and(|kept| !kept || self.is_sender())
    }

    /// The service has given an address to upload to, or refused one. Yields whether it was asked for that.
    pub(super) fn upload_addressed(
        &mut self,
        id: AddressId,
        now: Millis,
        result: Result<(String, String), i64>,
    ) -> Option<Result<(String, String), i64>> {
        let Some(upload) = self.files.uploads.current.as_mut().filter(|upload| upload.asked == Some(id)) else {
            return Some(result);
        };
        upload.asked = None;
        let (entry, key) = (upload.entry, upload.key.clone());
        match result {
            Ok((address, path)) => {
                upload.path = path;
                let file = self.outbox.find(entry).and_then(|entry| entry.file.as_ref());
                let media_type = file.map_or("", |file| file.media_type());
                self.out.push(Output::File(FileTask::Upload { key, address, media_type }));
            }
            Err(status) if is_put_off(status) => {
                self.files.uploads.current = None;
                self.rest(entry);
                self.put_off(now);
            }
            Err(status) => self.give_upload_up(if status == 403 { Failure::NoFiles } else { Failure::Refused }),
        }
        None
    }

    /// Some of a file has gone.
    pub(super) fn upload_goes_on(&mut self, key: &str, percent: u8) {
        let current = self.files.uploads.current.as_ref().filter(|upload| upload.key == key);
        if let Some(entry) = current.map(|upload| upload.entry) {
            self.note_file(entry, FileChange::Transfer(Transfer::Uploading(percent.min(100))));
        }
    }

    /// A file lies in the service's storage, or not.
    pub(super) fn uploaded(&mut self, now: Millis, key: &str, result: Result<(), NotUploaded>) {
        let Some(upload) = self.files.uploads.current.take_if(|upload| upload.key == key) else { return };
        let entry = upload.entry;
        match result {
            Ok(()) => {
                self.forget_failures();
                let path: Rc<str> = upload.path.into();
                if let Some(file) = self.outbox.find(entry).and_then(|entry| entry.file.as_mut()) {
                    file.path = Rc::clone(&path);
                }
                self.note_file(entry, FileChange::Path(path));
                self.rest(entry);
                self.keep_text(entry);
            }
            Err(NotUploaded::Lost) => {
                self.files.uploads.current = Some(upload);
                self.give_upload_up(Failure::Lost);
            }
            // What is wrong with the file stays wrong; what is wrong with an address, a line or a server may pass.
            Err(NotUploaded::Status(status @ 400..=499)) if !matches!(status, 401 | 403 | 404 | 408 | 429) => {
                self.files.uploads.current = Some(upload);
                self.give_upload_up(Failure::Refused);
            }
            Err(NotUploaded::Status(_) | NotUploaded::Unreachable) => {
                self.files.uploads.failures += 1;
                let failures = self.files.uploads.failures;
                if failures < ATTEMPTS {
                    let wait = Millis(AGAIN_AFTER.0 * i64::from(failures));
                    self.files.uploads.retry_at = Some(now + self.random.around(wait));
                    self.rest(entry);
                } else {
                    self.files.uploads.current = Some(upload);
                    self.give_upload_up(Failure::NotUploaded);
                }
            }
        }
    }

    /// The connection is gone: an address that was asked for does not come.
    pub(super) fn uploads_disconnected(&mut self) {
        self.forget_failures();
        if let Some(upload) = self.files.uploads.current.take_if(|upload| upload.asked.is_some()) {
            self.rest(upload.entry);
        }
    }

    /// An entry goes for good, and with it the bytes of its file, wherever they are.
    pub(in crate::app) fn forget_bytes(&mut self, file: Option<&Attached>) {
        if let Some(file) = file {
            self.release_file(file.key.clone(), true);
        }
    }

    /// What belongs to no entry any more the page need not hold.
    fn let_go_of_files(&mut self) {
        let outbox = &mut self.outbox;
        let mut gone = Vec::new();
        self.files.uploads.held.retain(|key| {
            let is_there = outbox.with_file(key).is_some();
            if !is_there {
                gone.push(key.clone());
            }
            is_there
        });
        for key in gone {
            self.release_file(key, false);
        }
    }

    fn release_file(&mut self, key: String, forgets: bool) {
        self.out.push(Output::File(FileTask::Release { key, forgets }));
    }

    fn give_upload_up(&mut self, failure: Failure) {
        self.forget_failures();
        if let Some(upload) = self.files.uploads.current.take() {
            self.rest(upload.entry);
            self.fail(upload.entry, failure);
        }
    }

    /// It waits again.
    fn rest(&mut self, entry: EntryId) {
        if let Some(file) = self.outbox.find(entry).and_then(|entry| entry.file.as_ref()) {
            let transfer = file.in_transcript().transfer;
            self.note_file(entry, FileChange::Transfer(transfer));
            self.apply(Action::Requeued(entry));
        }
    }

    /// Something about the file of an entry changed.
    pub(in crate::app) fn note_file(&mut self, entry: EntryId, change: FileChange) {
        if let Some(place) = self.state.conversation.waiting(entry) {
            self.apply(Action::File { place, change });
        }
    }

    /// What stands in the transcript for an entry.
    pub(in crate::app) fn body_of(file: Option<&Attached>) -> Body {
        file.map_or(Body::Text, Attached::body)
    }
}
