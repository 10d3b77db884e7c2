//! Cards and quick replies as a client draws them: read once, within bounds, into one kind of node.
//!
//! The types of `content` (on the host) mirror the wire member by member, for who inspects traffic. These here hold
//! what may be shown: texts cut to the schema's lengths, addresses of schemes that may be opened, colours that can be
//! read, and no more elements and levels than a page bears. What is not understood is there by its words.

mod action;
mod colour;
mod read;
mod words;

use std::rc::Rc;

pub use action::{Act, Click, Days, MOST_ACTIONS, Slot, joined};
pub use colour::{Paint, Rgb};
pub use read::{DEEPEST, MOST_NODES, MOST_REPLIES};

/// A card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The outermost element.
    pub root: Node,
    /// Its words, in the order of reading: what stands for it where it cannot be drawn.
    pub words: String,
    /// Whether something of it was left out.
    pub is_cut: bool,
    /// The answers that it offers itself, until they are those of its message.
    pub(in crate::protocol) replies: Vec<Node>,
}

impl Card {
    /// Whether there is anything to be shown of it.
    #[must_use]
    pub fn says_anything(&self) -> bool {
        let is_seen = |node: &&Node| matches!(node.kind, Kind::Image(Some(_)) | Kind::Map);
        !self.words.is_empty() || self.root.all().iter().any(is_seen)
    }

    /// The element of a number.
    #[must_use]
    pub fn node(&self, id: u16) -> Option<&Node> {
        self.root.find(id)
    }
}

/// Answers that are offered below a message, and how many of them stand in a row at most: no such bound where it is 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replies(pub Vec<Node>, pub usize);

/// One element of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its number in the card, in the order of reading.
    pub id: u16,
    /// What it is.
    pub kind: Kind,
    /// Its words: the text, the title.
    pub words: String,
    /// Smaller words: the caption, the subtitle, what is told beside a title.
    pub more: String,
    /// What it is called for who cannot see it.
    pub label: String,
    /// Words shown when pointed at.
    pub tooltip: String,
    /// Whether it reads from right to left.
    pub is_rtl: bool,
    /// How its letters look.
    pub letters: Letters,
    /// Its colours.
    pub paint: Paint,
    /// Whether lines divide what stands in it side by side; of a box to tick: whether one divides it from the next.
    pub has_line: bool,
    /// What using it does; nothing where that is nothing that is understood.
    pub click: Option<Box<Click>>,
    /// Inside a choice: the entries that choosing it stands for, as JSON.
    pub metadata: Option<Rc<str>>,
    /// What is in it.
    pub nodes: Vec<Self>,
}

/// How letters look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// Heavy.
    pub is_bold: bool,
    /// Slanted.
    pub is_italic: bool,
    /// How large.
    pub size: Size,
}

/// A size of letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// Smaller.
    Small,
    /// As everything.
    #[default]
    Medium,
    /// Larger.
    Large,
}

/// What surrounds an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Border {
    /// A line.
    #[default]
    Line,
    /// Nothing.
    None,
    /// A shadow.
    Shadow,
}

/// What an element is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Words; also what stands for an element that is not understood.
    Text,
    /// A picture, by an `https` address where there is one that may be loaded.
    Image(Option<String>),
    /// Something to press.
    Button {
        /// It looks like a link.
        is_link: bool,
        /// The choice whose entries it sends.
        choice: Option<String>,
    },
    /// A place on a map; its click shows it.
    Map,
    /// The preview of a link; its click opens it.
    Preview,
    /// Names and values.
    Pairs(Vec<(String, String)>),
    /// Elements below each other.
    Vertical(Border, Scroll),
    /// Elements beside each other: their shares of the width, in percent.
    Horizontal(Border, Vec<u8>),
    /// Cards to leaf through.
    Carousel,
    /// Cards to choose from.
    Choice {
        /// The name by which buttons refer to it.
        name: String,
        /// Whether several can be chosen.
        is_multiple: bool,
        /// Whether the cards unfold, under their titles; else they are leafed through.
        unfolds: bool,
    },
    /// Cards behind tabs; the words of each are its label.
    Tabs,
    /// A list to tick: words, sections, buttons.
    List,
    /// A part of it: possibly words, and boxes.
    Section,
    /// A box to tick: what it says when it is submitted.
    Tick(String),
    /// What submits the ticked boxes; whether it is out of use.
    Submit(bool),
}

/// Whether something tall scrolls in itself.
pub type Scroll = bool;

impl Node {
    /// The element of a number, itself or within it. Numbers grow in the order of reading.
    #[must_use]
    pub fn find(&self, id: u16) -> Option<&Self> {
        if self.id == id {
            return Some(self);
        }
        let behind = self.nodes.partition_point(|node| node.id <= id);
        self.nodes.get(behind.checked_sub(1)?)?.find(id)
    }

    /// It and all elements in it, in the order of reading.
    #[must_use]
    pub fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        for node in &self.nodes {
            all.append(&mut node.all());
        }
        all
    }
}
