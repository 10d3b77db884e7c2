//! Escapes of half a surrogate pair: some clients cut texts in the middle of a character.
#![cfg(not(target_arch = "wasm32"))]

/// Replaces escaped halves of surrogate pairs that have no other half; `None` where there are none.
pub(super) fn mend(text: &str) -> Option<String> {
    let mut mended = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // The escaped character goes along, so that `\\` does not seem to begin another escape.
            _ => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = escape.split_at(length);
        mended.push_str(kept);
        rest = after;
    }
    mended.push_str(rest);
    (mended != text).then_some(mended)
}

/// The UTF-16 unit of an escape `\uXXXX` at the beginning of the text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}
