//! The frames of the tests, and walks over JSON.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// One line of a corpus.
pub(crate) struct Row {
    /// File and line, to find it by.
    pub place: String,
    /// The whole line.
    pub line: Value,
}

impl Row {
    /// The frame or part of one.
    pub(crate) fn value(&self) -> &Value {
        &self.line["value"]
    }

    /// Whether it should be understood.
    pub(crate) fn understood(&self) -> bool {
        self.line["understood"].as_bool().unwrap_or(true)
    }

    /// The unknown members that should be reported, sorted.
    pub(crate) fn unknown(&self) -> Vec<String> {
        let paths = self.line["unknown"].as_array().map(Vec::as_slice).unwrap_or_default();
        sorted(paths.iter().map(|path| path.as_str().unwrap().to_owned()).collect())
    }

    /// The same line with another value.
    pub(crate) fn with(&self, value: Value) -> Value {
        let mut line = self.line.clone();
        line["value"] = value;
        line
    }

    /// Whether it is a whole frame.
    pub(crate) fn is_frame(&self) -> bool {
        self.line["part"] == "frame"
    }
}

/// All lines of all files of the project's own frames.
pub(crate) fn own() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire/frames");
    let mut files: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| load(file)).collect()
}

/// All lines of one file.
pub(crate) fn load(file: &Path) -> Vec<Row> {
    let name = file.file_name().unwrap().to_string_lossy();
    let text = std::fs::read_to_string(file).unwrap();
    let row = |(index, line): (usize, &str)| Row {
        place: format!("{name}:{}", index + 1),
        line: serde_json::from_str(line).unwrap(),
    };
    text.lines().enumerate().map(row).collect()
}

/// Paths in a steady order.
pub(crate) fn sorted(mut paths: Vec<String>) -> Vec<String> {
    paths.sort();
    paths
}

/// The paths of all values inside a value, itself among them.
pub(crate) fn places(value: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let mut add = |key: &str, inner: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        places.extend(self::places(inner).into_iter().map(|place| format!("/{key}{place}")));
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| add(key, inner)),
        Value::Array(list) => list.iter().enumerate().for_each(|(index, inner)| add(&index.to_string(), inner)),
        _ => {}
    }
    places
}

/// Whether a place lies in an object that the protocol leaves open, so that nothing in it can be unknown or wrong.
pub(crate) fn is_open(row: &Row, place: &str) -> bool {
    const OPEN_MEMBERS: [&str; 4] =
        // Documented as objects of unknown members, or not documented at all.
        ["/numberOfunreadMessages", "/conversationHandlerDetails", "/accountData", "/errors"];
    const OPEN_ENTRIES: [&str; 1] = ["LoyaltyCard"];
    let mut ancestors = place.match_indices('/').map(|(at, _)| &place[..at]).chain([place]);
    ancestors.any(|ancestor| {
        let object = row.value().pointer(ancestor).unwrap();
        let kind = &object["type"];
        let is_entry = row.line["part"] == "metadata" && ancestor.is_empty()
            || ancestor.rsplit_once('/').is_some_and(|(list, _)| list.ends_with("/metadata"));
        OPEN_MEMBERS.iter().any(|member| ancestor.ends_with(member))
            // Entries of kinds that brands invent are echoed as they are.
            || is_entry && OPEN_ENTRIES.iter().any(|open| kind == open)
            || is_entry && kind.is_null()
            // The parts of a social event differ from network to network.
            || ["/event", "/conversationState", "/actions"].contains(&ancestor) && row.value()["type"] == "SocialMessagingEventData"
            // Messages of a kind that is new.
            || ancestor.ends_with("/message") && row.value().pointer(&ancestor.replace("/message", "/contentType")).is_some_and(|kind| kind == "location/live")
            // Requests known by their name alone.
            || ancestor == "/body" && row.value()["type"] == ".ams.routing.SubscribeAgentsState"
    })
}
