//! Where a short text stands in another.

/// The place in bytes at which a short text first stands in another; nothing where it does not.
///
/// It looks at every place. The standard library's search is made for long texts, and is 1,600 bytes of WebAssembly
/// that a first opening would fetch for the sake of short ones.
#[must_use]
pub fn position(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.as_bytes().windows(part.len()).position(|bytes| bytes == part.as_bytes())
}

/// What stands before a short text in another, and what behind it; nothing where it does not stand there.
#[must_use]
pub fn parted<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = position(text, part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::{parted, position};

    #[test]
    fn it_is_where_the_standard_library_finds_it() {
        let texts = ["", "{}", "a{}b{}", "{", "ä{}", "|draft|", "x|draft|y", "|draf|draft|", "{{}", "日本{}語"];
        for text in texts {
            for part in ["", "{}", "|draft|", "語", "日本{}語!"] {
                assert_eq!(position(text, part), text.find(part), "{part:?} in {text:?}");
                assert_eq!(parted(text, part), text.split_once(part), "{text:?} at {part:?}");
            }
        }
    }
}
