//! A list to tick: words, sections of boxes, and the buttons below.

use super::element::{Element, element};
use crate::protocol::wire::Many;

element! {
    /// The whole list: a text, the sections, the buttons, in this order.
    pub struct List {
        /// The three parts.
        elements: Many<Element> = "elements",
    }
}

element! {
    /// The sections.
    pub struct SectionList {
        /// One element each.
        elements: Many<Element> = "elements",
    }
}

element! {
    /// One section: its boxes, possibly with words above.
    pub struct Section {
        /// Its name inside the list.
        section_id: Option<String> = "sectionID",
        /// A checklist, or a text and a checklist.
        elements: Many<Element> = "elements",
        /// Space around, 0 to 10.
        padding: Option<f64> = "padding",
    }
}

element! {
    /// The boxes of a section.
    pub struct Checklist {
        /// One element each.
        elements: Many<Element> = "elements",
        /// Space around, 0 to 10.
        padding: Option<f64> = "padding",
    }
}

element! {
    /// One box to tick.
    pub struct Checkbox {
        /// What stands beside it.
        text: Option<String> = "text",
        /// Whether a line divides it from the next.
        border_line: Option<bool> = "borderLine",
        /// The colour of that line.
        border_color: Option<String> = "borderColor",
    }
}

element! {
    /// The buttons below the list: one that submits, possibly another.
    pub struct ButtonList {
        /// The buttons.
        elements: Many<Element> = "elements",
        /// Space around, 0 to 10.
        padding: Option<f64> = "padding",
    }
}

element! {
    /// The button that sends what was ticked.
    pub struct SubmitButton {
        /// What stands on it.
        title: Option<String> = "title",
        /// Whether it is out of use.
        disabled: Option<bool> = "disabled",
    }
}
