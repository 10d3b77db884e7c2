//! What goes wrong on the wire at one moment.

use std::time::Duration;

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the browser to the service.
    Up,
    /// From the service to the browser.
    Down,
}

/// How a connection ends, as either side sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// There is nothing more to come: FIN.
    #[default]
    Fin,
    /// There is no such connection: RST.
    Rst,
}

/// One direction.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lane {
    pub(super) stalled: bool,
    pub(super) delay: Duration,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Weather {
    pub(super) refuses: bool,
    pub(super) cuts_within: Option<(Way, usize)>,
    /// How many cuts there were so far, and the kind of the last one.
    pub(super) cuts: (u64, End),
    up: Lane,
    down: Lane,
}

impl Weather {
    pub(super) fn lane(&mut self, way: Way) -> &mut Lane {
        match way {
            Way::Up => &mut self.up,
            Way::Down => &mut self.down,
        }
    }

    pub(super) fn in_lane(&self, way: Way) -> Lane {
        match way {
            Way::Up => self.up,
            Way::Down => self.down,
        }
    }

    pub(super) fn cut(&mut self, end: End) {
        self.cuts = (self.cuts.0 + 1, end);
    }

    /// What was broken stays broken.
    pub(super) fn clear(&mut self) {
        *self = Self { cuts: self.cuts, ..Self::default() };
    }

    /// Behind which byte of so many this way a connection breaks, if it does. Only one connection does.
    pub(super) fn take_cut_within(&mut self, way: Way, count: usize) -> Option<usize> {
        self.cuts_within.take_if(|(cut, most)| *cut == way && *most < count).map(|(_, most)| most)
    }
}
