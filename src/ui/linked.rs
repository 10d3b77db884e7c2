//! The words of a message, with what can be followed in them made links: addresses, e-mail, telephone numbers, and where
//! the other side writes them, links with words of their own (`[words](address)`).
//!
//! A link leads nowhere but to `http`, `https`, `mailto` and `tel`, opens beside the page, tells where it comes from to
//! nobody, and is not looked at before somebody follows it. One whose words look like another address says where it leads.

use std::rc::Rc;

use linkify::{LinkFinder, LinkKind};
use yew::Html;

use super::element::{attributes, element, list, plain, shared};
use super::words;
use crate::protocol::{parted, position, scheme_of};
use crate::store::{Author, Message};

/// How many links a message has at most; what follows are words.
const MOST: usize = 100;

/// The longest words of a link, and the longest address behind words, in bytes.
const LONGEST_WORDS: usize = 300;
const LONGEST_ADDRESS: usize = 2_048;

/// How many bytes of a text are looked through.
const LOOKED_THROUGH: usize = 4_096;

/// How many digits a telephone number has, its country among them (E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A part of a text.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Words(&'a str),
    Link { words: &'a str, to: String },
}

/// The words of a message. Where the other side wrote them, `[words](address)` is a link.
pub(super) fn linked(words: &Rc<str>, has_markdown: bool) -> Html {
    let pieces = pieces(words, has_markdown);
    if pieces.iter().all(|piece| matches!(piece, Piece::Words(_))) {
        return shared(Rc::clone(words));
    }
    // Each alone in its own element: that is what translators move.
    list(pieces.iter().map(shown).collect())
}

/// What a message says to be heard: as it is seen, and so without the addresses behind words of their own.
#[inline(never)]
pub(super) fn spoken(message: &Message) -> String {
    let words = words::of_message(message);
    let mut said = String::new();
    for piece in pieces(&words, message.author != Author::Me) {
        match piece {
            Piece::Words(words) => said.push_str(words),
            Piece::Link { words, to } => {
                said.push_str(words);
                said.push_str(&hidden_host(words, &to).unwrap_or_default());
            }
        }
    }
    said
}

fn shown(piece: &Piece) -> Html {
    match piece {
        Piece::Words(words) => plain("span", "").saying(words),
        Piece::Link { words, to } => {
            let attributes = attributes! {
                "href" => to.clone(),
                "target" => to.starts_with("http").then_some("_blank"),
                "rel" => "noopener noreferrer",
                "referrerpolicy" => "no-referrer",
            };
            let link = element("a", attributes).saying(words);
            match hidden_host(words, to) {
                Some(host) => list(vec![link, plain("span", "").saying(&host)]),
                None => link,
            }
        }
    }
}

/// The host of an address that its words do not name, though they look like an address; in brackets, to stand behind them.
fn hidden_host(words: &str, to: &str) -> Option<String> {
    let host = host_of(parted(to, "://")?.1);
    let named = host_of(parted(words, "://").map_or(words, |(_, rest)| rest).trim_ascii());
    let looks_like_one = position(words, ".").is_some() || position(words, "://").is_some();
    (looks_like_one && !named.eq_ignore_ascii_case(host)).then(|| [" (", host, ")"].concat())
}

/// What stands before path, query and fragment.
fn host_of(rest: &str) -> &str {
    rest.split(['/', '?', '#', '\\']).next().unwrap_or_default()
}

/// The address that is followed for one that was written; nothing where that is not of a kind that may be.
fn address(written: &str) -> Option<String> {
    if written.contains(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '\\') {
        return None;
    }
    let Some(scheme) = scheme_of(written) else {
        let is_web = written.get(..WEB.len()).is_some_and(|start| start.eq_ignore_ascii_case(WEB));
        return (is_web && is_host(host_of(written))).then(|| ["https://", written].concat());
    };
    let rest = written.get(scheme.len()..)?;
    let leads = !scheme.starts_with("http") || is_host(host_of(rest.strip_prefix("//")?));
    leads.then(|| [scheme, rest].concat())
}

/// How addresses begin that need no scheme.
const WEB: &str = "www.";

/// Whoever stands before an @ is nobody who is led to.
fn is_host(host: &str) -> bool {
    !host.is_empty() && position(host, "@").is_none()
}

