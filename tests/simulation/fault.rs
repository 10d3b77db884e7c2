//! What goes wrong, and for how long.

use alongside::app::Random;
use alongside::emulator::MetadataPolicy;
use alongside::protocol::Millis;

/// A fault. Those that last are mended after a time of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// The tab's connection breaks; what was on its way is lost.
    Cut,
    /// The same, but frames that the tab sent arrive after all, when it has another connection by then.
    CutWithLateFrames,
    /// Nothing of the tab reaches the service, and nobody is told.
    HalfOpenUp,
    /// Nothing of the service reaches the tab, and nobody is told.
    HalfOpenDown,
    /// Everything takes longer.
    Slow(Millis),
    /// The service closes the socket.
    Close(u16),
    /// There is no network, and the browser says so.
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
    /// Conversations look as on old servers.
    OldShapes,
    /// What becomes of metadata.
    Metadata(MetadataPolicy),
    /// `QueryMessages` is refused.
    RefusedQueries,
    /// The page is loaded anew.
    Reload,
    /// The computer sleeps.
    Sleep,
    /// The local clock is set to another time.
    ClockJump(Millis),
}

impl Fault {
    /// One of all faults.
    pub(crate) fn any(chance: &mut Random) -> Self {
        let mut below = |bound: u64| chance.next_u64() % bound;
        match below(21) {
            0 => Self::Cut,
            1 => Self::CutWithLateFrames,
            2 => Self::HalfOpenUp,
            3 => Self::HalfOpenDown,
            4 => Self::Slow(Millis(below(4_000).cast_signed() + 200)),
            5 => {
                Self::Close([1000, 1001, 1006, 1008, 1011, 1012, 4401, 4407, 4999][usize::try_from(below(9)).unwrap()])
            }
            6 => Self::Offline,
            7 => Self::Unavailable,
            8 => Self::TooMany(u32::try_from(below(6)).unwrap() + 1),
            9 => Self::LostAnswers,
            10 => Self::Duplicates,
            11 => Self::Reversed,
            12 => Self::NotificationsFirst,
            13 => Self::SlowNotifications,
            14 => Self::SingleElements,
            15 => Self::OldShapes,
            16 => Self::Metadata(
                [MetadataPolicy::Keep, MetadataPolicy::Drop, MetadataPolicy::Refuse]
                    [usize::try_from(below(3)).unwrap()],
            ),
            17 => Self::RefusedQueries,
            18 => Self::Reload,
            19 => Self::Sleep,
            _ => Self::ClockJump(Millis(below(20 * 60_000).cast_signed() - 10 * 60_000)),
        }
    }

    /// Its kind, as reports call it.
    pub(crate) fn kind(self) -> String {
        format!("{self:?}").chars().take_while(char::is_ascii_alphanumeric).collect()
    }
}
