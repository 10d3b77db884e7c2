//! The door of this room: what goes in and what comes out. All of it is plain data; whoever holds an [`super::App`]
//! performs the outputs and feeds what comes of them back in.

mod file;

use std::rc::Rc;

use super::cards::Use;
use super::profile::Told;
use crate::protocol::{AccountId, ClientProperties, Millis, Origin};
use crate::session::{Answer as PageAnswer, HttpFailure, HttpId, LinkId, Output as WireOutput, ServiceUrl};
use crate::store::cobrowse::{Answer, Key, Report};
use crate::store::{EntryId, Given, Row, RowId};

pub use file::{ChosenFile, FetchId, FileNews, FileTask, LARGEST_FETCHED, LONGEST_PREVIEW, NotFetched, NotUploaded};

/// What a page says when it embeds the widget.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The account (site) of the brand.
    pub account: AccountId,
    /// Where discovery is asked: scheme and authority, `https://api.liveperson.net`. Its scheme decides those of the
    /// discovered hosts.
    pub service: ServiceUrl,
    /// The connector of unauthenticated messaging. Without one the demonstration sign-up is used.
    pub connector: Option<String>,
    /// The page's function that gives a credential of its consumer, where it knows who that is: a path of names like
    /// `lpGetAuthenticationToken`.
    pub authenticate: Option<String>,
    /// What the page's tag is told of the consumer; never empty.
    pub visitor_name: String,
    /// The application under which answers are published on the page's tag.
    pub cobrowse_app: String,
    /// What the page says is hidden from an agent who views it; empty where it does not say.
    pub hidden: String,
    /// Where conversations come from, and to whom they go, as far as the page says.
    pub origin: Box<Origin>,
    /// Whether a sound tells of messages while nobody looks.
    pub sound: bool,
    /// Whether texts with numbers of cards and bank accounts are withheld until the consumer has decided.
    pub mask: bool,
    /// What the service is told of this client.
    pub client: Box<ClientProperties>,
    /// A non-empty identifier of this page load, for tags that demand session ids when the page cannot tell them.
    pub page_id: String,
    /// Where the random numbers of back-off and of new ids start.
    pub seed: u64,
}

/// What the consumer does.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Opens the panel.
    Open,
    /// Closes it.
    Close,
    /// Sends a text.
    Send(String),
    /// Sends a text in which the page's own pattern was found: each place stands between the two [`MARKS`].
    Suspect(String),
    /// Has decided about a text that is withheld.
    Resolve(Resolution),
    /// Typed something in the composer; the draft as it stands now.
    Draft(String),
    /// Sends a failed text again, after all others.
    Retry(EntryId),
    /// Gives a failed or waiting text up.
    Discard(EntryId),
    /// Wants the connection tried now.
    Reconnect,
    /// Ends the conversation; where that is over and a bot asks questions, skips these.
    EndConversation,
    /// Answers the older survey, or would rather not.
    Rate(Option<Given>),
    /// Saves a text as a file.
    Save {
        /// What it is called.
        name: &'static str,
        /// What is in it.
        text: String,
    },
    /// Answers an invitation, by an event that the browser calls trusted.
    Answer {
        /// Which invitation.
        key: Key,
        /// What.
        answer: Answer,
    },
    /// Ends a session, or takes back what was accepted.
    End(Key),
    /// Lets a session rest, or go on.
    Pause {
        /// Which.
        key: Key,
        /// Whether it is to rest.
        paused: bool,
    },
    /// Gives the agent control of the page, by an event that the browser calls trusted, or takes it back.
    Control {
        /// In which session.
        key: Key,
        /// Whether it is given.
        granted: bool,
    },
    /// Uses an element of a card, or chooses one of the answers that a message offers.
    Use(Use),
    /// Has gone up from the end of the transcript, or is back there: what comes is read only there.
    ReadBack(bool),
    /// Wants the next dialog of an earlier conversation read.
    ReadEarlier,
    /// Opens a file of the transcript: a picture in place, everything else to be saved.
    OpenFile(RowId),
    /// Has seen enough of the picture.
    CloseFile,
    /// Reads the consent ledger, or has read it.
    ReadLedger(bool),
    /// Saves it as a file.
    SaveLedger,
    /// Wants the browser's notifications, or none any more.
    Notify(bool),
}

