//! Structured content, typed: cards, lists to tick, quick replies and what a click on them does.
//!
//! Events keep their content as opaque JSON ([`RichContentEvent`](super::RichContentEvent)); who draws or inspects it
//! reads it with these types. They describe what may stand in a card and nothing of how it looks. No limit of length
//! or number is checked here, and no text, colour or address is safe to be used unchecked: all come from the network.

mod action;
mod basic;
mod click;
mod element;
mod layout;
mod list;
mod quick_replies;
mod select;
mod style;

pub use action::{
    Action, AddToCart, CartItem, Checked, CustomAction, DatePicker, Link, LinkTarget, Navigate, PublishText,
    ScheduleSlot, ScheduleSlotList, SubmitAsText,
};
pub use basic::{Button, ButtonRef, Image, KeyValue, KeyValueList, LinkPreview, Map, Template, Text};
pub use click::Click;
pub use element::Element;
pub use layout::{Carousel, Horizontal, Tabs, Vertical};
pub use list::{ButtonList, Checkbox, Checklist, List, Section, SectionList, SubmitButton};
pub use quick_replies::QuickReplies;
pub use select::{AccordionSelect, AccordionTitle, CarouselSelect, SelectMode};
pub use style::{Accessibility, Display, Style, WebAccessibility};