fn pieces(words: &str, has_markdown: bool) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut rest, beyond) = words.split_at(words.floor_char_boundary(LOOKED_THROUGH));
    while let Some((before, label, to, after)) = has_markdown.then(|| next_markdown(rest)).flatten() {
        find_addresses(before, &mut found);
        found.push(Piece::Link { words: label, to });
        rest = after;
        if found.len() >= MOST {
            break;
        }
    }
    find_addresses(rest, &mut found);
    push_words(beyond, &mut found);
    found
}

/// The first `[words](address)`: what stands before it, its words and address, and what comes after it.
fn next_markdown(words: &str) -> Option<(&str, &str, String, &str)> {
    let mut from = 0;
    while let Some(middle) = position(words.get(from..)?, "](").map(|at| from + at) {
        let start = words.get(from..middle)?.rfind('[').map(|at| from + at);
        let near = words.get(middle..words.floor_char_boundary(middle + LONGEST_ADDRESS))?;
        let end = near.find(')').map(|at| middle + at);
        if let (Some(start), Some(end)) = (start, end) {
            let label = words.get(start + 1..middle)?;
            let to = address(words.get(middle + 2..end)?.trim_ascii());
            let is_label =
                !label.trim_ascii().is_empty() && label.len() <= LONGEST_WORDS && position(label, "\n").is_none();
            if let Some(to) = to.filter(|_| is_label) {
                return Some((words.get(..start)?, label, to, words.get(end + 1..)?));
            }
        }
        from = middle + 2;
    }
    None
}

fn find_addresses<'a>(words: &'a str, found: &mut Vec<Piece<'a>>) {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    for span in finder.spans(words) {
        let written = span.as_str();
        let to = match span.kind() {
            Some(LinkKind::Url) => address(written),
            Some(LinkKind::Email) => address(&["mailto:", written].concat()),
            _ => None,
        };
        match to.filter(|_| found.len() < MOST) {
            Some(to) => found.push(Piece::Link { words: written, to }),
            None => find_phones(written, found),
        }
    }
}

/// Numbers with their country, as `+49 30 123456`: of others nobody knows whether they are telephone numbers.
fn find_phones<'a>(words: &'a str, found: &mut Vec<Piece<'a>>) {
    let (mut rest, mut from) = (words, 0);
    while let Some(plus) = rest.get(from..).and_then(|text| text.find('+')).map(|at| from + at) {
        let is_apart =
            rest.get(..plus).is_none_or(|before| !before.ends_with(|last: char| last.is_alphanumeric() || last == '+'));
        let number = rest.get(plus..).filter(|_| is_apart && found.len() < MOST).and_then(phone);
        match number {
            Some(number) => {
                let (before, after) = (rest.get(..plus), rest.get(plus + number.len()..));
                push_words(before.unwrap_or_default(), found);
                let digits: String = number.chars().filter(char::is_ascii_digit).collect();
                found.push(Piece::Link { words: number, to: ["tel:+", &digits].concat() });
                (rest, from) = (after.unwrap_or_default(), 0);
            }
            None => from = plus + 1,
        }
    }
    push_words(rest, found);
}

/// The telephone number with which a text begins.
fn phone(words: &str) -> Option<&str> {
    if !words.get(1..)?.starts_with(|first: char| matches!(first, '1'..='9')) {
        return None;
    }
    let mut digits = 0;
    let mut end = 0;
    for (at, letter) in words.char_indices().skip(1) {
        if letter.is_ascii_digit() {
            digits += 1;
            end = at + 1;
        } else if !matches!(letter, ' ' | '-' | '.' | '/' | '(' | ')') {
            break;
        }
        if digits > *DIGITS.end() {
            return None;
        }
    }
    // More than one space or stroke between two digits is no number.
    DIGITS.contains(&digits).then(|| words.get(..end)).flatten().filter(|number| number.len() <= 2 * digits + 2)
}

fn push_words<'a>(words: &'a str, found: &mut Vec<Piece<'a>>) {
    if !words.is_empty() {
        found.push(Piece::Words(words));
    }
}

