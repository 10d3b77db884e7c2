//! The developer's console: one line a message, each with the widget's name before it.

use web_sys::console;

use crate::app::Level;

/// Writes one line. What would break or flood it is taken out: some of it may come from the network.
pub fn line(level: Level, text: &str) {
    let mut line = String::from("Alongside: ");
    line.extend(text.chars().take(LONGEST_LINE).map(|c| if c.is_control() { ' ' } else { c }));
    let line = line.into();
    match level {
        Level::Debug => console::debug_1(&line),
        Level::Warn => console::warn_1(&line),
        Level::Error => console::error_1(&line),
    }
}

/// In characters.
const LONGEST_LINE: usize = 1_000;
