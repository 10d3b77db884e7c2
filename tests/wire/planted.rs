//! An unknown member, planted into every object of every frame, is reported at exactly its place and costs nothing.

use alongside::protocol::inspect::inspect_line;
use serde_json::json;

use super::corpus::{is_open, own, places, sorted};

const NAME: &str = "zz/later~on";
const ESCAPED: &str = "zz~1later~0on";

#[test]
fn a_planted_member_is_reported_where_it_stands() {
    let (mut reported, mut open) = (0, 0);
    for row in own().into_iter().filter(super::corpus::Row::understood) {
        let unknown = row.unknown();
        for place in places(row.value()) {
            let inside_unknown = unknown.iter().any(|path| place.starts_with(path.as_str()));
            if !row.value().pointer(&place).unwrap().is_object() || inside_unknown {
                continue;
            }
            let mut value = row.value().clone();
            value.pointer_mut(&place).unwrap()[NAME] = json!({ "deep": [1, { "er": null }] });
            let found = inspect_line(&row.with(value));
            let mut expected = unknown.clone();
            if is_open(&row, &place) {
                open += 1;
            } else {
                reported += 1;
                expected.push(format!("{place}/{ESCAPED}"));
            }
            assert_eq!(sorted(found.unknown), sorted(expected), "{} at {place:?}", row.place);
            assert!(found.understood, "{} at {place:?}: {:?}", row.place, found.misread);
        }
    }
    assert!(reported > 1_000, "{reported} planted");
    assert!(open < reported / 20, "{open} of {reported} in open objects");
}
