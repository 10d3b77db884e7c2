//! The page's door: what the loader calls, and what the element says.
//!
//! `loader.js` defines the element, draws the first launcher and brings this module; [`mount`] turns one element into a
//! widget, and `supervisor.js` has a fresh instance do that when one broke. Elements share nothing. Attributes are read
//! when the element is mounted: to change one, take the element out of the page and put it back.

pub mod attributes;
pub mod client;
mod formats;
pub mod keys;
mod mount;
pub mod patterns;
mod sheet;

pub use formats::PageFormats;
pub use mount::mount;

use crate::app::Level;
use crate::effects::console;

/// What the module does when it is loaded. Should it ever come to a panic, a development build says in one line why the
/// widget stopped; in a release a panic is a trap. `supervisor.js` reports either.
pub fn start() {
    if cfg!(debug_assertions) {
        yew::set_custom_panic_hook(Box::new(|panic| console::line(Level::Error, &panic.to_string())));
    }
}
