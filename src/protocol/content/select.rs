//! Elements to choose cards from. A button elsewhere in the card refers to the choice by its name.

use super::element::{Element, element};
use super::style::Display;
use crate::protocol::wire::{Many, wire_struct};

wire_struct! {
    /// How a choice is made.
    pub struct SelectMode {
        /// The name by which a button refers to the choice.
        name: Option<String> = "name",
        /// `single` or `multiple`.
        mode: Option<String> = "type",
    }
}

element! {
    /// Cards to leaf through and choose from.
    pub struct CarouselSelect {
        /// The cards.
        elements: Many<Element> = "elements",
        /// Space between the cards, 0 to 10.
        padding: Option<f64> = "padding",
        /// How the pictures fill their place.
        display: Option<Display> = "display",
        /// How the choice is made.
        select_mode: Option<SelectMode> = "selectMode",
    }
}

wire_struct! {
    /// The head of one card of an accordion.
    pub struct AccordionTitle {
        /// What stands in it.
        name: Option<String> = "name",
        /// Smaller words beside, a price for example.
        additional: Option<String> = "additional",
    }
}

element! {
    /// Cards to unfold and choose from.
    pub struct AccordionSelect {
        /// The cards.
        elements: Many<Element> = "elements",
        /// The head of each card, in the order of the cards.
        titles: Many<AccordionTitle> = "titles",
        /// Space between the cards, 0 to 10.
        padding: Option<f64> = "padding",
        /// How the pictures fill their place.
        display: Option<Display> = "display",
        /// The name of the choice.
        select_mode: Option<SelectMode> = "selectMode",
    }
}
