//! How instants are written for people and for machines.

use crate::protocol::Millis;

/// How instants are written for the consumer, in the consumer's language and time zone.
pub trait Formats {
    /// The time of day, short: "14:05".
    fn time(&self, at: Millis) -> String;
    /// Date and time in full.
    fn date_time(&self, at: Millis) -> String;
    /// The local calendar day, counted in days: consecutive days have consecutive numbers, whatever the clocks do.
    fn day(&self, at: Millis) -> i64;
    /// The date in full, without the time.
    fn date(&self, at: Millis) -> String;
}

/// An instant as the attribute `datetime` wants it: ISO 8601 in UTC, to the second.
#[must_use]
pub fn machine_time(at: Millis) -> String {
    let seconds = at.0.div_euclid(1_000);
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(day);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let mut text = year.to_string();
    for (separator, number) in [('-', month), ('-', day), ('T', hour), (':', minute), (':', second)] {
        text.push(separator);
        if number < 10 {
            text.push('0');
        }
        text.push_str(&number.to_string());
    }
    text.push('Z');
    text
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar. Years begin in March inside, so
/// that the leap day is the last of its year.
fn civil(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::machine_time;
    use crate::protocol::Millis;

    #[test]
    fn instants_are_written_in_utc() {
        let check = |at, written: &str| assert_eq!(machine_time(Millis(at)), written);
        check(0, "1970-01-01T00:00:00Z");
        check(-1, "1969-12-31T23:59:59Z");
        check(951_782_400_000, "2000-02-29T00:00:00Z");
        check(1_709_251_199_999, "2024-02-29T23:59:59Z");
        check(1_767_225_600_000, "2026-01-01T00:00:00Z");
    }
}
