//! What is kept between page loads. The browser may refuse all of it, at any time.

use web_sys::window;

use crate::app::Stored;

/// The storage of the page's origin.
pub struct Storage {
    area: Option<web_sys::Storage>,
}

/// The browser does not keep anything, or nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl Storage {
    /// The storage as far as the browser gives it.
    #[must_use]
    pub fn open() -> Self {
        Self { area: window().and_then(|window| window.local_storage().ok().flatten()) }
    }

    /// Everything under a prefix.
    #[must_use]
    pub fn read(&self, prefix: &str) -> Stored {
        let Some(area) = &self.area else { return Stored::new() };
        let count = area.length().unwrap_or(0);
        let keys = (0..count).filter_map(|index| area.key(index).ok().flatten());
        keys.filter(|key| key.starts_with(prefix))
            .filter_map(|key| area.get_item(&key).ok().flatten().map(|value| (key, value)))
            .collect()
    }

    /// Keeps a value.
    ///
    /// # Errors
    /// The storage is full or refused.
    pub fn save(&self, key: &str, value: &str) -> Result<(), Refused> {
        self.area.as_ref().ok_or(Refused)?.set_item(key, value).map_err(|_| Refused)
    }

    /// Forgets a value. Where nothing can be kept there is nothing to forget.
    pub fn remove(&self, key: &str) {
        if let Some(area) = &self.area {
            let _ = area.remove_item(key);
        }
    }
}
