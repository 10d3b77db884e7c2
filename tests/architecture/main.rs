//! The house plan, held against the code: floors, walls, and what may not be said where (see `ARCHITECTURE.md`).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each room may import: the rooms below it.
const FLOORS: [(&str, &[&str]); 8] = [
    ("protocol", &[]),
    ("session", &["protocol"]),
    ("store", &["protocol"]),
    ("emulator", &["protocol"]),
    ("app", &["protocol", "session", "store"]),
    ("effects", &["protocol", "store", "app"]),
    ("ui", &["protocol", "store", "app"]),
    ("embed", &["protocol", "store", "app", "effects", "ui"]),
];

/// Crates that need a browser, and the rooms that may name them.
const BROWSER: [&str; 5] = ["yew", "gloo", "web_sys", "js_sys", "wasm_bindgen"];
const BROWSER_ROOMS: [&str; 3] = ["effects", "ui", "embed"];

/// Ways to a clock or to chance. Below `effects` both are parameters.
const CLOCKS: [&str; 6] = ["SystemTime", "Instant::now", "Date::now", "Date::new_0", "Math::random", "getrandom"];

const LONGEST_FILE: usize = 500;

struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

impl Source {
    fn new(path: PathBuf, text: String) -> Self {
        let first = path.strip_prefix(root().join("src")).unwrap().components().next().unwrap();
        let room = first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        Self { path, room, text }
    }

