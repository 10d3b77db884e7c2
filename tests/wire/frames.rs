//! Every frame of the project's own is understood as its line says, and comes back as it came.

use std::collections::HashSet;

use alongside::protocol::inspect::inspect_line;
use alongside::protocol::wire::{Trace, Wire};
use alongside::protocol::{Frame, Incoming};

use super::corpus::{own, sorted};

#[test]
fn there_are_enough_of_them_and_no_two_are_alike() {
    let rows = own();
    let frames: HashSet<String> = rows.iter().filter(|row| row.is_frame()).map(|row| row.value().to_string()).collect();
    assert!(frames.len() >= 150, "{}", frames.len());
    let mut seen = HashSet::new();
    for row in &rows {
        let what = format!("{}{}{}", row.line["part"], row.line["type"], row.value());
        assert!(seen.insert(what), "{} stands twice", row.place);
    }
}

#[test]
fn each_is_understood_as_its_line_says() {
    for row in own() {
        let found = inspect_line(&row.line);
        assert_eq!(found.understood, row.understood(), "{}: {}: {found:?}", row.place, row.line["note"]);
        assert_eq!(sorted(found.unknown), row.unknown(), "{}: {}", row.place, row.line["note"]);
        assert_eq!(found.misread.is_empty(), row.understood(), "{}", row.place);
    }
}

#[test]
fn the_runtime_reads_each_whole_frame_and_writes_the_same() {
    for row in own().into_iter().filter(|row| row.is_frame() && row.understood() && row.unknown().is_empty()) {
        let mut trace = Trace::default();
        let frame = Frame::parse(&row.value().to_string(), &mut trace).unwrap();
        assert_eq!(trace.findings(), [], "{}", row.place);
        let again = Frame::parse(&frame.write().to_string(), &mut trace).unwrap();
        assert_eq!(frame, again, "{}", row.place);
    }
}

#[test]
fn a_client_reads_what_comes_and_nothing_that_goes() {
    for row in own().into_iter().filter(super::corpus::Row::is_frame) {
        let text = row.value().to_string();
        let read = Incoming::parse(&text, &mut Trace::default());
        let direction = row.line["dir"].as_str().unwrap();
        assert_eq!(read.is_ok(), direction.starts_with("s2"), "{}: {read:?}", row.place);
    }
}

#[test]
fn a_bare_frame_is_the_same_as_a_wrapped_one() {
    for row in own().into_iter().filter(super::corpus::Row::is_frame) {
        let bare = inspect_line(row.value());
        let wrapped = inspect_line(&row.line);
        assert_eq!((bare.understood, bare.unknown), (wrapped.understood, wrapped.unknown), "{}", row.place);
    }
}
