//! From values to text again, for what is echoed as it came.

use super::Value;
use super::read::scaled;
use crate::protocol::decimal;
use crate::protocol::json::write::quote;

/// The text of a value. It is as deep as what was read, which is not deep.
pub(in crate::protocol::json) fn text_of(value: &Value) -> String {
    let mut text = String::new();
    add(value, &mut text);
    text
}

fn add(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => text.push_str(&number_text(*number)),
        Value::String(string) => quote(string, text),
        Value::Array(list) => {
            text.push('[');
            for (place, value) in list.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                add(value, text);
            }
            text.push(']');
        }
        Value::Object(map) => {
            text.push('{');
            for (place, (key, value)) in map.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                quote(key, text);
                text.push(':');
                add(value, text);
            }
            text.push('}');
        }
    }
}

/// A whole number and a power of ten that are read as this number; of a number with very many digits the first fifteen.
fn number_text(number: f64) -> String {
    const MOST: f64 = 9_007_199_254_740_991.0;
    let mut power = 0_i32;
    while scaled(number, power).abs() > MOST {
        power -= 1;
    }
    let mut digits = scaled(number, power).round();
    while scaled(digits, -power).to_bits() != number.to_bits() && scaled(number, power + 1).abs() < MOST && power < 330
    {
        power += 1;
        digits = scaled(number, power).round();
    }
    #[expect(clippy::cast_possible_truncation, reason = "no more digits than a double holds exactly")]
    let digits = decimal(digits as i64);
    if power == 0 { digits } else { [&digits, "e", &decimal(i64::from(-power))].concat() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{number_text, text_of};
    use crate::protocol::json::lean::parse;

    #[test]
    fn what_was_read_is_written_as_it_came() {
        for text in [
            r#"{"type":"ExternalId","id":"1","a":[1,-2,{}],"b":null,"c":true,"d":false,"e":"\"\n\u001fé","f":[]}"#,
            "9007199254740991",
            "-7",
            "0",
        ] {
            assert_eq!(text_of(&parse(text, &mut false).unwrap()), text);
        }
        assert_eq!(text_of(&parse("0.85", &mut false).unwrap()), "85e-2");
    }

    proptest! {
        #[test]
        fn numbers_come_back(number in -1e200..1e200_f64, whole in -1_000_000_000_i64..1_000_000_000, places in 0..9_i32) {
            let back: f64 = number_text(number).parse().unwrap();
            prop_assert!(((back - number) / number).abs() < 1e-13, "{number} {back}");
            let decimal: f64 = format!("{whole}e-{places}").parse().unwrap();
            prop_assert_eq!(number_text(decimal).parse::<f64>().unwrap(), decimal);
        }
    }
}
