//! From text to values: one pass, one byte of look-ahead, bounded depth.

use super::{Map, Value};
use crate::protocol::json::JsonError;

/// How deep arrays and objects may be nested; `serde_json` has the same bound.
const DEEPEST: usize = 127;

/// Reads a text, and tells whether there was half a surrogate pair in it.
///
/// # Errors
/// The text is not JSON, or too deep, or holds a number that no double can hold.
pub(in crate::protocol::json) fn parse(text: &str, is_mended: &mut bool) -> Result<Value, JsonError> {
    let mut reader = Reader { text, at: 0, depth: 0, is_mended };
    let value = reader.value().filter(|_| reader.peek().is_none());
    value.ok_or_else(|| reader.error())
}

/// A number times a power of ten; exact for up to 15 digits and powers up to 22, else good to the last digits.
pub(super) fn scaled(number: f64, power: i32) -> f64 {
    // Past the powers that a double holds it is infinite, and the number out of its range.
    let factor = (0..power.unsigned_abs().min(400)).fold(1.0, |product, _| product * 10.0);
    match power {
        _ if number == 0.0 => number,
        0.. => number * factor,
        _ => number / factor,
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    is_mended: &'a mut bool,
}

impl<'a> Reader<'a> {
    /// The next byte that is not white space; it stays.
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.here(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.here()
    }

    fn here(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes the byte, if it is the next one.
    fn take(&mut self, byte: u8) -> bool {
        let is_it = self.here() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.peek();
        self.take(byte).then_some(())
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => self.string().map(Value::String),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.at += 1;
        self.depth += 1;
        let value = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Option<Value> {
        let mut map = Map::default();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Some(Value::Object(map));
        }
        loop {
            self.peek();
            let key = self.string()?;
            self.expect(b':')?;
            let value = self.value()?;
            map.0.push((key, value));
            self.peek();
            if !self.take(b',') {
                self.expect(b'}')?;
                return Some(Value::Object(map));
            }
        }
    }

    fn array(&mut self) -> Option<Value> {
        let mut list = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Some(Value::Array(list));
        }
        loop {
            list.push(self.value()?);
            self.peek();
            if !self.take(b',') {
                self.expect(b']')?;
                return Some(Value::Array(list));
            }
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        let is_it = self.rest().starts_with(word);
        self.at += word.len();
        is_it.then_some(value)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn number(&mut self) -> Option<Value> {
        let is_negative = self.take(b'-');
        let (mut number, mut power) = (0.0, 0);
        if !self.take(b'0') {
            self.digits(&mut number)?;
        }
        if self.take(b'.') {
            power -= self.digits(&mut number)?;
        }
        if self.take(b'e') || self.take(b'E') {
            let is_small = !self.take(b'+') && self.take(b'-');
            let mut exponent = 0.0;
            self.digits(&mut exponent)?;
            #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, which is what is wanted")]
            let exponent = exponent.min(9_999.0) as i32;
            power += if is_small { -exponent } else { exponent };
        }
        let number = scaled(number, power);
        number.is_finite().then_some(Value::Number(if is_negative { -number } else { number }))
    }

    /// Takes digits, one at least, behind those of a number; yields how many.
    fn digits(&mut self, number: &mut f64) -> Option<i32> {
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.here() {
            *number = *number * 10.0 + f64::from(digit - b'0');
            self.at += 1;
        }
        i32::try_from(self.at - start).ok().filter(|count| *count > 0)
    }

    fn string(&mut self) -> Option<String> {
        if !self.take(b'"') {
            return None;
        }
        let mut text = String::new();
        loop {
            let start = self.at;
            while self.here().is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            text.push_str(self.text.get(start..self.at)?);
            if self.take(b'"') {
                return Some(text);
            }
            if !self.take(b'\\') {
                return None;
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = self.here()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unit_pair()?,
            _ => return None,
        })
    }

    /// The character of one or two UTF-16 units; U+FFFD for half a pair.
    fn unit_pair(&mut self) -> Option<char> {
        let first = self.unit()?;
        if (0xd800..0xdc00).contains(&first) && self.rest().starts_with("\\u") {
            let back = self.at;
            self.at += 2;
            let second = self.unit()?;
            if (0xdc00..0xe000).contains(&second) {
                return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
            self.at = back;
        }
        Some(char::from_u32(first).unwrap_or_else(|| {
            *self.is_mended = true;
            '\u{fffd}'
        }))
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn error(&self) -> JsonError {
        let before = self.text.get(..self.at.min(self.text.len())).unwrap_or(self.text);
        let (mut line, mut column) = (1, 0);
        for byte in before.bytes() {
            (line, column) = if byte == b'\n' { (line + 1, 0) } else { (line, column + 1) };
        }
        JsonError { line, column, what: None }
    }
}