/// Whether a text is nothing but a few emoji.
pub(super) fn is_emoji(words: &str) -> bool {
    let joins = |letter: char| matches!(letter, '\u{200d}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
    let is_one = |letter: char| matches!(letter, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{231a}'..='\u{23ff}');
    let mut seen = 0;
    for letter in words.chars() {
        if is_one(letter) {
            seen += 1;
        } else if !joins(letter) && letter != ' ' {
            return false;
        }
        if seen > MOST_EMOJI {
            return false;
        }
    }
    seen > 0
}

/// More are a text of their own.
const MOST_EMOJI: usize = 12;

#[cfg(test)]
mod tests {
    use super::{MOST, Piece, hidden_host, is_emoji, pieces};

    fn check(words: &str, expected: &[&str]) {
        let shown = |piece: &Piece| match piece {
            Piece::Words(words) => (*words).to_owned(),
            Piece::Link { words, to } => format!("<{words}|{to}>"),
        };
        assert_eq!(pieces(words, true).iter().map(shown).collect::<Vec<_>>(), expected, "{words}");
    }

    #[test]
    fn addresses_mail_and_telephone_numbers_are_links() {
        check("no link", &["no link"]);
        check("see https://a.example/b?c=d.", &["see ", "<https://a.example/b?c=d|https://a.example/b?c=d>", "."]);
        check("(www.a.example)", &["(", "<www.a.example|https://www.a.example>", ")"]);
        check("write to ada@a.example!", &["write to ", "<ada@a.example|mailto:ada@a.example>", "!"]);
        check("call +49 30 123-4567.", &["call ", "<+49 30 123-4567|tel:+49301234567>", "."]);
        check("+1 (212) 555-0100 or", &["<+1 (212) 555-0100|tel:+12125550100>", " or"]);
    }

    #[test]
    fn what_is_none_stays_words() {
        for words in [
            "a.b",
            "Hello.World",
            "1 + 1234567 = x",
            "C++12345678",
            "+12",
            "+1234567890123456",
            "ftp://a.example",
            "4111 1111",
        ] {
            check(words, &[words]);
        }
        for words in ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JAVASCRIPT://a.example/%0aalert(1)"] {
            check(words, &[words]);
            let markdown = format!("[click]({words})");
            let pieces = pieces(&markdown, true);
            assert!(pieces.iter().all(|piece| matches!(piece, Piece::Words(_))), "{pieces:?}");
        }
    }

    #[test]
    fn words_of_their_own_lead_where_they_say() {
        check("[our shop](https://a.example) now", &["<our shop|https://a.example>", " now"]);
        check("[a] [b](mailto:a@a.example)", &["[a] ", "<b|mailto:a@a.example>"]);
        check("[](https://a.example)", &["[](", "<https://a.example|https://a.example>", ")"]);
        assert_eq!(pieces("[x](https://a.example)", false).len(), 3, "the consumer's own words are what they wrote");
        assert_eq!(hidden_host("bank.example", "https://evil.example/x").as_deref(), Some(" (evil.example)"));
        assert_eq!(
            hidden_host("https://bank.example/?r=evil.example", "https://evil.example").as_deref(),
            Some(" (evil.example)")
        );
        assert_eq!(hidden_host("https://Bank.example/login", "https://bank.example"), None);
        check("[https://bank.example](HTTPS://evil.example)", &["<https://bank.example|https://evil.example>"]);
        for words in ["https:///evil.example", "https://a.example@evil.example", "https://evil.example\\@a.example"] {
            let markdown = format!("[bank]({words})");
            let pieces = pieces(&markdown, true);
            assert!(!pieces.iter().any(|piece| matches!(piece, Piece::Link { words: "bank", .. })), "{pieces:?}");
        }
        assert_eq!(hidden_host("our shop", "https://a.example/x"), None);
        assert_eq!(hidden_host("www.a.example", "https://www.a.example"), None);
    }

    #[test]
    fn there_is_an_end_to_the_links_of_a_message() {
        let many = "https://a.example ".repeat(5_000);
        let links = pieces(&many, true).iter().filter(|piece| matches!(piece, Piece::Link { .. })).count();
        assert!(links > 0 && links <= MOST);
        assert!(pieces(&"[](".repeat(20_000), true).len() <= MOST + 1);
        assert_eq!(pieces(&"a".repeat(20_000), true).len(), 2, "of a long text the beginning is looked through");
    }

    #[test]
    fn a_few_emoji_are_told_from_words() {
        for words in ["😀", "👍🏽", "👩‍👩‍👧 🎉", "❤️"] {
            assert!(is_emoji(words), "{words}");
        }
        let many = "😀".repeat(13);
        for words in ["", " ", "a😀", "1", "ok", &many] {
            assert!(!is_emoji(words), "{words}");
        }
    }
}
