//! What is to be done with files, and what comes of it.

use std::rc::Rc;

/// One fetching of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FetchId(pub u64);

/// What is to be done with files.
#[derive(Clone, Debug, PartialEq)]
pub enum FileTask {
    /// Get a file; what came of it is a [`FileNews::Fetched`]. Give up after a minute.
    Fetch {
        /// Which fetching.
        id: FetchId,
        /// The whole address, which holds for about a minute.
        address: String,
        /// As what it is to be shown, where it is a picture: an address of the page's own is told then. Else it is given to the
        /// consumer to be saved, as a type that no browser opens.
        picture: Option<&'static str>,
        /// What it is called when it is saved.
        saved_as: String,
    },
    /// Give up an address of the page's own.
    Revoke(Rc<str>),
    /// Tell what files were chosen; that is a [`FileNews::Chosen`], at once.
    Read(u32),
    /// Hold the bytes of a chosen file under a name; what came of it is a [`FileNews::Taken`].
    Take {
        /// Of which choice.
        choice: u32,
        /// Which of its files.
        index: u32,
        /// The name. Names begin with an instant, in the order of time.
        key: String,
        /// Whether a small picture is to be made of it.
        is_picture: bool,
        /// Whether the browser is to keep the bytes, too, for the next page and the other tabs.
        keeps: bool,
    },
    /// The browser is to forget bytes that nobody sends any more.
    Sweep {
        /// Those with names before this one.
        before: String,
    },
    /// Everything of a choice was taken that is.
    Taken(u32),
    /// Upload the bytes of this name: tell how far it is by [`FileNews::Uploading`], and what came of it by
    /// [`FileNews::Uploaded`]. Give up after two minutes.
    Upload {
        /// The name.
        key: String,
        /// The whole address, which holds for about a minute.
        address: String,
        /// As what.
        media_type: &'static str,
    },
    /// Break that off; nothing more is told of it.
    Abort(String),
    /// Hold the bytes of this name no longer.
    Release {
        /// The name.
        key: String,
        /// Whether the browser is to forget them, too.
        forgets: bool,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum FileNews {
    /// A file was fetched: the address under which the page has the picture, nothing where it was given to the consumer; or
    /// why not.
    Fetched {
        /// By which fetching.
        id: FetchId,
        /// What came of it.
        result: Result<Option<Rc<str>>, NotFetched>,
    },
    /// What files were chosen.
    Chosen(u32, Vec<ChosenFile>),
    /// The page holds the bytes of a file.
    Taken {
        /// Under this name.
        key: String,
        /// Whether the browser keeps them, too.
        kept: bool,
        /// A small picture, as a `data:` address of at most [`LONGEST_PREVIEW`] characters.
        preview: Option<Rc<str>>,
    },
    /// So many percent of a file have gone.
    Uploading(String, u8),
    /// A file was uploaded, or why not.
    Uploaded(String, Result<(), NotUploaded>),
}

/// A file that the consumer chose, as the browser tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFile {
    /// What it is called.
    pub name: String,
    /// How large it is, in bytes.
    pub size: u64,
    /// What it is, where the browser knows.
    pub media_type: String,
}

/// Why a file was not uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotUploaded {
    /// The storage refused, with this status.
    Status(u16),
    /// The network, a browser rule such as CORS, or it took too long.
    Unreachable,
    /// The page does not have the bytes, and the browser does not keep them.
    Lost,
}

/// How long a small picture may be that is made here. The service takes 30 kB; one that is kept with each entry is to be
/// smaller.
pub const LONGEST_PREVIEW: u32 = 12_000;

/// Why a file was not fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFetched {
    /// The storage refused, with this status.
    Status(u16),
    /// The network, or a browser rule such as CORS.
    Unreachable,
    /// It is larger than [`LARGEST_FETCHED`].
    TooLarge,
    /// It cannot be shown as the picture that it was called.
    NoPicture,
}

/// How large a file that is fetched may be, in bytes: ten times what the service takes.
pub const LARGEST_FETCHED: u32 = 30 * 1024 * 1024;
