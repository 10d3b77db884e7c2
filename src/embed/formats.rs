//! Texts as the page has them, dates and times as their language writes them.

use std::cell::OnceCell;
use std::rc::Rc;

use js_sys::Date;
use wasm_bindgen::JsValue;

use crate::effects::js;
use crate::protocol::Millis;
use crate::ui::Formats;

/// Formats by the browser's `Intl`, in its time zone, and in its language where the page has no words of its own. A
/// formatter is made when it is first needed, and kept: making one is what costs.
#[derive(Default)]
pub struct PageFormats {
    /// The page's words, by the English ones; `undefined` where it has none.
    words: JsValue,
    time: Formatter,
    date_time: Formatter,
    date: Formatter,
    plurals: Formatter,
    /// Of minutes, hours and days.
    durations: [Formatter; 3],
}

impl PageFormats {
    /// With the words that the page has: an object, by the English ones; `undefined` where it has none.
    pub fn with(words: JsValue) -> Self {
        Self { words, ..Self::default() }
    }

    /// What the page has for an English text.
    fn told(&self, english: &str) -> JsValue {
        if self.words.is_undefined() { JsValue::UNDEFINED } else { js::get(&self.words, english) }
    }

    /// The instant in words; nothing for what is no date, such as an instant far out of the calendar.
    fn write(&self, by: &Formatter, at: Millis, options: &[(&str, &str)]) -> String {
        let format = by.get_or_init(|| self.make("DateTimeFormat", &js::record(options)));
        let written = js::call(format, "format", &[&instant(at)]);
        written.unwrap_or_default().as_string().unwrap_or_default()
    }

    /// A class of `Intl` in the language of the page's words. Where that is none, in the browser's.
    fn make(&self, class: &str, options: &JsValue) -> JsValue {
        let made = |language: JsValue| js::make(&["Intl", class], &[&language, options]);
        made(self.told(LANGUAGE)).or_else(|_| made(JsValue::UNDEFINED)).unwrap_or_default()
    }
}

impl Formats for PageFormats {
    #[inline(never)]
    fn word(&self, english: &str) -> Option<Rc<str>> {
        self.told(english).as_string().map(Rc::from)
    }

    #[inline(never)]
    fn counted(&self, english: &str, count: i64) -> Option<Rc<str>> {
        let told = self.told(english);
        if !told.is_object() {
            return told.as_string().map(Rc::from);
        }
        let rules = self.plurals.get_or_init(|| self.make("PluralRules", &JsValue::UNDEFINED));
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let form = js::call(rules, "select", &[&JsValue::from(count as f64)]).ok()?.as_string()?;
        js::text(&told, &form).or_else(|| js::text(&told, "other")).map(Rc::from)
    }

    #[inline(never)]
    fn time(&self, at: Millis) -> String {
        self.write(&self.time, at, &OPTIONS[1..])
    }

    #[inline(never)]
    fn date_time(&self, at: Millis) -> String {
        self.write(&self.date_time, at, &OPTIONS)
    }

    #[inline(never)]
    fn day(&self, at: Millis) -> i64 {
        let offset = Date::new(&instant(at)).get_timezone_offset();
        // The offset of an instant that is no date is not a number, which is cast to 0.
        #[expect(clippy::cast_possible_truncation, reason = "minutes, within a day")]
        let local = at - Millis::from_secs(offset as i64 * 60);
        local.0.div_euclid(86_400_000)
    }

    #[inline(never)]
    fn date(&self, at: Millis) -> String {
        self.write(&self.date, at, &OPTIONS[..1])
    }

    #[inline(never)]
    fn duration(&self, seconds: i64) -> String {
        let [minutes, hours, days] = &self.durations;
        let (by, unit, length) = match seconds {
            ..3_600 => (minutes, "minute", 60),
            3_600..86_400 => (hours, "hour", 3_600),
            _ => (days, "day", 86_400),
        };
        let format = by.get_or_init(|| {
            self.make("NumberFormat", &js::record(&[("style", "unit"), ("unit", unit), ("unitDisplay", "long")]))
        });
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let count = JsValue::from((seconds.saturating_add(length - 1) / length) as f64);
        js::call(format, "format", &[&count]).unwrap_or_default().as_string().unwrap_or_default()
    }

    #[inline(never)]
    fn machine(&self, at: Millis) -> String {
        // For what is no date this is no string.
        Date::new(&instant(at)).to_json().as_string().unwrap_or_default()
    }
}

/// The member of the page's words that names their language, as the widget's own are named.
const LANGUAGE: &str = "en";

const OPTIONS: [(&str, &str); 2] = [("dateStyle", "full"), ("timeStyle", "short")];

/// An object of `Intl`; `undefined` where the browser cannot make one. Some in-app browsers do not know their own
/// time zone and throw.
type Formatter = OnceCell<JsValue>;

fn instant(at: Millis) -> JsValue {
    #[expect(clippy::cast_precision_loss, reason = "instants of this age fit into a double to the millisecond")]
    JsValue::from(at.0 as f64)
}
