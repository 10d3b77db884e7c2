//! Numbers of bank accounts: a country, its length, and the check digits of ISO 13616.

use std::ops::Range;

use super::MOST_BETWEEN;

/// Where accounts stand in a text. A number may be written in groups, with spaces, hyphens and the like between two.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let begins = character.is_ascii_alphabetic() && (!before.is_alphanumeric() || is_named(text.get(..at)));
        before = character;
        if begins
            && found.last().is_none_or(|last| last.end <= at)
            && let Some(length) = text.get(at..).and_then(account)
        {
            found.push(at..at + length);
        }
    }
    found
}

/// Whether its name stands right before it.
fn is_named(before: Option<&str>) -> bool {
    let mut letters = before.unwrap_or_default().chars().rev();
    let is_name = "NABI".chars().all(|letter| letters.next().is_some_and(|found| found.eq_ignore_ascii_case(&letter)));
    is_name && !letters.next().is_some_and(char::is_alphanumeric)
}

/// How many bytes the account takes that a text begins with.
fn account(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let country = [bytes.first()?.to_ascii_uppercase(), bytes.get(1)?.to_ascii_uppercase()];
    let wanted = length_of(country)?;
    let mut signs = Vec::new();
    let mut end = 0;
    let mut between = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_alphanumeric() {
            if signs.len() == wanted {
                // More of it follows at once: it is a longer word.
                return (at > end).then_some(()).filter(|()| is_valid(&signs)).map(|()| end);
            }
            signs.push(byte.to_ascii_uppercase());
            (end, between) = (at + 1, 0);
        } else if signs.len() == wanted || between == MOST_BETWEEN || !matches!(byte, b' ' | b'-' | b'/' | b'.' | b'_')
        {
            break;
        } else {
            between += 1;
        }
    }
    // A letter of another script goes on with the word, too.
    let goes_on = text.get(end..)?.chars().next().is_some_and(char::is_alphanumeric);
    (signs.len() == wanted && !goes_on && is_valid(&signs)).then_some(end)
}

/// The remainder of the whole as a number, the first four signs last and letters as 10 to 35.
fn is_valid(signs: &[u8]) -> bool {
    let (Some(head), Some(rest)) = (signs.get(..4), signs.get(4..)) else { return false };
    let mut remainder = 0_u32;
    for sign in rest.iter().chain(head) {
        remainder = match sign {
            b'0'..=b'9' => remainder * 10 + u32::from(sign - b'0'),
            _ => remainder * 100 + u32::from(sign - b'A') + 10,
        } % 97;
    }
    remainder == 1 && head.iter().skip(2).all(u8::is_ascii_digit)
}

fn length_of(country: [u8; 2]) -> Option<usize> {
    let place = COUNTRIES.as_bytes().chunks(4).find(|entry| entry.get(..2) == Some(&country[..]))?;
    let digit = |place: Option<&u8>| place.map(|digit| usize::from(digit - b'0'));
    Some(digit(place.get(2))? * 10 + digit(place.get(3))?)
}

/// Countries and how long their accounts are, by the registry of ISO 13616.
const COUNTRIES: &str = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18\
    FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20\
    MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29\
    VA22VG24XK20YE30";
