//! How an element looks, and how it is named to assistive technology. Colours are free texts, often not even valid
//! ones: whoever writes them into a style sheet parses them first.

use serde_json::{Map, Value};

use crate::protocol::wire::{Loose, Trace, Wire, wire_struct};

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
    fn blank() -> Self {
        Self(Vec::new())
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        let Value::Object(map) = value else { return trace.misread() };
        for (name, value) in map {
            if !is_attribute(name) {
                trace.unknown_member(name);
            } else if !value.is_null() {
                trace.enter_member(name);
                self.0.extend(Loose::read(value, trace).map(|read| (name.clone(), read)));
                trace.leave();
            }
        }
        true
    }

    fn write(&self) -> Value {
        Value::Object(self.0.iter().map(|(name, value)| (name.clone(), value.write())).collect::<Map<_, _>>())
    }
}

fn is_attribute(name: &str) -> bool {
    name == "role" || name == "tabindex" || name.starts_with("aria-")
}
