//! Whole numbers as texts. The formatter of the standard library can do far more, and weighs accordingly: 700 bytes of
//! the compressed wasm were for numbers alone.

/// The number in decimal digits.
#[must_use]
pub fn decimal(number: i64) -> String {
    let mut text = String::new();
    if number < 0 {
        text.push('-');
    }
    push_digits(number.unsigned_abs(), &mut text);
    text
}

/// How many, in decimal digits.
#[must_use]
pub fn decimal_count(count: usize) -> String {
    decimal(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The number that a text of decimal digits stands for, if it is one that fits.
#[must_use]
pub fn read_decimal(text: &str) -> Option<i64> {
    let number = text
        .bytes()
        .filter(|byte| *byte != b'-')
        .fold(0_i64, |number, digit| number.wrapping_mul(10).wrapping_add(i64::from(digit.wrapping_sub(b'0'))));
    let number = if text.starts_with('-') { number.wrapping_neg() } else { number };
    // Whatever is no number, or none that fits, does not come out as it went in.
    (decimal(number) == text).then_some(number)
}

fn push_digits(number: u64, text: &mut String) {
    if number >= 10 {
        push_digits(number / 10, text);
    }
    text.push(char::from_digit(u32::try_from(number % 10).unwrap_or_default(), 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use super::{decimal, decimal_count, read_decimal};

    #[test]
    fn numbers_are_written_as_by_the_standard_library_and_read_back() {
        let mut numbers = vec![0, i64::MIN, i64::MIN + 1, i64::MAX, i64::MAX - 1];
        for power in 0..19 {
            numbers.extend([-1, 0, 1].map(|more| 10_i64.pow(power) + more));
            numbers.extend([-1, 0, 1].map(|more| -(10_i64.pow(power)) + more));
        }
        for number in numbers {
            assert_eq!(decimal(number), number.to_string());
            assert_eq!(read_decimal(&decimal(number)), Some(number));
        }
        assert_eq!(decimal_count(1_200), "1200");
    }

    #[test]
    fn what_is_no_number_that_fits_is_none() {
        for text in [
            "",
            "-",
            "+1",
            "01",
            "-0",
            "1-",
            "--1",
            " 1",
            "1 ",
            "a",
            "1a",
            "9223372036854775808",
            "99999999999999999999",
            "٣",
        ] {
            assert_eq!(read_decimal(text), None, "{text}");
        }
    }
}
