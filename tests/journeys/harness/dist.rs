//! The trunk build, as it lies on the disk.

use std::path::{Path, PathBuf};

/// The folder that trunk wrote, or that `ALONGSIDE_DIST` names.
pub(crate) fn dist() -> PathBuf {
    let named = std::env::var_os("ALONGSIDE_DIST").map(PathBuf::from);
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join(named.unwrap_or_else(|| "dist".into()));
    for file in ["embed/loader.js", "embed/widget.js", "embed/widget_bg.wasm"] {
        assert!(
            dist.join(file).is_file(),
            "{} is missing: run \"make build\" first, or name another build by ALONGSIDE_DIST",
            dist.join(file).display()
        );
    }
    dist
}

/// A file that `scripts/setup test` has fetched from npm.
pub(crate) fn tool(path: &str) -> String {
    let path = tool_path(path);
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{} cannot be read ({error}): run \"scripts/setup test\"", path.display()))
}

/// Where such a file lies.
pub(crate) fn tool_path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/node_modules").join(path)
}

/// The page of the demo shop, with its service at this origin.
pub(crate) fn demo_page(service: &str) -> String {
    let page = std::fs::read_to_string(dist().join("index.html")).unwrap();
    assert!(page.contains(DEMO_SERVICE), "the demo page asks another service than {DEMO_SERVICE}");
    page.replace(DEMO_SERVICE, service)
}

const DEMO_SERVICE: &str = "http://127.0.0.1:8081";
