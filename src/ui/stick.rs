//! A scroller that follows its end while the reader is there, and never moves a reader who is elsewhere.

use std::cell::Cell;

use web_sys::Element;
use yew::NodeRef;

/// Within how many pixels of the end the reader counts as being there.
const NEAR: i32 = 48;

/// A scroller, its content, and what the reader wants of them. It is to be told whenever either has another size,
/// whatever makes it so: rows, the typing sign, the composer, larger letters, a turned phone.
#[derive(Default)]
pub(super) struct Stick {
    /// The element that scrolls.
    pub(super) scroller: NodeRef,
    /// The element in it whose size changes.
    pub(super) content: NodeRef,
    want: Cell<Want>,
}

/// What becomes of the place when something changes its size.
#[derive(Clone, Copy, Default, PartialEq)]
enum Want {
    /// The end is followed.
    End,
    /// The reader is elsewhere and stays there.
    Stay,
    /// Rows are being mounted above: what is this far from the end stays where it is.
    FromEnd(i32),
    /// It cannot be seen, and has lost its place: it starts at its end.
    #[default]
    Hidden,
}

impl Stick {
    /// Takes note of a scrolling reader; yields how many pixels they are from the end.
    pub(super) fn scrolled(&self) -> i32 {
        let Some(scroller) = self.visible() else { return 0 };
        let distance = scroller.scroll_height() - scroller.scroll_top() - scroller.client_height();
        if !matches!(self.want.get(), Want::FromEnd(_)) {
            self.want.set(if distance < NEAR { Want::End } else { Want::Stay });
        }
        distance
    }

    /// Follows the end from the next change of size on.
    pub(super) fn follow(&self) {
        self.want.set(Want::End);
    }

    /// Goes to the end and follows it from now on.
    pub(super) fn go_to_end(&self) {
        self.follow();
        self.resized();
    }

    /// Keeps what the reader looks at where it is, when the next change of size comes from above it.
    pub(super) fn keep_from_end(&self) {
        if let Some(scroller) = self.visible() {
            self.want.set(Want::FromEnd(scroller.scroll_height() - scroller.scroll_top()));
        }
    }

    /// Something has another size than before.
    pub(super) fn resized(&self) {
        let Some(scroller) = self.visible() else { return self.want.set(Want::Hidden) };
        let height = scroller.scroll_height();
        match self.want.get() {
            Want::Stay => {}
            Want::End => scroller.set_scroll_top(height),
            Want::Hidden => {
                self.want.set(Want::End);
                scroller.set_scroll_top(height);
            }
            Want::FromEnd(distance) => {
                self.want.set(Want::Stay);
                scroller.set_scroll_top(height - distance);
            }
        }
    }

    fn visible(&self) -> Option<Element> {
        self.scroller.cast::<Element>().filter(|scroller| scroller.client_height() > 0)
    }
}
