//! Dates and times, in whatever language and time zone the browser has.

use alongside::embed::PageFormats;
use alongside::protocol::Millis;
use alongside::ui::Formats;
use js_sys::Date;
use wasm_bindgen_test::wasm_bindgen_test;

/// A local time, as the browser counts it.
fn local(day: i32, hour: i32, minute: i32) -> Millis {
    let date = Date::new_with_year_month_day_hr_min(2026, 2, day, hour, minute);
    Millis(date.get_time() as i64)
}

#[wasm_bindgen_test]
fn days_change_at_local_midnight() {
    let formats = PageFormats::default();
    let today = formats.day(local(29, 0, 0));
    assert_eq!(formats.day(local(29, 23, 59)), today);
    assert_eq!(formats.day(local(28, 23, 59)), today - 1);
    assert_eq!(formats.day(local(30, 0, 0)), today + 1);
}

#[wasm_bindgen_test]
fn times_and_dates_are_written() {
    let formats = PageFormats::default();
    let at = local(29, 14, 5);
    assert!(formats.time(at).contains("05"), "{}", formats.time(at));
    assert!(formats.date(at).contains("2026") && formats.date(at).contains("29"), "{}", formats.date(at));
    assert!(
        formats.date_time(at).contains("2026") && formats.date_time(at).contains("05"),
        "{}",
        formats.date_time(at)
    );
    assert_ne!(formats.time(local(29, 2, 5)), formats.time(at), "half a day apart");
}

#[wasm_bindgen_test]
fn what_is_no_date_is_not_written() {
    let formats = PageFormats::default();
    for at in [Millis(i64::MAX), Millis(i64::MIN)] {
        assert_eq!((formats.time(at), formats.date(at)), (String::new(), String::new()));
        let _ = formats.day(at);
    }
}
