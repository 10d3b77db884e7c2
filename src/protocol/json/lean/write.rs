//! From values to text.

use std::fmt;

use super::{Number, Value};

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write(self, &mut text);
        formatter.write_str(&text)
    }
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Number(Number::Int(number)) => text.push_str(&number.to_string()),
        Value::Number(Number::Text(number)) => text.push_str(number),
        Value::String(string) => quote(string, text),
        Value::Array(list) => {
            text.push('[');
            for (index, value) in list.iter().enumerate() {
                separate(index, text);
                write(value, text);
            }
            text.push(']');
        }
        Value::Object(map) => {
            text.push('{');
            for (index, (key, value)) in map.0.iter().enumerate() {
                separate(index, text);
                quote(key, text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
    }
}

fn separate(index: usize, text: &mut String) {
    if index > 0 {
        text.push(',');
    }
}

fn quote(string: &str, text: &mut String) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            control @ '\0'..='\u{1f}' => {
                text.push_str("\\u00");
                for digit in [u32::from(control) >> 4, u32::from(control) & 15] {
                    text.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            other => text.push(other),
        }
    }
    text.push('"');
}
