//! Colours as cards write them, and which of them can be read. A colour is taken only where what stands on it has a
//! contrast of 4.5 to 1: of a pair that has less, the letters become black or white.

use crate::protocol::json::{Value, whole};
use crate::protocol::read_decimal;

/// Red, green and blue, eight bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u32);

/// The colours of an element, as far as it has its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// Behind it.
    pub back: Option<Rgb>,
    /// Of its letters; always there where there is something behind.
    pub ink: Option<Rgb>,
    /// Of its border.
    pub edge: Option<Rgb>,
    /// How round its corners are, in pixels.
    pub radius: Option<u8>,
}

/// What the border of an element is for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Edge {
    /// It has none.
    None,
    /// It can be done without.
    Frames,
    /// It may be all that tells something to press.
    Tells,
}

/// The contrast that letters have at least, and a little, as the luminance is reckoned to the hundredth.
const LEAST: f64 = 4.6;
/// The same for what tells something to press from what is around it.
const LEAST_EDGE: f64 = 3.1;

/// The surfaces of the widget, light and dark (`styles/tokens.css`).
const SURFACES: [Rgb; 2] = [WHITE, Rgb(0x16_18_1d)];
/// What is rounder cuts into the words of a card.
const ROUNDEST: i64 = 22;

const BLACK: Rgb = Rgb(0);
const WHITE: Rgb = Rgb(0xff_ff_ff);

const NAMED: [(&str, u32); 16] = [
    ("black", 0x00_00_00),
    ("white", 0xff_ff_ff),
    ("red", 0xff_00_00),
    ("green", 0x00_80_00),
    ("blue", 0x00_00_ff),
    ("gray", 0x80_80_80),
    ("grey", 0x80_80_80),
    ("silver", 0xc0_c0_c0),
    ("yellow", 0xff_ff_00),
    ("orange", 0xff_a5_00),
    ("purple", 0x80_00_80),
    ("pink", 0xff_c0_cb),
    ("navy", 0x00_00_80),
    ("teal", 0x00_80_80),
    ("maroon", 0x80_00_00),
    ("lime", 0x00_ff_00),
];

impl Paint {
    /// What a style asks for, on what is behind already, as far as that can be read.
    pub(super) fn of(style: Option<&Value>, behind: Option<Rgb>, edge: Edge) -> Self {
        let has = |key| colour(style?, key);
        let (back, ink) = (has("background-color"), has("color"));
        let mut paint = Self::default();
        if edge != Edge::None {
            let is_seen = |edge: Rgb| {
                let [light, dark] = behind.map_or(SURFACES, |behind| [behind; 2]);
                contrast(edge, light) >= LEAST_EDGE && contrast(edge, dark) >= LEAST_EDGE
            };
            paint.edge = has("border-color").filter(|colour| edge == Edge::Frames || is_seen(*colour));
            let radius = style.and_then(|style| style.get("border-radius")).and_then(whole);
            paint.radius = radius.and_then(|radius| u8::try_from(radius.clamp(0, ROUNDEST)).ok());
        }
        let Some(on) = back.or(behind) else { return paint };
        let ink = ink.filter(|ink| contrast(*ink, on) >= LEAST);
        match back {
            Some(back) => {
                let plain = if contrast(BLACK, back) >= contrast(WHITE, back) { BLACK } else { WHITE };
                Self { back: Some(back), ink: ink.or(Some(plain)), ..paint }
            }
            None => Self { ink, ..paint },
        }
    }
}

/// The colour that a member has, if any.
pub(super) fn colour(of: &Value, key: &str) -> Option<Rgb> {
    of.get(key).and_then(Value::as_str).and_then(read)
}

