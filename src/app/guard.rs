//! What should rather not be sent: numbers of payment cards and of bank accounts, and what the page calls so. A text that holds
//! one is withheld, and the consumer decides.

mod card;
mod iban;

use std::ops::Range;
use std::rc::Rc;

use super::drafts::joined;
use super::{App, MARKS, Resolution};
use crate::protocol::Millis;
use crate::store::{Action, Withheld};

/// No card and no account has fewer digits.
const FEWEST_DIGITS: usize = 9;

/// So much may stand between two groups of a number: ` - `.
const MOST_BETWEEN: usize = 3;

/// What stands for a character that is not to be seen.
const DOT: char = '•';

/// Whether a text can hold a number at all: most hold none, and are sent without being looked at more closely.
pub(super) fn is_suspect(text: &str) -> bool {
    text.chars().filter(|character| digit_of(*character).is_some()).count() >= FEWEST_DIGITS
}

/// What a digit of a script means.
fn digit_of(character: char) -> Option<u8> {
    let from = match character {
        '0'..='9' => '0',
        // Arabic, Persian, full width.
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    u8::try_from(u32::from(character) - u32::from(from)).ok()
}

/// Where cards and accounts stand in a text, in the order of standing there.
#[must_use]
pub fn findings(text: &str) -> Vec<Range<usize>> {
    if !is_suspect(text) {
        return Vec::new();
    }
    let mut found = iban::find(text);
    for card in card::find(text) {
        if !found.iter().any(|other| other.start < card.end && card.start < other.end) {
            found.push(card);
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// The text with dots in the place of what was found. Of a known number the last four characters stay, and the country of an
/// account: so whoever wrote it knows which it is. Spaces and signs between stay where they are.
fn masked(text: &str, known: &[Range<usize>], own: &[Range<usize>]) -> String {
    let mut shown = String::new();
    for (at, character) in text.char_indices() {
        let range = known.iter().find(|range| range.contains(&at));
        let stays = range.is_some_and(|range| {
            let signs = |part: Option<&str>| part.unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).count();
            let is_country = character.is_alphabetic() && signs(text.get(range.start..at)) < 2;
            is_country || signs(text.get(at..range.end)) <= 4
        });
        let is_own = own.iter().any(|range| range.contains(&at));
        let hides = character.is_alphanumeric() && (is_own || range.is_some() && !stays);
        shown.push(if hides { DOT } else { character });
    }
    shown
}

/// A text without its marks, and what stood between them.
pub(super) fn unmarked(marked: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut found, mut start) = (String::new(), Vec::new(), 0);
    for character in marked.chars() {
        if character == MARKS[0] {
            start = text.len();
        } else if character == MARKS[1] {
            found.push(start..text.len());
        } else {
            text.push(character);
        }
    }
    found.retain(|range| !range.is_empty());
    (text, found)
}

impl App {
    /// The consumer sends a text in which a number may stand, and in which the page found its own at these places.
    pub(super) fn judge(&mut self, now: Millis, text: &str, own: &[Range<usize>]) {
        let known = findings(text);
        if known.is_empty() && own.is_empty() {
            self.send(now, text.into(), Rc::default());
            return self.drafted_beside(now, "");
        }
        let shown = masked(text, &known, own);
        // One behind another that is withheld: none of them is lost.
        let former = self.state.withheld.as_deref();
        let withheld = Withheld {
            text: joined(former.map_or("", |former| &former.text), text).into(),
            masked: joined(former.map_or("", |former| &former.masked), &shown).into(),
        };
        self.apply(Action::Withheld(Some(Rc::new(withheld))));
        self.drafted_beside(now, "");
    }

    /// What is written while a text is withheld. Both are kept.
    pub(super) fn drafted_beside(&mut self, now: Millis, text: &str) {
        let all = joined(self.state.withheld.as_ref().map_or("", |withheld| &withheld.text), text);
        self.drafted(now, &all);
        text.clone_into(&mut self.beside);
    }

    /// The consumer has decided. What they change is in the composer again, and kept from there.
    pub(super) fn resolve(&mut self, now: Millis, resolution: Resolution) {
        let Some(withheld) = self.state.withheld.clone() else { return };
        if resolution != Resolution::Edit && self.outbox.is_full() {
            return;
        }
        self.apply(Action::Withheld(None));
        let text = match resolution {
            Resolution::Edit => return,
            Resolution::Masked => &withheld.masked,
            Resolution::AsItIs => &withheld.text,
        };
        self.send(now, Rc::clone(text), Rc::default());
        let beside = std::mem::take(&mut self.beside);
        self.drafted(now, &beside);
    }
}

#[cfg(test)]
mod tests {
    use super::{findings, masked, unmarked};

    #[test]
    fn a_number_is_masked_but_for_its_end() {
        let check = |text: &str, expected: &str| {
            assert_eq!(masked(text, &findings(text), &[]), expected, "{text}");
        };
        check("it is 4111 1111 1111 1111, until 12/29", "it is •••• •••• •••• 1111, until 12/29");
        check("4111-1111-1111-1111", "••••-••••-••••-1111");
        check("378282246310005 or 5555555555554444", "•••••••••••0005 or ••••••••••••4444");
        check("IBAN: DE89 3704 0044 0532 0130 00.", "IBAN: DE•• •••• •••• •••• ••30 00.");
        check("gb29nwbk60161331926819", "gb••••••••••••••••6819");
        check("order 4111111111111112", "order 4111111111111112");
        check("call +49 30 901820 or 0800 3301000", "call +49 30 901820 or 0800 3301000");
        check("Größe 42", "Größe 42");
    }

    #[test]
    fn marks_are_taken_out_wherever_they_stand() {
        let check = |marked: &str, text: &str, found: &[&str]| {
            let (told, ranges) = unmarked(marked);
            assert_eq!(told, text);
            assert_eq!(ranges.into_iter().map(|range| told[range].to_owned()).collect::<Vec<_>>(), found);
        };
        check("a \u{fdd0}b\u{fdd1} ä\u{fdd0}ö\u{fdd1}", "a b äö", &["b", "ö"]);
        check("\u{fdd1}a\u{fdd0}", "a", &[]);
        check("\u{fdd0}\u{fdd1}a", "a", &[]);
    }

    #[test]
    fn what_the_page_found_is_masked_whole() {
        assert_eq!(masked("it is KD-1234 today", &[], std::slice::from_ref(&(6..13))), "it is ••-•••• today");
    }
}
