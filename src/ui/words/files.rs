//! Words about files.

use super::Word;
use crate::protocol::decimal;
use crate::store::{NotOpened, NotTaken};

pub(in crate::ui) const OPEN_PICTURE: Word = Word("Open picture:");
pub(in crate::ui) const SAVE_FILE: Word = Word("Save file:");
pub(in crate::ui) const FILE: Word = Word("File");
pub(in crate::ui) const ATTACH: Word = Word("Attach files");
pub(in crate::ui) const DROP: Word = Word("Drop files here to send them");
pub(in crate::ui) const ONLY_HERE: Word = Word("Leave this page open until it is sent.");
pub(in crate::ui) const NOT_TAKEN: Word = Word("Not attached: {}");

/// Why a file was not taken.
pub(in crate::ui) fn not_taken(why: NotTaken) -> Word {
    match why {
        NotTaken::Type => Word("only JPG, PNG, GIF, PDF and TXT files can be sent"),
        NotTaken::TooLarge => Word("a file can have up to 3 MB"),
        NotTaken::Empty => Word("it is empty"),
        NotTaken::TooMany => Word("too much waits to be sent"),
    }
}

/// How much of a file has gone.
pub(in crate::ui) fn uploading(percent: u8) -> String {
    Word("Sending, {}%").with(&decimal(percent.into()))
}

pub(in crate::ui) const OPENING: Word = Word("Opening…");
pub(in crate::ui) const SAVE_IT: Word = Word("Save it");

pub(in crate::ui) const NO_FILES: Word = Word("Not sent: this chat takes no files at the moment.");
pub(in crate::ui) const NOT_UPLOADED: Word = Word("Not sent: the file could not be uploaded.");
pub(in crate::ui) const LOST: Word = Word("Not sent: this browser does not have the file any more. Choose it again.");

/// Why a file was not opened.
pub(in crate::ui) fn not_opened(why: NotOpened) -> Word {
    match why {
        NotOpened::Unreachable => Word("The file could not be fetched. Check your connection and try again."),
        NotOpened::Refused => Word("The service does not give this file out."),
        NotOpened::Expired => Word("The link to this file has run out. Try again to get a new one."),
        NotOpened::Gone => Word("This file is not there any more."),
        NotOpened::TooLarge => Word("This file is too large to be opened here."),
        NotOpened::NoPicture => Word("This cannot be shown as a picture."),
    }
}
