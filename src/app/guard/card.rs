//! Numbers of payment cards: an issuer's beginning, its length, and the check digit of ISO/IEC 7812-1.

use std::ops::Range;

use super::{MOST_BETWEEN, digit_of};

/// Digits in a row, and where they stand.
struct Group {
    at: Range<usize>,
    digits: Vec<u8>,
}

const SHORTEST: usize = 13;
const LONGEST: usize = 19;

/// Where cards stand in a text. A number may be written in groups, with spaces, hyphens and the like between two.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for run in runs(text) {
        let mut rest = run.as_slice();
        while let Some((_, after)) = rest.split_first() {
            // The longest that begins here: a shorter one in it would leave some of its digits.
            let fits = (1..=rest.len().min(LONGEST)).rev().find_map(|count| {
                let groups = rest.get(..count)?;
                is_card(groups).then(|| Some((count, groups.first()?.at.start..groups.last()?.at.end)))?
            });
            rest = match fits {
                Some((count, range)) => {
                    found.push(range);
                    rest.get(count..).unwrap_or_default()
                }
                None => after,
            };
        }
    }
    found
}

/// Groups of digits that could be one number. What is part of a word is none.
fn runs(text: &str) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut is_after_digit = false;
    let mut is_in_word = false;
    let mut gap = usize::MAX;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let digit = digit_of(character);
        let follows = std::mem::replace(&mut is_after_digit, digit.is_some());
        if let Some(digit) = digit.filter(|_| !is_in_word) {
            match runs.last_mut().filter(|_| gap <= MOST_BETWEEN) {
                Some(run) if follows => {
                    if let Some(group) = run.last_mut() {
                        group.digits.push(digit);
                        group.at.end = end;
                    }
                }
                Some(run) => run.push(Group { at: at..end, digits: vec![digit] }),
                None => runs.push(vec![Group { at: at..end, digits: vec![digit] }]),
            }
            gap = 0;
        } else if character.is_lowercase() || character.is_uppercase() || digit.is_some() {
            // Letters that touch digits make a word of both, from its beginning to its end. Scripts without capitals write
            // no spaces between words either.
            if gap == 0 && follows {
                runs.last_mut().and_then(Vec::pop);
            }
            (is_in_word, gap) = (true, usize::MAX);
        } else {
            is_in_word = false;
            gap = if is_between(character) { gap.saturating_add(1) } else { usize::MAX };
        }
    }
    runs
}

/// Whether it stands between the groups of one number: a space or a dash of any length, or what is used for one.
fn is_between(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '-' | '.' | '/' | '_' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{2010}'..='\u{2015}' | '\u{202f}'
    )
}

fn is_card(groups: &[Group]) -> bool {
    let digits: Vec<u8> = groups.iter().flat_map(|group| &group.digits).copied().collect();
    // Numbers that are counted up, and days of a month, stand in groups of one digit and of two.
    let is_even = groups.len() == digits.len() || groups.iter().rev().skip(1).all(|group| group.digits.len() > 1);
    is_even && (SHORTEST..=LONGEST).contains(&digits.len()) && is_issued(&digits) && has_check_digit(&digits)
}

fn has_check_digit(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit) << (place % 2);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}

/// Whether somebody issues cards of this beginning and length.
fn is_issued(digits: &[u8]) -> bool {
    let start = digits.iter().take(4).fold(0, |start, digit| start * 10 + u32::from(*digit));
    let is_of = |(first, last, lengths): &(u32, u32, Range<usize>)| {
        (*first..=*last).contains(&start) && lengths.contains(&digits.len())
    };
    ISSUERS.iter().any(is_of)
}

/// The first four digits from and to, and how many there can be in all.
const ISSUERS: [(u32, u32, Range<usize>); 13] = [
    // Mir, Mastercard.
    (2200, 2204, 16..20),
    (2221, 2720, 16..17),
    // Diners Club, American Express, JCB.
    (3000, 3059, 14..17),
    (3400, 3499, 15..16),
    (3528, 3589, 16..20),
    (3600, 3699, 14..20),
    (3700, 3799, 15..16),
    (3800, 3999, 14..20),
    // Visa.
    (4000, 4999, 16..17),
    // Mastercard, Maestro.
    (5100, 5599, 16..17),
    (5000, 5899, 16..17),
    // Discover, UnionPay, Maestro.
    (6011, 6599, 16..20),
    (6700, 6799, 16..20),
];
