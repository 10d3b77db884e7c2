//! How an element looks, and how it is named to assistive technology. Colours are free texts, often not even valid
//! ones: whoever writes them into a style sheet parses them first.

use serde_json::{Map, Value};

use crate::protocol::wire::{Loose, Members, Trace, Wire, wire_struct};

wire_struct! {
    /// How an element looks.
    pub struct Style {
        /// Heavy letters.
        bold: Option<bool> = "bold",
        /// Slanted letters.
        italic: Option<bool> = "italic",
        /// `small`, `medium`, `large`.
        size: Option<String> = "size",
        /// The colour of the letters.
        color: Option<String> = "color",
        /// The same while pointed at.
        color_hover: Option<String> = "color-hover",
        /// The same while pressed.
        color_active: Option<String> = "color-active",
        /// The colour behind.
        background_color: Option<String> = "background-color",
        /// The same while pointed at.
        background_color_hover: Option<String> = "background-color-hover",
        /// The same while pressed.
        background_color_active: Option<String> = "background-color-active",
        /// The colour of the border.
        border_color: Option<String> = "border-color",
        /// The same while pointed at.
        border_color_hover: Option<String> = "border-color-hover",
        /// The same while chosen.
        border_color_selected: Option<String> = "border-color-selected",
        /// Rounded corners, in pixels.
        border_radius: Option<f64> = "border-radius",
        /// The typeface.
        font_family: Option<String> = "font-family",
        /// The colour of symbols.
        fill: Option<String> = "fill",
    }
}

wire_struct! {
    /// How pictures fill their place.
    pub struct Display {
        /// `rectangle`, `square`, `horizontal`.
        aspect_ratio: Option<String> = "aspectRatio",
        /// `cover`, `contain`, `large`, `compact`, `tall`, `full`.
        size: Option<String> = "size",
    }
}

wire_struct! {
    /// How an element is named to assistive technology, by platform.
    pub struct Accessibility {
        /// On the web.
        web: Option<WebAccessibility> = "web",
    }
}

/// `role`, `tabindex` and attributes that begin with `aria-`, as they came.
#[derive(Clone, Debug, PartialEq)]
pub struct WebAccessibility(pub Vec<(String, Loose)>);

impl Wire for WebAccessibility {
    fn read(value: Value, trace: &mut Trace) -> Option<Self> {
        let names = match &value {
            Value::Object(map) => map.keys().filter(|name| is_attribute(name)).cloned().collect::<Vec<_>>(),
            _ => return trace.misread(),
        };
        let mut members = Members::open(value, trace)?;
        let mut attributes = Vec::with_capacity(names.len());
        for name in names {
            let Some(raw) = members.raw(&name).filter(|raw| !raw.is_null()) else { continue };
            if let Some(read) = members.read_at(&name, raw, Loose::read) {
                attributes.push((name, read));
            }
        }
        members.close();
        Some(Self(attributes))
    }

    fn write(&self) -> Value {
        Value::Object(self.0.iter().map(|(name, value)| (name.clone(), value.write())).collect::<Map<_, _>>())
    }
}

fn is_attribute(name: &str) -> bool {
    name == "role" || name == "tabindex" || name.starts_with("aria-")
}
