//! Dates and times as the browser's language writes them.

use std::cell::OnceCell;

use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::protocol::Millis;
use crate::ui::Formats;

/// Formats by the browser's `Intl`, in its language and time zone. A formatter is made when it is first needed, and
/// kept: making one is what costs.
#[derive(Default)]
pub struct PageFormats {
    time: Formatter,
    date_time: Formatter,
    date: Formatter,
}

impl Formats for PageFormats {
    fn time(&self, at: Millis) -> String {
        self.time.write(at, &[("timeStyle", "short")])
    }

    fn date_time(&self, at: Millis) -> String {
        self.date_time.write(at, &[("dateStyle", "full"), ("timeStyle", "short")])
    }

    fn day(&self, at: Millis) -> i64 {
        let offset = date(at).get_timezone_offset();
        // The offset of an instant that is no date is not a number, which is cast to 0.
        #[expect(clippy::cast_possible_truncation, reason = "minutes, within a day")]
        let local = at - Millis::from_secs(offset as i64 * 60);
        local.0.div_euclid(86_400_000)
    }

    fn date(&self, at: Millis) -> String {
        self.date.write(at, &[("dateStyle", "full")])
    }

    fn machine(&self, at: Millis) -> String {
        // For what is no date this is no string.
        date(at).to_json().as_string().unwrap_or_default()
    }
}

/// The function `format` of an `Intl.DateTimeFormat`, bound to it; nothing where the browser cannot make one.
#[derive(Default)]
struct Formatter(OnceCell<Option<Function>>);

impl Formatter {
    /// The instant in words; nothing for what is no date, such as an instant far out of the calendar.
    fn write(&self, at: Millis, options: &[(&str, &str)]) -> String {
        let format = self.0.get_or_init(|| make(options).ok().and_then(|format| format.dyn_into().ok()));
        let written = format.as_ref().and_then(|format| format.call1(&JsValue::NULL, &date(at)).ok());
        written.and_then(|written| written.as_string()).unwrap_or_default()
    }
}

/// Some in-app browsers do not know their own time zone and throw here.
fn make(options: &[(&str, &str)]) -> Result<JsValue, JsValue> {
    let chosen = Object::new();
    for (name, value) in options {
        Reflect::set(&chosen, &(*name).into(), &(*value).into())?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
    let formatter = Reflect::construct(&class, &Array::of2(&JsValue::UNDEFINED, &chosen))?;
    Reflect::get(&formatter, &"format".into())
}

fn date(at: Millis) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "instants of this age fit into a double to the millisecond")]
    Date::new(&JsValue::from(at.0 as f64))
}
