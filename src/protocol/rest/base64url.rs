//! The alphabet of tokens: base64url, RFC 4648 section 5, with or without the padding that RFC 7515 leaves out.
//!
//! A loop instead of a library because the widget only reads one text with it, once a sign-in; the tests hold it against
//! the library that the emulator writes tokens with.

/// The bytes that the text stands for; nothing, if it is not of this alphabet or ends in half a byte.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0);
    let mut is_padded = false;
    for character in text.bytes() {
        let digit = match character {
            b'=' => {
                is_padded = true;
                continue;
            }
            _ if is_padded => return None,
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        buffer = buffer << 6 | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.extend(u8::try_from(buffer >> bits & 0xff));
        }
    }
    // What is left over is padding of zeros, and less than one digit of it.
    (bits < 6 && buffer & ((1 << bits) - 1) == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use super::decode;

    #[test]
    fn it_reads_what_the_library_writes() {
        let bytes: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        for end in 0..bytes.len() {
            let text = Base64UrlUnpadded::encode_string(&bytes[..end]);
            assert_eq!(decode(&text).as_deref(), Some(&bytes[..end]), "{text}");
        }
    }

    #[test]
    fn it_refuses_what_the_library_refuses() {
        let alphabet = b"AB-_/+9= \n.z";
        for length in 0..5_u32 {
            for number in 0..alphabet.len().pow(length) {
                let digit = |place| char::from(alphabet[number / alphabet.len().pow(place) % alphabet.len()]);
                let text: String = (0..length).map(digit).collect();
                let theirs = Base64UrlUnpadded::decode_vec(text.trim_end_matches('=')).ok();
                assert_eq!(decode(&text), theirs, "{text:?}");
            }
        }
    }
}
