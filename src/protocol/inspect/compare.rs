//! Whether what was written is what came, less the members that were passed over.

use std::collections::HashSet;

use serde_json::{Number, Value};

use crate::protocol::wire::push_escaped;

/// The place of the first difference as a JSON Pointer; `None` where there is none. Members at the paths in `unknown`
/// are left out of account, and a member that is `null` is the same as an absent one.
pub(super) fn first_difference(came: &Value, written: &Value, unknown: &HashSet<&str>) -> Option<String> {
    let mut comparison = Comparison { path: String::new(), unknown };
    (!comparison.same(came, written)).then_some(comparison.path)
}

struct Comparison<'a> {
    /// Where the comparison stands; after a difference, where that is.
    path: String,
    unknown: &'a HashSet<&'a str>,
}

impl Comparison<'_> {
    fn same(&mut self, came: &Value, written: &Value) -> bool {
        match (came, written) {
            (Value::Object(came), Value::Object(written)) => {
                let added = written.keys().filter(|key| !came.contains_key(*key));
                came.keys().chain(added).all(|key| self.same_member(key, came.get(key), written.get(key)))
            }
            (Value::Array(came), Value::Array(written)) => {
                let elements = came.iter().zip(written).enumerate();
                came.len() == written.len()
                    && elements.into_iter().all(|(index, (came, written))| {
                        self.at(&index.to_string(), |comparison| comparison.same(came, written))
                    })
            }
            (Value::Number(came), Value::Number(written)) => same_number(came, written),
            (came, written) => came == written,
        }
    }

    fn same_member(&mut self, key: &str, came: Option<&Value>, written: Option<&Value>) -> bool {
        self.at(key, |comparison| {
            comparison.unknown.contains(comparison.path.as_str())
                || match (came, written) {
                    (Some(came), Some(written)) => comparison.same(came, written),
                    (Some(only), None) | (None, Some(only)) => only.is_null(),
                    (None, None) => true,
                }
        })
    }

    /// Goes to a place, and comes back unless a difference was found there.
    fn at(&mut self, key: &str, same: impl FnOnce(&mut Self) -> bool) -> bool {
        let length = self.path.len();
        self.path.push('/');
        push_escaped(&mut self.path, key);
        let same = same(self);
        if same {
            self.path.truncate(length);
        }
        same
    }
}

/// Whether two numbers are one: `1` and `1.0` are, two neighbouring integers past the exact range of a double are not.
fn same_number(came: &Number, written: &Number) -> bool {
    match (integer(came), integer(written)) {
        (Some(came), Some(written)) => came == written,
        _ => came.as_f64() == written.as_f64(),
    }
}

/// The number as an integer, where it is one: doubles of that size are integers exactly.
fn integer(number: &Number) -> Option<i128> {
    const RANGE: f64 = 1e30;
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    #[expect(clippy::cast_possible_truncation, reason = "whole and inside the range of the integer")]
    exact.or_else(|| {
        let double = number.as_f64()?;
        (double.fract() == 0.0 && double.abs() < RANGE).then_some(double as i128)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::{Value, json};

    use super::first_difference;

    fn check(came: &str, written: &str, expected: Option<&str>) {
        let parse = |text| serde_json::from_str::<Value>(text).unwrap();
        let found = first_difference(&parse(came), &parse(written), &HashSet::new());
        assert_eq!(found.as_deref(), expected, "{came} against {written}");
    }

    #[test]
    fn numbers_compare_as_numbers_and_integers_exactly() {
        check("1", "1.0", None);
        check("1e3", "1000", None);
        check("-0.0", "0", None);
        check("0.1", "0.1", None);
        check("9007199254740993", "9007199254740993", None);
        check("9007199254740993", "9007199254740992.0", Some(""));
        check("18446744073709551615", "18446744073709551615", None);
        check("18446744073709551615", "18446744073709551616.0", Some(""));
        check("1", "1.0000001", Some(""));
        check("1", "\"1\"", Some(""));
    }

    #[test]
    fn the_place_of_a_difference_is_told() {
        check(r#"{"a":{"b":[1,{"c":true}]}}"#, r#"{"a":{"b":[1,{"c":false}]}}"#, Some("/a/b/1/c"));
        check(r#"{"a":1}"#, "{}", Some("/a"));
        check("{}", r#"{"a/~":1}"#, Some("/a~1~0"));
        check("[1,2]", "[1]", Some(""));
        check(r#"{"a":[1]}"#, r#"{"a":1}"#, Some("/a"));
    }

    #[test]
    fn null_counts_as_absent_and_only_null_does() {
        check(r#"{"a":null,"b":1}"#, r#"{"b":1}"#, None);
        check(r#"{"b":1}"#, r#"{"a":null,"b":1}"#, None);
        check(r#"{"a":false}"#, "{}", Some("/a"));
        check("[null]", "[]", Some(""));
    }

    #[test]
    fn unknown_members_are_left_out_on_both_sides() {
        let unknown = HashSet::from(["/a/x"]);
        assert_eq!(first_difference(&json!({ "a": { "x": 1 } }), &json!({ "a": {} }), &unknown), None);
        assert_eq!(first_difference(&json!({ "a": { "x": 1 } }), &json!({ "a": { "x": 1 } }), &unknown), None);
        assert_eq!(first_difference(&json!({ "x": 1 }), &json!({}), &unknown).as_deref(), Some("/x"));
    }
}
