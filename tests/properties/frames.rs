//! Frames: those of the corpus, with something in them that does not belong there, and texts that are no frames.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

static CORPUS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/frames");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.into_iter().map(|file| std::fs::read_to_string(file).unwrap());
    let lines: Vec<String> = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    lines.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok()?.get("value").cloned()).collect()
});

/// A frame as a text.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => (0..CORPUS.len(), prop::collection::vec((any::<prop::sample::Index>(), odd()), 0..3)).prop_map(|(place, changes)| {
            let mut frame = CORPUS[place].clone();
            for (at, value) in changes {
                plant(&mut frame, &at, value);
            }
            frame.to_string()
        }),
        1 => ".{0,80}",
        1 => (1_usize..20_000, prop::sample::select(&["[", "{\"a\":", "\"\\ud800", "1e", "-"][..]))
            .prop_map(|(count, piece)| piece.repeat(count)),
        1 => (0..CORPUS.len(), any::<prop::sample::Index>()).prop_map(|(place, at)| {
            let text = CORPUS[place].to_string();
            text.chars().take(at.index(text.len())).collect()
        }),
    ]
}

/// The body of a frame.
pub(crate) fn body() -> impl Strategy<Value = String> {
    let bodies: Vec<_> = CORPUS.iter().filter_map(|frame| frame.get("body")).map(ToString::to_string).collect();
    prop::sample::select(bodies)
}

/// A value where another one was promised.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(&[i64::MAX, i64::MIN, -1, 0, 1 << 53, 4_000_000_000, 8_640_000_000_000_000][..])
            .prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        Just(Value::Array(Vec::new())),
        Just(Value::Object(serde_json::Map::new())),
        prop::sample::select(&["INVITED", "CLOSED", "ACCEPTED", "COBROWSE", "OPEN", "CLOSE", "ALL", "CONSUMER"][..])
            .prop_map(Value::from),
    ]
}

/// Puts a value in the place of one of those that are there.
fn plant(frame: &mut Value, at: &prop::sample::Index, value: Value) {
    let mut count = 0;
    visit(frame, &mut |_| count += 1);
    let (wanted, mut value) = (at.index(count), Some(value));
    let mut place = 0;
    visit(frame, &mut |found| {
        if place == wanted
            && let Some(value) = value.take()
        {
            *found = value;
        }
        place += 1;
    });
}

fn visit(value: &mut Value, seen: &mut dyn FnMut(&mut Value)) {
    seen(value);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, seen)),
        Value::Object(members) => members.values_mut().for_each(|member| visit(member, seen)),
        _ => {}
    }
}
