//! When two pages are the same: when all that is known of them is, but for what only counts, and for when exactly in a
//! phase of time something was.

use std::fmt::Write as _;

use alongside::protocol::Millis;

use super::beginning::{SKEW, START};
use super::page::{Page, phase_of};

/// What is left out, by the names of fields. Numbers of requests and connections (`id`, which is that of the one conversation as well) and random numbers only have to be other
/// ones each time; who the consumer is and what is kept of that stays the same; keep-alive finds a service that answers at
/// once; what developers were told is told once more or not; since when something is decides how long it is spoken of; the
/// newest time that the service told stands for its clock only where that was never told; what the loader reads decides
/// whether a page connects, and it does while there is a conversation; the consent ledger decides nothing; what the page was told of the steps of a session decides
/// only what it is told next; which text was written here decides only where the screen is scrolled to.
const LEFT_OUT: [&str; 18] = [
    "ledger",
    "announced",
    "config",
    "sign_in",
    "random",
    "next_http",
    "next_link",
    "next_request",
    "id",
    "clock_due",
    "remarks",
    "tag_was_missed",
    "tag_missing_at",
    "since",
    "newest_server_time",
    "revision",
    "wake",
    "written",
];

/// Ends that the service told. Which of them it was decides what is said of it, and nothing else: it is left no more. Nor
/// does what the tag was told of it before.
const TOLD: [&str; 5] =
    ["Cancelled)", "Ended { after_session: true })", "Ended { after_session: false })", "Declined)", "Expired)"];

/// The text that two pages share if they are the same.
pub(crate) fn of(page: &Page) -> String {
    let mut whole = String::with_capacity(16_384);
    let _ = write!(whole, "{:?} {} {} {:?}", page.app, page.has_tag, page.throws, page.now);
    let mut text = String::with_capacity(whole.len());
    let mut rest = whole.as_str();
    while let Some(place) = rest.find(": ") {
        let (before, after) = rest.split_at(place + 2);
        let name = before[..place].rsplit([' ', '(', '"']).next().unwrap_or_default();
        push_rounded(&mut text, before);
        rest = after;
        if LEFT_OUT.contains(&name) {
            rest = &after[value_length(after)..];
        } else if name == "values" {
            rest = push_values(&mut text, after);
        } else if name == "phase"
            && let Some(ending) = after.strip_prefix("Closed(")
            && let Some(kind) = TOLD.iter().find(|kind| ending.starts_with(**kind))
        {
            text.push_str("told");
            rest = &ending[kind.len()..];
            // `told`, `is_pages`, `offered` and `answer_published`.
            for _ in 0..4 {
                rest = &rest[rest.find(": ").map_or(0, |place| place + 2)..];
                rest = &rest[value_length(rest)..];
            }
        }
    }
    push_rounded(&mut text, rest);
    text
}

/// What is kept, without the entries of the consent ledger. Yields what follows.
fn push_values<'a>(text: &mut String, values: &'a str) -> &'a str {
    let (values, rest) = values.split_at(value_length(values));
    let mut left = values.trim_start_matches('[');
    while left.starts_with('(') {
        let (value, others) = left.split_at(value_length(left));
        if !value.starts_with("(\"ledger|") {
            push_rounded(text, value);
        }
        left = others.trim_start_matches(", ");
    }
    rest
}

/// How long the value is with which a text begins.
fn value_length(text: &str) -> usize {
    let (mut depth, mut is_text, mut is_escaped) = (0_i32, false, false);
    for (place, byte) in text.bytes().enumerate() {
        if is_text {
            is_text = is_escaped || byte != b'"';
            is_escaped = byte == b'\\' && !is_escaped;
            continue;
        }
        match byte {
            b'"' => is_text = true,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth > 0 => depth -= 1,
            b',' | b' ' | b')' | b']' | b'}' if depth == 0 && !text[place..].starts_with(" {") => return place,
            _ => {}
        }
    }
    text.len()
}

/// Instants of the clock, the local and the service's, become phases.
fn push_rounded(rounded: &mut String, text: &str) {
    let mut pieces = text.split("Millis(");
    rounded.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_once(')').unwrap();
        let at = Millis(number.parse().unwrap());
        let _ = if at >= START + SKEW {
            write!(rounded, "service {}", phase_of(at - SKEW))
        } else if at >= START {
            write!(rounded, "local {}", phase_of(at))
        } else {
            write!(rounded, "{}", at.0)
        };
        rounded.push_str(rest);
    }
}
