//! Elements without elements inside.

use super::element::element;
use crate::protocol::wire::{Many, wire_struct};

element! {
    /// Words.
    pub struct Text {
        /// The words. Plain text: markup in it is to be shown, not obeyed.
        text: Option<String> = "text",
    }
}

element! {
    /// A picture.
    pub struct Image {
        /// Where it lies.
        url: Option<String> = "url",
        /// Words below it.
        caption: Option<String> = "caption",
    }
}

wire_struct! {
    /// The choice to which a button belongs: it sends the metadata of the chosen cards instead of its own.
    pub struct ButtonRef {
        /// The name of the choice.
        name: Option<String> = "name",
        /// `carouselSelect` or `accordionSelect`.
        ref_type: Option<String> = "type",
    }
}

element! {
    /// A button; also one quick reply.
    pub struct Button {
        /// What stands on it.
        title: Option<String> = "title",
        /// Smaller words below.
        subtitle: Option<String> = "subtitle",
        /// `button`, or `text` for the look of a link.
        class: Option<String> = "class",
        /// The choice to which it belongs.
        choice: Option<ButtonRef> = "ref",
    }
}

element! {
    /// A place on a map.
    pub struct Map {
        /// Degrees of latitude.
        latitude: Option<f64> = "la",
        /// Degrees of longitude.
        longitude: Option<f64> = "lo",
    }
}

element! {
    /// The preview of a link.
    pub struct LinkPreview {
        /// Where it leads.
        url: Option<String> = "url",
        /// Its title.
        title: Option<String> = "title",
    }
}

element! {
    /// An older form of quick replies.
    pub struct Template {
        /// `quickReply`.
        template_type: Option<String> = "templateType",
        /// The question.
        title: Option<String> = "title",
        /// The answers offered.
        responses: Many<String> = "resp",
    }
}

wire_struct! {
    /// A name and a value.
    pub struct KeyValue {
        /// The name.
        key: Option<String> = "key",
        /// The value.
        value: Option<String> = "value",
    }
}

element! {
    /// Pairs of a name and a value.
    pub struct KeyValueList {
        /// The pairs.
        elements: Many<KeyValue> = "elements",
    }
}
