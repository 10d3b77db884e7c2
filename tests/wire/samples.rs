//! The vendor's literal samples, which are not part of this project. Where they are not at hand the test says so and
//! ends.

use std::path::{Path, PathBuf};

use alongside::protocol::inspect::inspect_line;

use super::corpus::load;

/// Samples that are not to be understood.
const ODD: [(&str, &str); 2] =
    [("s067", "the page shows how to build a request and invents its type"), ("s068", "the answer to that")];

/// Samples with members that the protocol does not name.
const WITH_UNKNOWN: [(&str, &str, usize); 6] = [
    ("s148", "the agents' library adds `__myRole` to what it got", 1),
    ("s149", "the agents' library adds `__isMe`", 1),
    ("s150", "the agents' library adds `__isMe`", 1),
    ("s151", "the agents' library adds `__isMe`", 1),
    ("s152", "the agents' library adds `__isMe`", 1),
    ("s174", "two objects of the source have run into one: `ttr` holds client properties", 16),
];

#[test]
fn all_samples_but_the_odd_ones_are_understood() {
    let Some(file) = samples() else {
        println!("skipped: no samples beside the project");
        return;
    };
    let rows = load(&file);
    assert!(rows.len() > 100, "{} samples", rows.len());
    for row in &rows {
        let id = row.line["id"].as_str().unwrap();
        let found = inspect_line(&row.line);
        let odd = ODD.iter().find(|(odd, _)| *odd == id);
        assert_eq!(found.understood, odd.is_none(), "{id}: {found:?}");
        let unknown = WITH_UNKNOWN.iter().find(|(with, ..)| *with == id).map_or(0, |(.., count)| *count);
        assert_eq!(found.unknown.len(), unknown, "{id}: {:?}", found.unknown);
    }
}

fn samples() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/protocol/SAMPLES.jsonl");
    let file = std::env::var_os("ALONGSIDE_SAMPLES").map_or(beside, PathBuf::from);
    file.is_file().then_some(file)
}
