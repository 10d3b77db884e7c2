//! What the components render, as HTML, in every state that people meet.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod banner;
mod cards;
mod files;
mod fixture;
mod header;
mod history;
mod hostile;
mod html;
mod launcher;
mod ledger;
mod spoken;
mod survey;
mod transcript;
mod withheld;
mod words;

use std::rc::Rc;

use alongside::store::State;
use alongside::ui::{Formats, Host, Part, PartProps};
use yew::{Callback, LocalServerRenderer};

/// The whole widget on this state. A page that has its own text in every place changes nothing else.
fn render(state: State) -> String {
    let html = render_by(state.clone(), Rc::new(fixture::Utc));
    let marked = |english: &str, count: Option<i64>| Some(mark(english, count).into());
    let own = render_by(state, Rc::new(fixture::Twisted(words::Own(marked))));
    assert!(own.contains(MARK));
    assert_eq!(own.replace(MARK, ""), html);
    html
}

/// Stands in every text of a page that has them all.
const MARK: char = '\u{2060}';

/// A text with the mark, in the form that English has for the number.
fn mark(english: &str, count: Option<i64>) -> String {
    let english = if count == Some(1) { words::of_one(english) } else { english.to_owned() };
    [&MARK.to_string(), &*english].concat()
}

/// The same, with whatever says how texts are written.
fn render_by(state: State, formats: Rc<dyn Formats>) -> String {
    let host = Host { formats, ..fixture::host(state, Callback::noop()) };
    let props = PartProps::widget(host, fixture::quiet());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let renderer = LocalServerRenderer::<Part>::with_props(props).hydratable(false);
    runtime.block_on(tokio::task::LocalSet::new().run_until(renderer.render()))
}

/// One element of it.
fn element(state: State, marker: &str) -> String {
    html::element(&render(state), marker)
}

/// Compares one element with the snapshot of this name.
macro_rules! check {
    ($name:literal, $state:expr, $marker:literal) => {
        insta::assert_snapshot!($name, crate::element($state, $marker), concat!($name, ": ", $marker));
    };
}
pub(crate) use check;

/// Every snapshot file belongs to a `check!` of these tests.
#[test]
fn no_snapshot_is_left_over() {
    const SOURCES: [&str; 11] = [
        include_str!("banner.rs"),
        include_str!("cards.rs"),
        include_str!("files.rs"),
        include_str!("header.rs"),
        include_str!("history.rs"),
        include_str!("hostile.rs"),
        include_str!("launcher.rs"),
        include_str!("ledger.rs"),
        include_str!("survey.rs"),
        include_str!("transcript.rs"),
        include_str!("withheld.rs"),
    ];
    // A long one begins on a line of its own.
    let sources = SOURCES.map(|source| source.replace("check!(\n        ", "check!("));
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/components/snapshots");
    for file in std::fs::read_dir(directory).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        let name = file.rsplit("__").next().unwrap().strip_suffix(".snap").unwrap_or(&file).to_owned();
        let wanted = format!("check!(\"{name}\"");
        assert!(sources.iter().any(|source| source.contains(&wanted)), "{file} is not of any test");
    }
}
