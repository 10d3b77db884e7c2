//! What goes wrong, and for how long.

use alongside::app::Random;
use alongside::emulator::MetadataPolicy;
use alongside::protocol::Millis;

/// A fault. Those that last are mended after a time of their own. What is said of "the tab" is one tab of one browser.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// The tab's connection breaks; what was on its way is lost.
    Cut,
    /// The same in the middle of a frame to the service: what was before it arrives, the rest does not.
    CutInMidFrame,
    /// The same, but frames that the tab sent arrive after all, when it has another connection by then.
    CutWithLateFrames,
    /// Nothing of the tab reaches the service, and nobody is told.
    HalfOpenUp,
    /// Nothing of the service reaches the tab, and nobody is told.
    HalfOpenDown,
    /// Everything takes longer for the tab.
    Slow(Millis),
    /// The service closes the tab's socket.
    Close(u16),
    /// The service takes no token: it closes every connection with 4401.
    TokensRefused,
    /// The service goes down, and comes back with its state.
    Restart,
    /// The browser has no network, and says so.
    Offline,
    /// Discovery, sign-in and new sockets are refused.
    Unavailable,
    /// So many requests are refused with 429.
    TooMany(u32),
    /// Requests are carried out, and their answers are lost.
    LostAnswers,
    /// Notifications come twice.
    Duplicates,
    /// Notifications of one request come in reverse order.
    Reversed,
    /// Notifications come before the answer that they belong to.
    NotificationsFirst,
    /// Notifications come late.
    SlowNotifications,
    /// Lists of one element are written as the element.
    SingleElements,
    /// Conversations, their notifications and the answers to subscriptions look as on old servers.
    OldShapes,
    /// An invitation that has ended is told with nothing but its state.
    BareClosed,
    /// An invitation that has ended is left out of its conversation.
    VanishingDialogs,
    /// All invitations have the same id, and agents are named otherwise in them.
    OldCoBrowseIds,
    /// Conversations that have ended are not told of any more to those who subscribe.
    ForgetsClosed,
    /// So many notifications of events are lost on connections that live on.
    LostEvents(u32),
    /// What becomes of metadata.
    Metadata(MetadataPolicy),
    /// `QueryMessages` is refused.
    RefusedQueries,
    /// The browser keeps nothing that is new or changed.
    StorageRefused,
    /// The browser keeps nothing that is new.
    StorageFull,
    /// The tab is loaded anew.
    Reload,
    /// The tab's process dies; another tab is opened after a while.
    Kill,
    /// The tab is closed; another one is opened after a while.
    CloseTab,
    /// The tab goes into the back/forward cache, and comes back.
    BackForward,
    /// Another tab is opened.
    OpenTab,
    /// All timers of the tab ring once a minute.
    Throttled,
    /// All tabs of the browser are loaded anew at the same moment.
    Race,
    /// The computer sleeps.
    Sleep,
    /// The local clock is set to another time.
    ClockJump(Millis),
    /// The page's tag goes away, and comes back.
    TagGone,
    /// The page's tag throws at whatever it is told.
    TagThrows,
    /// The tab is loaded anew, and its page's tag is ready late.
    TagLate,
}

const KINDS: u64 = 40;

impl Fault {
    /// One of all faults.
    pub(crate) fn any(chance: &mut Random) -> Self {
        let kind = chance.next_u64() % KINDS;
        let mut below = |bound: u64| chance.next_u64() % bound;
        match kind {
            0 => Self::Cut,
            1 => Self::CutInMidFrame,
            2 => Self::CutWithLateFrames,
            3 => Self::HalfOpenUp,
            4 => Self::HalfOpenDown,
            5 => Self::Slow(Millis(below(4_000).cast_signed() + 200)),
            6 => Self::Close(CODES[usize::try_from(below(9)).unwrap()]),
            7 => Self::TokensRefused,
            8 => Self::Restart,
            9 => Self::Offline,
            10 => Self::Unavailable,
            11 => Self::TooMany(u32::try_from(below(6)).unwrap() + 1),
            12 => Self::LostAnswers,
            13 => Self::Duplicates,
            14 => Self::Reversed,
            15 => Self::NotificationsFirst,
            16 => Self::SlowNotifications,
            17 => Self::SingleElements,
            18 => Self::OldShapes,
            19 => Self::Metadata(
                [MetadataPolicy::Keep, MetadataPolicy::Drop, MetadataPolicy::Refuse]
                    [usize::try_from(below(3)).unwrap()],
            ),
            20 => Self::RefusedQueries,
            21 => Self::StorageRefused,
            22 => Self::StorageFull,
            23 => Self::Reload,
            24 => Self::Kill,
            25 => Self::CloseTab,
            26 => Self::BackForward,
            27 => Self::OpenTab,
            28 => Self::Throttled,
            29 => Self::Race,
            30 => Self::Sleep,
            31 => Self::TagGone,
            32 => Self::TagThrows,
            33 => Self::TagLate,
            34 => Self::BareClosed,
            35 => Self::VanishingDialogs,
            36 => Self::OldCoBrowseIds,
            37 => Self::ForgetsClosed,
            38 => Self::LostEvents(u32::try_from(below(3)).unwrap() + 1),
            _ => Self::ClockJump(Millis(below(20 * 60_000).cast_signed() - 10 * 60_000)),
        }
    }

    /// Its kind, as reports call it.
    pub(crate) fn kind(self) -> String {
        format!("{self:?}").chars().take_while(char::is_ascii_alphanumeric).collect()
    }

    /// Whether somebody at the computer does it.
    pub(crate) fn is_by_hand(self) -> bool {
        matches!(
            self,
            Self::Kill
                | Self::CloseTab
                | Self::BackForward
                | Self::Reload
                | Self::TagLate
                | Self::Sleep
                | Self::OpenTab
                | Self::Race
        )
    }

    /// Whether it is over at once.
    pub(crate) fn is_brief(self) -> bool {
        matches!(
            self,
            Self::Cut
                | Self::CutInMidFrame
                | Self::CutWithLateFrames
                | Self::Close(_)
                | Self::Reload
                | Self::Race
                | Self::OpenTab
                | Self::ClockJump(_)
        )
    }
}

const CODES: [u16; 9] = [1000, 1001, 1006, 1008, 1011, 1012, 4401, 4407, 4999];
