//! Addresses for files: where to upload one, and where to get one that somebody shared.

use crate::protocol::{Event, GenerateURLForDownloadFile, GenerateURLForUploadFile, Message, Millis, QueryParams};

use super::super::answer::{Answer, Handled, Name, Refusal};
use super::super::conversation::Conversation;
use super::super::dialog::StoredEvent;
use super::super::storage::{Access, Address, FileType, LARGEST_FILE};
use super::{Caller, Service};

impl Service {
    pub(super) fn upload_address(&mut self, now: Millis, caller: &Caller, body: &GenerateURLForUploadFile) -> Handled {
        self.check_sharing(caller)?;
        let size = body.file_size.as_ref().and_then(|size| size.text().parse::<usize>().ok());
        if size.is_none_or(|size| !(1..=LARGEST_FILE).contains(&size)) {
            return Err(Refusal::bad("the fileSize is 1 to 3145728 bytes"));
        }
        let Some(file_type) = body.file_type.as_deref().and_then(FileType::of) else {
            return Err(Refusal::bad("the fileType is JPG, JPEG, PNG, GIF, TXT or PDF"));
        };
        let name = self.ids.uuid();
        let life = self.address_life(caller);
        Ok(told(self.storage.reserve(now, life, caller.person.clone(), file_type, &name)))
    }

    /// The own files, and those that their owner shared in a conversation that the caller may see; agents get all. What
    /// others keep is not told from what does not exist.
    pub(super) fn download_address(&self, now: Millis, caller: &Caller, body: &GenerateURLForDownloadFile) -> Handled {
        self.check_sharing(caller)?;
        let path = body.relative_path.as_str();
        let owner = self.storage.owner(path);
        let is_shared = |event: &StoredEvent| {
            !event.is_private && owner == Some(&event.originator) && path_of(&event.event) == Some(path)
        };
        let shares = |one: &Conversation| one.dialogs.iter().any(|dialog| dialog.events().iter().any(is_shared));
        let may_get =
            caller.is_agent() || owner == Some(&caller.person) || self.visible_to(caller).into_iter().any(shares);
        if owner.is_none() || !may_get {
            return Err(Refusal::unknown("the file is not known"));
        }
        Ok(told(self.storage.sign(Access::Download, path, now + self.address_life(caller))))
    }

    /// For how long an address holds.
    fn address_life(&self, caller: &Caller) -> Millis {
        let is_over = !caller.is_agent() && self.config.faults.expired_addresses;
        if is_over { Millis(-1_000) } else { self.config.address_life }
    }

    fn check_sharing(&self, caller: &Caller) -> Result<(), Refusal> {
        if !caller.is_agent() && self.config.faults.no_files {
            return Err(Refusal::forbidden("the account shares no files"));
        }
        Ok(())
    }
}

/// The file that an event shares.
fn path_of(event: &Event) -> Option<&str> {
    match event {
        Event::Content(content) => match &content.message {
            Some(Message::File(file)) => file.relative_path.as_deref(),
            _ => None,
        },
        _ => None,
    }
}

fn told(address: Address) -> Answer {
    Answer::object(Name::Address, |body| {
        body.relative_path = Some(address.path);
        body.query_params = Some(QueryParams {
            temp_url_sig: Some(address.signature),
            temp_url_expires: Some(address.expires.as_str().into()),
        });
    })
}