/// Reads a colour: `#abc`, `#aabbcc`, `rgb(1, 2, 3)` or one of a few names. What is transparent is none.
fn read(text: &str) -> Option<Rgb> {
    let text = text.trim_ascii().to_ascii_lowercase();
    if let Some(digits) = text.strip_prefix('#') {
        let mut number = 0;
        for digit in digits.chars() {
            number = number << 4 | digit.to_digit(16)?;
        }
        return match digits.len() {
            3 => Some(Rgb(((number & 0xf00) << 8 | (number & 0xf0) << 4 | number & 0xf) * 0x11)),
            6 => Some(Rgb(number)),
            _ => None,
        };
    }
    if let Some(parts) = text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
        let mut colour = 0;
        let mut count = 0;
        for part in parts.as_bytes().split(|byte| *byte == b',') {
            let part = read_decimal(str::from_utf8(part).ok()?.trim_ascii())?;
            colour = colour << 8 | u32::try_from(part).ok().filter(|part| *part < 256)?;
            count += 1;
            if count > 3 {
                return None;
            }
        }
        return (count == 3).then_some(Rgb(colour));
    }
    NAMED.iter().find(|(name, _)| *name == text).map(|(_, colour)| Rgb(*colour))
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// How bright it is, 0 to 1. The curve of sRGB by a polynomial that is off by a hundredth at most.
fn luminance(Rgb(colour): Rgb) -> f64 {
    let part = |shift: u32| {
        let part = f64::from(colour >> shift & 0xff) / 255.0;
        part * (part * (part * 0.305_306_011 + 0.682_171_111) + 0.012_522_878)
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Edge, Paint, Rgb, SURFACES, contrast, read};

    /// By the definition of WCAG.
    fn exact(one: Rgb, other: Rgb) -> f64 {
        let luminance = |Rgb(colour): Rgb| {
            let part = |shift: u32| {
                let part = f64::from(colour >> shift & 0xff) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
        };
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn colours_are_read_as_they_are_written() {
        let check = |text: &str, expected: Option<u32>| assert_eq!(read(text).map(|rgb| rgb.0), expected, "{text:?}");
        check("#fff", Some(0xff_ff_ff));
        check("#1a2", Some(0x11_aa_22));
        check(" #0363AD ", Some(0x03_63_ad));
        check("rgb(1, 2,3)", Some(0x01_02_03));
        check("Blue", Some(0xff));
        for text in [
            "",
            "#",
            "#12",
            "#+12",
            "#12345g",
            "#12345678",
            "rgb(1,2)",
            "rgb(1,2,3,4)",
            "rgb(256,0,0)",
            "rgb(-1,0,0)",
            "transparent",
            "url(x)",
            "red;background:url(x)",
            "\u{e9}",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn whatever_is_asked_for_can_be_read() {
        let steps = || (0..=255_u32).step_by(17);
        for back in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| r << 16 | g << 8 | b))) {
            for ink in ["#000", "#fff", "#777", "#0363AD", "no colour"] {
                let style = json!({ "background-color": format!("#{back:06x}"), "color": ink });
                let paint = Paint::of(Some(&style), None, Edge::None);
                let (back, ink) = (paint.back.unwrap(), paint.ink.unwrap());
                assert!(exact(back, ink) >= 4.5, "{back:?} {ink:?}");
            }
        }
    }

    #[test]
    fn letters_get_a_colour_of_their_own_only_where_it_is_known_what_is_behind() {
        let style = json!({ "color": "#000" });
        let of = |style, behind| Paint::of(style, behind, Edge::None);
        assert_eq!(of(Some(&style), None), Paint::default());
        assert_eq!(of(Some(&style), Some(Rgb(0xff_ff_ff))).ink, Some(Rgb(0)));
        assert_eq!(of(Some(&style), Some(Rgb(0x33_33_33))), Paint::default());
        assert_eq!(of(None, None), Paint::default());
    }

    #[test]
    fn a_border_that_tells_something_to_press_stands_out_from_what_is_around_it() {
        let of = |colour: u32, behind, edge| {
            Paint::of(Some(&json!({ "border-color": format!("#{colour:06x}") })), behind, edge).edge
        };
        let steps = || (0..=255_u32).step_by(17);
        let mut taken = 0;
        for colour in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| r << 16 | g << 8 | b))) {
            for behind in [None, Some(0), Some(0xff_ff_ff), Some(0x03_63_ad)].map(|behind| behind.map(Rgb)) {
                let Some(edge) = of(colour, behind, Edge::Tells) else { continue };
                assert!(
                    behind.map_or(SURFACES.to_vec(), |behind| vec![behind]).iter().all(|on| exact(edge, *on) >= 3.0)
                );
                taken += 1;
            }
            assert_eq!(of(colour, None, Edge::Frames), Some(Rgb(colour)), "what only frames may be faint");
            assert_eq!(of(colour, None, Edge::None), None);
        }
        assert!(taken > 1_000);
        assert_eq!(of(0x1d_7f_d8, None, Edge::Tells), Some(Rgb(0x1d_7f_d8)), "seen on light and on dark");
        assert_eq!(of(0x00_00_00, None, Edge::Tells), None);
        assert_eq!(of(0x00_00_00, Some(Rgb(0xff_ff_ff)), Edge::Tells), Some(Rgb(0)));
    }

    #[test]
    fn corners_are_as_round_as_words_bear() {
        let of =
            |radius: serde_json::Value, edge| Paint::of(Some(&json!({ "border-radius": radius })), None, edge).radius;
        for (radius, expected) in [(0, 0), (14, 14), (-3, 0), (900, 22)] {
            assert_eq!(of(json!(radius), Edge::Frames), Some(expected));
            assert_eq!(of(json!(radius), Edge::Tells), Some(expected));
        }
        assert_eq!(of(json!("8px"), Edge::Frames), None);
        assert_eq!(of(json!(8), Edge::None), None, "what has no border has no corners");
    }

    #[test]
    fn the_reckoning_is_close_to_the_definition() {
        for (one, other) in [(0, 0xff_ff_ff), (0x77_77_77, 0xff_ff_ff), (0x03_63_ad, 0xff_ff_ff), (0xff_00_00, 0)] {
            let (ours, theirs) = (contrast(Rgb(one), Rgb(other)), exact(Rgb(one), Rgb(other)));
            assert!((ours - theirs).abs() < theirs / 40.0, "{one:x} {other:x}: {ours} {theirs}");
        }
    }
}
