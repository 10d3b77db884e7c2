//! Elements that lay others out.

use super::element::{Element, element};
use super::style::Display;
use crate::protocol::metadata::Metadata;
use crate::protocol::wire::Many;

element! {
    /// Elements below each other; the usual outermost element of a card.
    pub struct Vertical {
        /// What is in it.
        elements: Many<Element> = "elements",
        /// `border`, `borderLess` or `dropShadow`.
        border: Option<String> = "border",
        /// `enable` where a tall card scrolls.
        scroll: Option<String> = "scroll",
        /// How its pictures fill their place.
        display: Option<Display> = "display",
        /// Inside a choice: what choosing this card sends.
        metadata: Many<Metadata> = "metadata",
    }
}

element! {
    /// Elements beside each other.
    pub struct Horizontal {
        /// What is in it.
        elements: Many<Element> = "elements",
        /// The width of each element in percent.
        percentages: Many<f64> = "percentages",
        /// `border`, `borderLess` or `dropShadow`.
        border: Option<String> = "border",
        /// Whether lines divide the elements.
        border_line: Option<bool> = "borderLine",
        /// Inside a choice: what choosing this card sends.
        metadata: Many<Metadata> = "metadata",
    }
}

element! {
    /// Cards to leaf through.
    pub struct Carousel {
        /// The cards.
        elements: Many<Element> = "elements",
        /// Space between the cards, 0 to 10.
        padding: Option<f64> = "padding",
        /// How the pictures fill their place.
        display: Option<Display> = "display",
    }
}

element! {
    /// Cards behind tabs; the label of each tab is the `tag` of its card.
    pub struct Tabs {
        /// The cards.
        elements: Many<Element> = "elements",
    }
}
