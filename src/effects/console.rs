//! The developer's console: one line a message, each with the widget's name before it.

use super::js;
use crate::app::Level;

/// Writes one line. What would break or flood it is taken out: some of it may come from the network.
pub fn line(level: Level, text: &str) {
    let mut line = String::from("Alongside: ");
    line.extend(text.chars().take(LONGEST_LINE).map(|c| if c.is_control() { ' ' } else { c }));
    let method = match level {
        Level::Debug => "debug",
        Level::Warn => "warn",
        Level::Error => "error",
    };
    let _ = js::call(&js::find(&["console"]), method, &[&line.into()]);
}

/// In characters.
const LONGEST_LINE: usize = 1_000;