    /// The text without comments: rules are about code, and the tests at the end of a file are not its code. Where they
    /// are a file of their own, nothing ends there.
    fn code(&self) -> String {
        let code = self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The code with paths that climb out of the room by `super` written from the crate on.
    fn code_from_crate(&self) -> String {
        let depth = self.path.strip_prefix(root().join("src")).unwrap().components().count();
        // Longest chains first, so that none is left with a beginning.
        let chains = (depth..depth + 4).rev().map(|length| "super::".repeat(length));
        chains.fold(self.code(), |code, chain| code.replace(&chain, "crate::"))
    }

    /// The rooms that it names and may not, and what hides from being read so.
    fn strays(&self) -> Vec<String> {
        let Some((_, allowed)) = FLOORS.into_iter().find(|(room, _)| *room == self.room) else { return Vec::new() };
        let code = self.code_from_crate();
        let others = FLOORS.into_iter().map(|(other, _)| other);
        let strange = others.filter(|other| *other != self.room && !allowed.contains(other));
        let mut found: Vec<_> = strange.filter(|other| has_path(&code, other)).map(str::to_owned).collect();
        if code.contains("crate::{") || code.contains("crate::*") {
            found.push("several rooms in one import: one a room, so that it can be read".into());
        }
        found
    }
}

/// Whether a path leads from the crate into this room.
fn has_path(code: &str, room: &str) -> bool {
    let path = format!("crate::{room}");
    let goes_on = |rest: &str| rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    code.match_indices(&path).any(|(at, _)| !goes_on(&code[at + path.len()..]))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, into);
        } else {
            into.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    files(&root().join("src"), &mut paths);
    let rust = paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|path| Source::new(path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_room_imports_only_from_floors_below_it() {
    let wrong: Vec<_> = sources()
        .into_iter()
        .map(|source| (source.strays(), source.path))
        .filter(|(strays, _)| !strays.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_planted_import_from_elsewhere_is_found() {
    let check = |path: &str, text: &str, expected: &[&str]| {
        let source = Source::new(root().join("src").join(path), text.into());
        assert_eq!(source.strays(), expected, "{path}: {text}");
    };
    check("store/cobrowse.rs", "mod key;\n#[cfg(test)]\nmod tests;\n\nuse crate::app::Intent;", &["app"]);
    check("store/rows.rs", "use crate::protocol::Millis;\n#[cfg(test)]\nmod tests {\n    use crate::app::Intent;", &[]);
    check("store/rows.rs", "// As crate::app::Intent.\nuse crate::application::Intent;", &[]);
    check("session.rs", "use super::store::State;", &["store"]);
    check("ui/banner/spoken.rs", "use super::super::super::effects;", &["effects"]);
    check("ui/banner/spoken.rs", "fn at() -> self::super::super::super::effects::Clock {}", &["effects"]);
    check("ui/banner/spoken.rs", "use super::super::effects::Clock;\nuse super::super::super::app::Intent;", &[]);
    check("app/gate.rs", "mod inner {\n    use super::super::super::ui as pictures;\n}", &["ui"]);
    let several = "several rooms in one import: one a room, so that it can be read";
    check("app.rs", "use super::{protocol, ui};", &[several]);
    check("app.rs", "use crate::{protocol, ui};", &[several]);
}

#[test]
fn only_the_rooms_of_the_page_name_the_browser() {
    let names = |code: &str, name: &str| {
        code.contains(&format!("{name}::"))
            || code.contains(&format!("use {name};"))
            || code.contains(&format!("#[{name}"))
    };
    for source in sources() {
        let is_room = FLOORS.iter().any(|(room, _)| *room == source.room);
        if !is_room || BROWSER_ROOMS.contains(&source.room.as_str()) {
            continue;
        }
        let found: Vec<_> = BROWSER.into_iter().filter(|name| names(&source.code(), name)).collect();
        assert!(found.is_empty(), "{} names {found:?}", source.path.display());
    }
}

#[test]
fn only_the_protocol_knows_json() {
    let is_room = |source: &Source| FLOORS.iter().any(|(room, _)| *room == source.room);
    let knows: Vec<_> = sources()
        .into_iter()
        .filter(|source| is_room(source) && source.room != "protocol" && source.code().contains("serde_json"))
        .map(|source| source.path)
        .collect();
    assert!(knows.is_empty(), "{knows:#?}");
}

#[test]
fn nothing_below_the_page_reads_a_clock() {
    for source in sources() {
        if BROWSER_ROOMS.contains(&source.room.as_str()) || source.room == "bin" {
            continue;
        }
        let found: Vec<_> = CLOCKS.into_iter().filter(|name| source.code().contains(name)).collect();
        assert!(found.is_empty(), "{} names {found:?}", source.path.display());
    }
}

#[test]
fn nothing_from_the_network_becomes_markup() {
    for source in sources() {
        let code = source.code();
        for way in ["innerHTML", "set_inner_html", "outer_html", "insert_adjacent_html", "from_html_unchecked", "eval("]
        {
            assert!(!code.contains(way), "{} names {way}", source.path.display());
        }
    }
    let mut scripts = Vec::new();
    files(&root().join("src"), &mut scripts);
    for path in scripts.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "js")) {
        let text = fs::read_to_string(&path).unwrap();
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
            assert!(!text.contains(way), "{} names {way}", path.display());
        }
    }
}

#[test]
fn files_stay_small_and_are_named_after_their_room() {
    let mut paths = Vec::new();
    for folder in ["src", "tests", "styles"] {
        files(&root().join(folder), &mut paths);
    }
    for path in paths {
        let is_code =
            path.extension().is_some_and(|extension| ["rs", "js", "css"].iter().any(|known| extension == *known));
        if !is_code {
            continue;
        }
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines", path.display());
        assert!(path.file_name().unwrap() != "mod.rs", "{}: `room.rs` beside `room/`", path.display());
    }
}

#[test]
fn every_place_that_the_plan_names_is_there() {
    let plan = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let named = plan.split('`').skip(1).step_by(2);
    let is_place = |text: &&str| ["src/", "tests/", "scripts/"].iter().any(|folder| text.starts_with(folder));
    let missing: Vec<_> = named.filter(is_place).filter(|place| !root().join(place).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The compiler holds the wall: without default features none of these crates is even built.
#[test]
fn the_core_is_built_without_the_crates_of_the_browser() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--no-default-features", "--edges", "normal", "--prefix", "none"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let crates: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(crates.contains(&"serde_json"), "the tree could be read: {tree}");
    for name in ["yew", "gloo", "web-sys", "js-sys", "wasm-bindgen", "axum", "tokio"] {
        assert!(!crates.contains(&name), "{name} is built without a feature that asks for it");
    }
}
