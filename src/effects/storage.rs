//! What is kept between page loads. The browser may refuse all of it, at any time.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::js;
use crate::app::Stored;

/// The storage of the page's origin.
pub struct Storage {
    /// What is kept are its members; where the browser gives none it is `undefined`, on which every call fails.
    area: JsValue,
    prefix: String,
}

/// The browser does not keep anything, or nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl Storage {
    /// The storage as far as the browser gives it; all keys in it are to begin with the prefix.
    #[must_use]
    pub fn open(prefix: String) -> Self {
        Self { area: js::find(&["localStorage"]), prefix }
    }

    /// What all keys begin with.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Everything under the prefix.
    #[must_use]
    pub fn read(&self) -> Stored {
        let mut stored = Stored::new();
        let keys = Reflect::own_keys(&self.area).unwrap_or_default();
        for key in keys.iter().filter_map(|key| key.as_string()) {
            if key.starts_with(&self.prefix)
                && let Some(value) = js::text(&self.area, &key)
            {
                stored.push((key, value));
            }
        }
        stored
    }

    /// What is kept under a key.
    pub(crate) fn get(&self, key: &str) -> Option<String> {
        js::text(&self.area, key)
    }

    /// Keeps a value.
    ///
    /// # Errors
    /// The storage is full or refused.
    pub fn save(&self, key: &str, value: &str) -> Result<(), Refused> {
        js::set(&self.area, key, &value.into()).map_err(|_| Refused)
    }

    /// Forgets a value. Where nothing can be kept there is nothing to forget.
    pub fn remove(&self, key: &str) {
        let _ = js::call(&self.area, "removeItem", &[&key.into()]);
    }
}
