//! One element of a card, told apart by `type`, and the members that all elements share.

use super::basic::{Button, Image, KeyValueList, LinkPreview, Map, Template, Text};
use super::layout::{Carousel, Horizontal, Tabs, Vertical};
use super::list::{ButtonList, Checkbox, Checklist, List, Section, SectionList, SubmitButton};
use super::select::{AccordionSelect, CarouselSelect};
use crate::protocol::wire::{closed, wire_kinds};

/// Declares an element: its own members and those that every element may have.
macro_rules! element {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident : $type:ty = $key:literal, )*
        }
    ) => {
        $crate::protocol::wire::wire_struct! {
            $(#[$meta])*
            pub struct $name {
                /// What the element is. Some buttons of quick replies leave it out.
                element_type: Option<String> = "type",
                $( $(#[$field_meta])* $field: $type = $key, )*
                /// Words shown when pointed at.
                tooltip: Option<String> = "tooltip",
                /// Whether it reads from right to left.
                rtl: Option<bool> = "rtl",
                /// How it looks.
                style: Option<Box<super::style::Style>> = "style",
                /// Words in its place for who cannot see it.
                alt: Option<String> = "alt",
                /// A label for reports; the label of a tab.
                tag: Option<String> = "tag",
                /// The version of that label.
                tag_version: Option<String> = "tagVersion",
                /// What a click on it does.
                click: Option<super::click::Click> = "click",
                /// Roles and names for assistive technology.
                accessibility: Option<super::style::Accessibility> = "accessibility",
            }
        }
    };
}

pub(super) use element;

wire_kinds! {
    /// One element of a card.
    pub enum Element {
        /// Words.
        Text = "text",
        /// A picture.
        Image = "image",
        /// A button.
        Button = "button",
        /// A place on a map.
        Map = "map",
        /// The preview of a link.
        LinkPreview = "linkPreview",
        /// An older form of quick replies.
        Template = "template",
        /// Pairs of a name and a value.
        KeyValueList = "keyValuePairList",
        /// Elements below each other.
        Vertical = "vertical",
        /// Elements beside each other.
        Horizontal = "horizontal",
        /// Cards to leaf through.
        Carousel = "carousel",
        /// Cards to leaf through and choose from.
        CarouselSelect = "carouselSelect",
        /// Cards to unfold and choose from.
        AccordionSelect = "accordionSelect",
        /// Cards behind tabs.
        Tabs = "tabs",
        /// A list to tick.
        List = "list",
        /// The sections of a list.
        SectionList = "sectionList",
        /// One section of a list.
        Section = "section",
        /// The boxes of a section.
        Checklist = "checklist",
        /// One box to tick.
        Checkbox = "checkbox",
        /// The buttons below a list.
        ButtonList = "buttonList",
        /// The button that sends what was ticked.
        SubmitButton = "submitButton",
    } else {
        /// An element that this version does not know. The vendor's renderer skips such elements silently.
        Unknown = closed,
    }
}