/// What stands before and behind something suspect. No text has them: they are no characters.
pub const MARKS: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];

/// What becomes of a text that is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is sent masked.
    Masked,
    /// It is sent as it is.
    AsItIs,
    /// It is not sent: it is in the composer again.
    Edit,
}

/// What the page's tag can tell of itself, by the names under which its events bear it: the monitoring session (`ssid`)
/// and visitor (`svid`), the context of the engagement (`cid`), and the engagement (`eid`) of its campaign (`campaign`).
pub type TagIds = Rc<Vec<(&'static str, String)>>;

/// What comes in.
#[derive(Clone, Debug)]
pub enum Input {
    /// The widget is on the page.
    Started {
        /// Whether the panel is to open at once: the launcher was pressed while the widget was loading.
        open: bool,
        /// Whether the page is shown.
        visible: bool,
        /// Whether the browser knows of a network.
        online: bool,
        /// Whether tabs of this origin can hear of each other and agree who does a thing: what [`Output::Save`] and
        /// [`Output::Remove`] tell reaches them, and an [`Output::Lock`] is granted to one of them.
        shared: bool,
    },
    /// The consumer did something.
    Intent(Intent),
    /// An answer over HTTP.
    Http {
        /// To which request.
        id: HttpId,
        /// The status and the body, or why there is none.
        result: Result<(u16, String), HttpFailure>,
    },
    /// What the page said when it was asked for a credential.
    Authenticated {
        /// By which request.
        id: HttpId,
        /// What it said.
        answer: PageAnswer,
    },
    /// A socket is open.
    SocketOpened(LinkId),
    /// A frame came.
    Frame {
        /// On which connection.
        link: LinkId,
        /// Its text.
        text: String,
    },
    /// A socket is closed, or could not be opened.
    SocketClosed {
        /// Which.
        link: LinkId,
        /// The close code.
        code: u16,
    },
    /// The browser says whether there is a network.
    Online(bool),
    /// The page was shown or hidden.
    Visible(bool),
    /// The window got the focus, or lost it.
    Focused(bool),
    /// Everything was forgotten, or the widget ends: nothing more comes in.
    Ended,
    /// The page goes into the back/forward cache, or is left.
    PageHidden,
    /// The page came back from there.
    PageShown {
        /// What is kept now.
        stored: Stored,
    },
    /// Another tab kept a value, or forgot it.
    Kept {
        /// The whole key.
        key: String,
        /// The value.
        value: Option<String>,
    },
    /// This tab holds a lock that an [`Output::Lock`] asked for, and will until it lets go of it.
    Locked(Lock),
    /// The page's tag can take events, or cannot any more.
    Tag {
        /// Whether `publish` is there.
        ready: bool,
        /// What it tells of itself.
        ids: TagIds,
    },
    /// What an [`Output::LookAtTag`] found.
    TagKnows(TagIds),
    /// The page, or whoever carries a session for it, reports of it.
    Reported(Report),
    /// What an [`Output::LookAtElement`] found, and whatever stands there from then on.
    Told(Rc<Told>),
    /// What an [`Output::AskToNotify`] came to.
    MayNotify(bool),
    /// The page's tag goes on with a call after a reload.
    CallResumed,
    /// The page's tag tells what went wrong with a call, in words for people.
    CallFailed(Rc<str>),
    /// An `Announce` that the page may take over was performed: whether it does so.
    Announced(bool),
    /// A `Publish` was performed: whether the tag took it; else what it threw.
    Published(Result<(), String>),
    /// An `Output::Save` could not be performed: storage is full or refused.
    StorageFailed {
        /// The whole key.
        key: String,
        /// Whether an older value is kept under it.
        is_older_kept: bool,
    },
    /// What an [`Output::FetchDeferred`] asked for is here, or why it is not.
    Deferred(Result<(), String>),
    /// The consumer chose files. What they are is asked by [`FileTask::Read`].
    Chosen(u32),
    /// Something came of an [`Output::File`].
    File(FileNews),
    /// The time of `poll_timeout` has come.
    Timeout,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Talk to the service.
    Wire(WireOutput),
    /// Keep a value under a name of this widget's own, synchronously, and tell the other tabs of it.
    Save {
        /// The whole key.
        key: String,
        /// The value.
        value: String,
    },
    /// Forget a value, and tell the other tabs of it.
    Remove {
        /// The whole key.
        key: String,
    },
    /// Wait for a lock, which one tab at a time holds, under this name below [`storage_prefix`]; once it is there, that is
    /// an [`Input::Locked`].
    Lock(Lock, String),
    /// Let go of a lock, or wait for it no longer.
    Unlock(Lock),
    /// Publish an event on the page's tag, synchronously; what came of it is an [`Input::Published`]. There is one at a
    /// time.
    Publish {
        /// The application.
        app: String,
        /// The event.
        event: &'static str,
        /// Its data: names and texts.
        data: Vec<(&'static str, String)>,
    },
    /// Make the element into which the page's tag draws a call, and listen to what the tag tells of it; or take both away.
    CallScreen(bool),
    /// Tell the page of a step of CoBrowse by an event on the element, synchronously.
    Announce(Step),
    /// Tell the page, by an event on the element, what a card hands over to it: a JSON object.
    Tell(String),
    /// Give the consumer a file.
    Download {
        /// What it is called.
        name: &'static str,
        /// What is in it.
        text: String,
    },
    /// Do something with a file.
    File(FileTask),
    /// Fetch the code that nobody needs before there is a conversation; what came of it is an [`Input::Deferred`].
    FetchDeferred,
    /// Look what the page's tag knows of the visitor: [`Input::TagKnows`].
    LookAtTag,
    /// Look what the element tells of its visitor, now and whenever that changes: [`Input::Told`].
    LookAtElement,
    /// Tell in the page's title and icon how many messages wait; nothing of that for 0.
    Badge(usize),
    /// Make the sound of a message.
    Sound,
    /// Ask whether the browser lets this site notify; what comes of it is an [`Input::MayNotify`].
    AskToNotify,
    /// Have the browser notify of a message.
    Notify {
        /// Who says it, where that is known.
        who: Option<Rc<str>>,
        /// What.
        row: Rc<Row>,
    },
    /// The page's consumer is somebody else: end this machine and everything that is shown, and begin with a fresh one.
    BeginAnew,
    /// Tell the developer something, one line.
    Console {
        /// How serious it is.
        level: Level,
        /// The line.
        line: String,
    },
}

/// A step of CoBrowse, as the page is told of it: `docs/cobrowse.md` says what each means.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Which.
    pub name: &'static str,
    /// The members of the event's `detail` that are texts.
    pub texts: Vec<(&'static str, String)>,
    /// Until when an invitation stands, by the local clock.
    pub expires: Option<Millis>,
    /// Whether the agent is given control.
    pub granted: Option<bool>,
    /// Whether the page may do the rest itself: what it says is an [`Input::Announced`]. There is one such at a time.
    pub may_be_taken: bool,
}

/// What only one tab of a browser does at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lock {
    /// Becoming somebody for the service.
    Identity,
    /// Sending what all tabs have to send.
    Outbox,
    /// Answering an invitation.
    Answers,
}

impl Lock {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Outbox, Self::Answers];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Outbox => "outbox",
            Self::Answers => "answers",
        }
    }
}

/// How serious a console line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// For whoever looks closely.
    Debug,
    /// Something is not as it should be, and handled.
    Warn,
    /// Something does not work.
    Error,
}

/// The prefix of every key that this widget keeps. The number is that of the form in which things are kept: what was
/// kept in another form is left alone.
#[must_use]
pub fn storage_prefix(service: &ServiceUrl, account: &AccountId) -> String {
    ["alongside1|", &service.origin(), "|", account.as_str(), "|"].concat()
}

/// What was kept, read by the prefix when the widget starts.
pub type Stored = Vec<(String, String)>;
