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

/// The words of a page that speaks Polish.
fn polish() -> PageFormats {
    let words = js_sys::eval(
        "({ en: 'pl', Send: 'Wyślij', Close: 7, get Edit() { throw 1 },
            '{} minutes': { one: '{} minuta', few: '{} minuty', many: '{} minut', other: 7 },
            '{} cards': 'karty: {}' })",
    );
    PageFormats::with(words.unwrap())
}

#[wasm_bindgen_test]
fn texts_are_those_of_the_page_where_it_has_them() {
    let formats = polish();
    assert_eq!(formats.word("Send").as_deref(), Some("Wyślij"));
    for english in ["Discard", "Close", "Edit", "{} minutes"] {
        assert_eq!(formats.word(english), None, "{english}");
    }
    assert_eq!(PageFormats::default().word("Send"), None);
}

#[wasm_bindgen_test]
fn numbers_take_the_form_of_the_pages_language() {
    let formats = polish();
    for (count, form) in [(1, "{} minuta"), (2, "{} minuty"), (22, "{} minuty"), (5, "{} minut"), (0, "{} minut")] {
        assert_eq!(formats.counted("{} minutes", count).as_deref(), Some(form), "{count}");
    }
    assert_eq!(formats.counted("{} cards", 3).as_deref(), Some("karty: {}"), "one form for all");
    assert_eq!(formats.counted("{} seconds", 3), None);
}

#[wasm_bindgen_test]
fn dates_follow_the_language_of_the_pages_words() {
    let at = local(29, 14, 5);
    assert!(polish().date(at).contains("marca"), "{}", polish().date(at));
    assert!(polish().duration(300).contains("minut"), "{}", polish().duration(300));
    let nonsense = PageFormats::with(js_sys::eval("({ en: 'no language' })").unwrap());
    assert_eq!(nonsense.date(at), PageFormats::default().date(at), "what is none is the browser's");
    assert_eq!(nonsense.duration(300), PageFormats::default().duration(300));
}
