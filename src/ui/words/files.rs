//! Words about files.

use super::Phrase;
use crate::protocol::decimal;
use crate::store::{NotOpened, NotTaken};

pub(in crate::ui) const OPEN_PICTURE: &str = "Open picture: ";
pub(in crate::ui) const SAVE_FILE: &str = "Save file: ";
pub(in crate::ui) const FILE: &str = "File";
pub(in crate::ui) const ATTACH: &str = "Attach files";
pub(in crate::ui) const DROP: &str = "Drop files here to send them";
pub(in crate::ui) const ONLY_HERE: &str = "Leave this page open until it is sent.";
pub(in crate::ui) const NOT_TAKEN: &str = "Not attached: ";

/// Why a file was not taken.
pub(in crate::ui) fn not_taken(why: NotTaken) -> &'static str {
    match why {
        NotTaken::Type => "only JPG, PNG, GIF, PDF and TXT files can be sent",
        NotTaken::TooLarge => "a file can have up to 3 MB",
        NotTaken::Empty => "it is empty",
        NotTaken::TooMany => "too much waits to be sent",
    }
}

/// How much of a file has gone.
pub(in crate::ui) fn uploading(percent: u8) -> String {
    Phrase("Sending, ", Some("%")).with(&decimal(percent.into()))
}

pub(in crate::ui) const OPENING: &str = "Opening…";
pub(in crate::ui) const SAVE_IT: &str = "Save it";

pub(in crate::ui) const NO_FILES: &str = "Not sent: this chat takes no files at the moment.";
pub(in crate::ui) const NOT_UPLOADED: &str = "Not sent: the file could not be uploaded.";
pub(in crate::ui) const LOST: &str = "Not sent: this browser does not have the file any more. Choose it again.";

/// Why a file was not opened.
pub(in crate::ui) fn not_opened(why: NotOpened) -> &'static str {
    match why {
        NotOpened::Unreachable => "The file could not be fetched. Check your connection and try again.",
        NotOpened::Refused => "The service does not give this file out.",
        NotOpened::Expired => "The link to this file has run out. Try again to get a new one.",
        NotOpened::Gone => "This file is not there any more.",
        NotOpened::TooLarge => "This file is too large to be opened here.",
        NotOpened::NoPicture => "This cannot be shown as a picture.",
    }
}
