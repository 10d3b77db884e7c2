//! A scroller that follows its end while the reader is there, and never moves a reader who is elsewhere.

use std::cell::Cell;

use web_sys::Element;
use yew::NodeRef;

/// Within how many pixels of the end the reader counts as being there.
const NEAR: i32 = 48;

/// A scroller, what is in it, and what the reader wants of it.
#[derive(Default)]
pub(super) struct Stick {
    /// The element that scrolls.
    pub(super) scroller: NodeRef,
    /// The element in it whose size changes.
    pub(super) content: NodeRef,
    want: Cell<Want>,
    /// How far it was scrolled when that was last noted.
    top: Cell<i32>,
    /// How many rows there are, where others of them are mounted while the reader is near the end, but not at it: that alone
    /// does not take them there.
    rests: Cell<Option<usize>>,
}

/// What becomes of the place when something changes its size.
#[derive(Clone, Copy, Default, PartialEq)]
enum Want {
    /// The end is followed.
    End,
    /// The reader is elsewhere and stays there.
    Stay,
    /// It cannot be seen, and has lost its place: it starts at its end.
    #[default]
    Hidden,
}

impl Stick {
    /// Takes note of a scrolling reader; yields how many pixels they are from the end, which is none while they follow it.
    ///
    /// The renderer takes pauses in the midst of drawing, and what has grown below meanwhile is not the reader's doing: only
    /// who goes up leaves the end.
    pub(super) fn scrolled(&self) -> i32 {
        let Some(scroller) = self.visible() else { return 0 };
        let (top, distance) = (scroller.scroll_top(), self.distance());
        self.rests.take();
        let goes_up = top < self.top.replace(top);
        let stays_there = self.want.get() == Want::End && !goes_up;
        self.want.set(if distance < NEAR || stays_there { Want::End } else { Want::Stay });
        if self.follows() { 0 } else { distance }
    }

    /// Whether the reader, who was not noted as scrolling yet, goes up and is within so many pixels of the start.
    pub(super) fn goes_up_within(&self, pixels: i32) -> bool {
        let scroller = self.scroller.cast::<Element>();
        scroller.is_some_and(|scroller| scroller.scroll_top() < pixels.min(self.top.get()))
    }

    /// Scrolls, without that being the reader's doing.
    pub(super) fn scroll_to(&self, scroller: &Element, top: i32) {
        scroller.set_scroll_top(top);
        self.top.set(scroller.scroll_top());
    }

    /// Other rows of so many are about to be mounted, and nothing is new.
    pub(super) fn rest(&self, rows: usize) {
        self.rests.set(Some(rows).filter(|_| self.distance() > 1));
    }

    /// Whether the reader is taken to the end, of so many rows.
    pub(super) fn follows_with(&self, rows: usize) -> bool {
        self.follows() && self.rests.get() != Some(rows)
    }

    fn distance(&self) -> i32 {
        let scroller = self.scroller.cast::<Element>();
        scroller.map_or(0, |scroller| scroller.scroll_height() - scroller.scroll_top() - scroller.client_height())
    }

    /// Follows the end from the next change of size on.
    pub(super) fn follow(&self) {
        self.rests.take();
        self.want.set(Want::End);
    }

    /// Leaves the end: whoever goes through the rows is elsewhere.
    pub(super) fn stay(&self) {
        self.want.set(Want::Stay);
    }

    /// Whether the reader is at the end, or will be there when the transcript is seen.
    pub(super) fn follows(&self) -> bool {
        self.want.get() != Want::Stay
    }

    /// The scroller, where it can be seen. Where it cannot, it loses its place.
    pub(super) fn visible(&self) -> Option<Element> {
        let seen = self.scroller.cast::<Element>().filter(|scroller| scroller.client_height() > 0);
        match self.want.get() {
            _ if seen.is_none() => self.want.set(Want::Hidden),
            Want::Hidden => self.want.set(Want::End),
            Want::End | Want::Stay => {}
        }
        seen
    }
}
