//! Pictures, for people to look at, in `target/journeys`.

use std::path::{Path, PathBuf};

use super::browser::Browser;

/// Keeps a picture of what a browser shows.
pub(crate) async fn save_picture(browser: &Browser, name: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("journeys");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.png"));
    std::fs::write(&path, browser.driver.screenshot_as_png().await.unwrap()).unwrap();
    path
}
