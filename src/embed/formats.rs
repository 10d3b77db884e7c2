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
    /// The language of those.
    language: JsValue,
    time: Formatter,
    date_time: Formatter,
    date: Formatter,
}

impl PageFormats {
    /// With the words that the page has under such a path: an object, by the English ones.
    ///
    /// # Errors
    /// A sentence for the developer, where there is no object.
    pub fn with_words(path: &str) -> Result<Self, String> {
        let words = js::find(&path.split('.').collect::<Vec<_>>());
        if !words.is_object() {
            return Err(
                ["<alongside-chat words=\"", path, "\">: the page has no such object, so it is English"].concat()
            );
        }
        // One that is none would make every format fail.
        let language = js::get(&words, LANGUAGE);
        let is_language = js::call(&js::find(&["Intl"]), "getCanonicalLocales", &[&language]).is_ok();
        let language = if is_language { language } else { JsValue::UNDEFINED };
        Ok(Self { words, language, ..Self::default() })
    }

    /// What the page has for an English text.
    fn told(&self, english: &str) -> JsValue {
        if self.words.is_undefined() { JsValue::UNDEFINED } else { js::get(&self.words, english) }
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
        let rules = js::make(&["Intl", "PluralRules"], &[&self.language]).ok()?;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let form = js::call(&rules, "select", &[&JsValue::from(count as f64)]).ok()?.as_string()?;
        js::text(&told, &form).or_else(|| js::text(&told, "other")).map(Rc::from)
    }

    #[inline(never)]
    fn time(&self, at: Millis) -> String {
        self.time.write(&self.language, at, &OPTIONS[1..])
    }

    #[inline(never)]
    fn date_time(&self, at: Millis) -> String {
        self.date_time.write(&self.language, at, &OPTIONS)
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
        self.date.write(&self.language, at, &OPTIONS[..1])
    }

    #[inline(never)]
    fn duration(&self, seconds: i64) -> String {
        let (unit, length) = match seconds {
            ..3_600 => ("minute", 60),
            3_600..86_400 => ("hour", 3_600),
            _ => ("day", 86_400),
        };
        let options = js::record(&[("style", "unit"), ("unit", unit), ("unitDisplay", "long")]);
        let format = js::make(&["Intl", "NumberFormat"], &[&self.language, &options]).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let count = JsValue::from((seconds.saturating_add(length - 1) / length) as f64);
        js::call(&format, "format", &[&count]).unwrap_or_default().as_string().unwrap_or_default()
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

/// An `Intl.DateTimeFormat`; `undefined` where the browser cannot make one. Some in-app browsers do not know their own
/// time zone and throw.
#[derive(Default)]
struct Formatter(OnceCell<JsValue>);

impl Formatter {
    /// The instant in words; nothing for what is no date, such as an instant far out of the calendar.
    fn write(&self, language: &JsValue, at: Millis, options: &[(&str, &str)]) -> String {
        let class = ["Intl", "DateTimeFormat"];
        let make = || js::make(&class, &[language, &js::record(options)]).unwrap_or_default();
        let written = js::call(self.0.get_or_init(make), "format", &[&instant(at)]);
        written.unwrap_or_default().as_string().unwrap_or_default()
    }
}

fn instant(at: Millis) -> JsValue {
    #[expect(clippy::cast_precision_loss, reason = "instants of this age fit into a double to the millisecond")]
    JsValue::from(at.0 as f64)
}
