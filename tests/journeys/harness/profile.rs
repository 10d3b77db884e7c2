//! A folder in which one browser keeps its things.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A fresh folder. It goes when this is dropped.
pub(crate) struct Profile(PathBuf);

impl Profile {
    /// Makes a folder that nobody else uses.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("alongside-journeys-{}-{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // A browser that was killed may still write: what cannot be removed is left to the system's own broom.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
