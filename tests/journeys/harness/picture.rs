//! Pictures, for people to look at, in `target/journeys`.

use std::path::{Path, PathBuf};

use super::browser::Browser;

/// Keeps a picture of what a browser shows.
pub(crate) async fn save_picture(browser: &Browser, name: &str) -> PathBuf {
    let path = path_of(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, browser.driver.screenshot_as_png().await.unwrap()).unwrap();
    path
}

/// Throws a picture of an earlier run away, where there is one.
pub(crate) fn forget_picture(name: &str) {
    let _ = std::fs::remove_file(path_of(name));
}

fn path_of(name: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("journeys").join(format!("{name}.png"))
}
