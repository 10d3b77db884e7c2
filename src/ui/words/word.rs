//! A text of the widget's own, and what the page says in its place.

use std::cell::Cell;
use std::rc::Rc;

use yew::{AttrValue, Html};

use crate::protocol::{decimal, parted};
use crate::ui::element::{isolated, list, text};
use crate::ui::formats::Formats;

/// What stands in a text where a name or a number belongs.
const GAP: &str = "{}";

thread_local! {
    /// How the widget writes that draws, or acts, right now: those of one page can differ.
    static HERE: Cell<Option<Rc<dyn Formats>>> = const { Cell::new(None) };
}

/// Puts one there, and yields the one before it.
fn hold(formats: Option<Rc<dyn Formats>>) -> Option<Rc<dyn Formats>> {
    HERE.replace(formats)
}

/// From here on this is how texts are written.
#[inline(never)]
pub(in crate::ui) fn write_by(formats: &Rc<dyn Formats>) {
    drop(hold(Some(Rc::clone(formats))));
}

/// Asks for what the page says, and leaves who answers where they were.
fn ask<T>(question: impl Fn(&dyn Formats) -> Option<T>) -> Option<T> {
    let formats = hold(None)?;
    let answer = question(&*formats);
    hold(Some(formats));
    answer
}

/// A text, by what it is in English: a page that has another one in its place finds it by that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) struct Word(pub(super) &'static str);

impl Word {
    /// In English, which nobody reads: a name for it.
    pub(in crate::ui) fn english(self) -> &'static str {
        self.0
    }

    /// As the page has it, or in English.
    #[inline(never)]
    pub(in crate::ui) fn said(self) -> AttrValue {
        let said = if self.0.is_empty() { None } else { ask(|formats| formats.word(self.0)) };
        said.map_or(AttrValue::Static(self.0), AttrValue::from)
    }

    /// What is given; this where that is empty.
    #[inline(never)]
    pub(in crate::ui) fn unless(self, given: &str) -> AttrValue {
        if given.is_empty() { self.said() } else { AttrValue::from(given.to_owned()) }
    }

    /// The same to be drawn.
    #[inline(never)]
    pub(in crate::ui) fn drawn(self) -> Html {
        text(&self.said())
    }

    /// With a name or a number in its place.
    #[inline(never)]
    pub(in crate::ui) fn with(self, name: &str) -> String {
        fill(&self.said(), name)
    }

    /// The same to be drawn: a name stands apart, so that it cannot turn the direction of the rest.
    #[inline(never)]
    pub(in crate::ui) fn about(self, name: &str) -> Html {
        let said = self.said();
        list(match parted(&said, GAP) {
            Some((before, after)) => vec![text(before), isolated(name), text(after)],
            None => vec![text(&said)],
        })
    }
}

/// A text about a number of things.
pub(in crate::ui) struct Counted {
    /// Where it is one thing.
    pub(super) one: &'static str,
    /// Where there are several or none; by this a page finds it.
    pub(super) many: &'static str,
}

impl Counted {
    /// About so many.
    #[inline(never)]
    pub(in crate::ui) fn of(self, count: i64) -> String {
        let english = if count == 1 { self.one } else { self.many };
        let said = ask(|formats| formats.counted(self.many, count));
        fill(said.as_deref().unwrap_or(english), &decimal(count))
    }
}

/// A text with something in the first gap that it has.
pub(super) fn fill(text: &str, with: &str) -> String {
    match parted(text, GAP) {
        Some((before, after)) => [before, with, after].concat(),
        None => text.to_owned(),
    }
}
