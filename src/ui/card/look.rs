//! How an element looks: by words that the style sheet knows, and by colours and shares that were read and can be relied
//! on. They are set as properties, which no policy of the page forbids.

use yew::virtual_dom::AttributeOrProperty;

use crate::protocol::card::{Letters, Node, Paint, Rgb, Size};
use crate::protocol::decimal_count;
use crate::ui::element::Value;

/// A text for the element's own style.
pub(super) struct Css(pub(super) String);

impl Value for Css {
    #[cfg(target_arch = "wasm32")]
    fn value(self) -> Option<AttributeOrProperty> {
        (!self.0.is_empty()).then(|| AttributeOrProperty::Property(wasm_bindgen::JsValue::from_str(&self.0)))
    }

    /// There are no properties where no page is.
    #[cfg(not(target_arch = "wasm32"))]
    fn value(self) -> Option<AttributeOrProperty> {
        (!self.0.is_empty()).then(|| AttributeOrProperty::Attribute(self.0.into()))
    }
}

/// The words for its letters; nothing for usual ones.
pub(super) fn letters(node: &Node) -> Option<String> {
    let Letters { is_bold, is_italic, size } = node.letters;
    let size = match size {
        Size::Small => " small",
        Size::Medium => "",
        Size::Large => " large",
    };
    let all = [if is_bold { " bold" } else { "" }, if is_italic { " italic" } else { "" }, size].concat();
    (!all.is_empty()).then(|| all.trim_ascii_start().to_owned())
}

/// Its colours, and those of everything in it: what stands on a colour of the card's has that colour's ink, whatever it is.
pub(super) fn paint(node: &Node) -> Css {
    painted(node.paint)
}

/// The border of the outermost element, for the card that stands for it.
pub(super) fn framed(node: &Node) -> Css {
    painted(Paint { back: None, ink: None, ..node.paint })
}

fn painted(Paint { back, ink, edge, radius }: Paint) -> Css {
    let mut css = String::new();
    let mut set = |names: &[&str], Rgb(colour): Rgb| {
        for name in names {
            css.push_str(name);
            css.push_str(":#");
            for place in (0..6).rev() {
                css.push(char::from_digit(colour >> (4 * place) & 15, 16).unwrap_or('0'));
            }
            css.push(';');
        }
    };
    if let Some(back) = back {
        set(&["background", "--surface", "--bubble"], back);
        if let Some(ink) = ink {
            set(&["--meta", "--link", "--border", "--line", "--danger"], ink);
        }
    }
    if let Some(ink) = ink {
        set(&["color", "--text"], ink);
    }
    if let Some(edge) = edge {
        set(&["border-color"], edge);
    }
    if let Some(radius) = radius {
        css.push_str(&["border-radius:", &decimal_count(radius.into()), "px;"].concat());
    }
    Css(css)
}

/// The columns of elements that stand beside each other; those without a share divide what is left.
pub(super) fn columns(shares: &[u8], count: usize) -> String {
    if shares.is_empty() {
        return String::new();
    }
    let given: usize = shares.iter().take(count).map(|share| usize::from(*share)).sum();
    let without = (0..count).filter(|place| shares.get(*place).copied().unwrap_or(0) == 0).count();
    let rest = (100_usize.saturating_sub(given) / without.max(1)).max(5);
    let mut columns = String::from("--columns:");
    for place in 0..count {
        let share = shares.get(place).copied().filter(|share| *share > 0).map_or(rest, usize::from);
        columns.push_str(&["minmax(0,", &decimal_count(share), "fr) "].concat());
    }
    columns.push(';');
    columns
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn shares_become_columns_and_what_has_none_divides_the_rest() {
        assert_eq!(columns(&[], 3), "");
        assert_eq!(columns(&[30, 70], 2), "--columns:minmax(0,30fr) minmax(0,70fr) ;");
        assert_eq!(columns(&[40], 3), "--columns:minmax(0,40fr) minmax(0,30fr) minmax(0,30fr) ;");
        assert_eq!(columns(&[95, 95, 0], 3), "--columns:minmax(0,95fr) minmax(0,95fr) minmax(0,5fr) ;");
    }
}
