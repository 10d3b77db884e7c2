//! Frames at the ends of what there can be: large, deep, crowded, and with values that nobody means.

use serde_json::{Value, json};

/// A kind of frame.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// A frame with so many of it; what has a name has another one in each round.
    pub(crate) frame: fn(count: usize, round: usize) -> String,
    /// How many make an extreme of it.
    pub(crate) count: usize,
    /// Whether something of it is passed over, so that developers are told.
    pub(crate) is_told: bool,
}

const fn kind(name: &'static str, frame: fn(usize, usize) -> String, count: usize, is_told: bool) -> Kind {
    Kind { name, frame, count, is_told }
}

pub(crate) const KINDS: &[Kind] = &[
    kind("a long text", |count, _| messages(vec![text(0, "c", &"é".repeat(count / 2))]), 1 << 20, false),
    kind("many changes", |count, _| messages((0..count).map(|at| text(at, "c", "x")).collect()), 10_000, false),
    kind(
        "many receipts",
        |count, _| messages((0..count).map(|at| receipt("ada", at..at + 2)).collect()),
        10_000,
        false,
    ),
    kind("a long receipt", |count, _| messages(vec![receipt("ada", 0..count)]), 100_000, false),
    kind("an own long receipt", |count, _| messages(vec![receipt("me", 0..count)]), 100_000, false),
    kind(
        "an own receipt for what never came",
        |count, _| messages(vec![receipt("me", 1_000_000..1_000_000 + count)]),
        100_000,
        false,
    ),
    kind(
        "many who type",
        |count, round| messages((0..count).map(|at| typing(&name(at, round))).collect()),
        10_000,
        false,
    ),
    kind("many entries beside a text", entries, 10_000, false),
    kind(
        "events of many dialogs",
        |count, round| messages((0..count).map(|at| text(0, &name(at, round), "x")).collect()),
        10_000,
        true,
    ),
    kind("many conversations", many_conversations, 10_000, false),
    kind("many dialogs", |count, round| conversation(dialogs(count, round), people(1, 0)), 10_000, true),
    kind("many people", |count, round| conversation(dialogs(1, 0), people(count, round)), 10_000, false),
    kind("people by many roles", |count, round| conversation_with(dialogs(1, 0), roles(count, round)), 10_000, false),
    kind("many people in many dialogs", crowd, 3_000, true),
    kind("many invitations", |count, round| conversation(invitations(count, round), people(1, 0)), 10_000, true),
    kind(
        "invitations in a crowd",
        |count, round| conversation(invitations(count, round), people(count, 0)),
        3_000,
        true,
    ),
    kind("depth", |count, _| "[".repeat(count), 100_000, true),
    kind("closed depth", |count, _| format!("{}{}", "[".repeat(count), "]".repeat(count)), 100_000, true),
    kind("depth in objects", |count, _| "{\"body\":".repeat(count), 100_000, true),
    kind("halves of surrogate pairs", |count, _| raw_text(&"\\ud83d".repeat(count)), 100_000, true),
    kind("a member that stands often", |count, _| raw_members(&"\"code\":200,".repeat(count)), 50_000, true),
    kind(
        "many unknown members",
        |count, round| raw_members(&(0..count).map(|at| format!("\"{}\":1,", name(at, round))).collect::<String>()),
        10_000,
        true,
    ),
    kind("an endless number", |count, _| raw_members(&format!("\"code\":{},", "9".repeat(count))), 1 << 20, true),
    kind("no JSON", |count, _| "x".repeat(count), 1 << 20, true),
    kind(
        "an unknown kind with a long name",
        |count, round| {
            json!({ "kind": "notification", "type": name(round, count), "body": {}, "pad": "x".repeat(count) })
                .to_string()
        },
        1 << 20,
        true,
    ),
    kind(
        "a type that is long",
        |count, round| json!({ "kind": "notification", "type": long(count, round), "body": {} }).to_string(),
        1 << 20,
        true,
    ),
    kind(
        "an answer to a long name",
        |count, round| json!({ "kind": "resp", "reqId": long(count, round), "code": 200 }).to_string(),
        1 << 20,
        true,
    ),
    kind(
        "a conversation of a long name",
        |count, round| conversation_of(&long(count.max(2_000), round)),
        1 << 20,
        true,
    ),
    kind(
        "a dialog of a long name",
        |count, round| messages(vec![text(0, &long(count.max(2_000), round), "x")]),
        1 << 20,
        true,
    ),
];

fn name(at: usize, round: usize) -> String {
    format!("n{round}-{at}")
}

fn long(count: usize, round: usize) -> String {
    format!("{round}{}", "x".repeat(count))
}

#[expect(clippy::needless_pass_by_value, reason = "made for it alone")]
pub(crate) fn messages(changes: Vec<Value>) -> String {
    json!({ "kind": "notification", "type": "ms.MessagingEventNotification", "body": { "changes": changes } })
        .to_string()
}

pub(crate) fn text(at: usize, dialog: &str, words: &str) -> Value {
    let event = json!({ "type": "ContentEvent", "message": words });
    json!({ "sequence": at, "serverTimestamp": 1, "originatorId": "ada", "dialogId": dialog, "event": event })
}

fn receipt(who: &str, numbers: std::ops::Range<usize>) -> Value {
    let event = json!({ "type": "AcceptStatusEvent", "status": "READ", "sequenceList": numbers.collect::<Vec<_>>() });
    json!({ "originatorId": who, "dialogId": "c", "event": event })
}

fn typing(who: &str) -> Value {
    json!({ "originatorId": who, "dialogId": "c", "event": { "type": "ChatStateEvent", "chatState": "COMPOSING" } })
}

fn entries(count: usize, round: usize) -> String {
    let mut change = text(0, "c", "x");
    change["metadata"] = (0..count).map(|at| json!({ "type": "ExternalId", "id": name(at, round) })).collect();
    messages(vec![change])
}

fn change(id: &str, dialogs: &[Value], participants: &Value) -> Value {
    let details = json!({ "stage": "OPEN", "dialogs": dialogs, "participants": participants });
    json!({ "type": "UPSERT", "result": { "convId": id, "conversationDetails": details } })
}

fn conversations(changes: &[Value]) -> String {
    let body = json!({ "changes": changes });
    json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification", "body": body }).to_string()
}

pub(crate) fn conversation(dialogs: Vec<Value>, people: Vec<Value>) -> String {
    conversation_with(dialogs, people.into())
}

#[expect(clippy::needless_pass_by_value, reason = "made for it alone")]
fn conversation_with(dialogs: Vec<Value>, people: Value) -> String {
    conversations(&[change("c", &dialogs, &people)])
}

/// As older servers tell who takes part.
fn roles(count: usize, round: usize) -> Value {
    (0..count).map(|at| (name(at, round), json!([name(at, 0)]))).collect::<serde_json::Map<_, _>>().into()
}

pub(crate) fn conversation_of(id: &str) -> String {
    conversations(&[change(id, &[], &json!([]))])
}

pub(crate) fn many_conversations(count: usize, round: usize) -> String {
    let of = |at| json!({ "type": "UPSERT", "result": { "convId": name(at, round), "conversationDetails": { "stage": "CLOSE" } } });
    conversations(&(0..count).map(of).collect::<Vec<_>>())
}

pub(crate) fn dialogs(count: usize, round: usize) -> Vec<Value> {
    (0..count)
        .map(|at| json!({ "dialogId": name(at, round), "dialogType": "OTHER", "channelType": "MESSAGING" }))
        .collect()
}

pub(crate) fn people(count: usize, round: usize) -> Vec<Value> {
    (0..count).map(|at| json!({ "id": name(at, round), "role": "ASSIGNED_AGENT" })).collect()
}

/// All of them are in all places, and none is there already.
fn crowd(count: usize, round: usize) -> String {
    let mut dialogs = dialogs(count, round);
    let there = (0..count).map(|at| json!({ "id": name(at, round), "role": "ASSIGNED_AGENT", "state": "SUGGESTED" }));
    dialogs[0]["participantsDetails"] = there.collect();
    conversation(dialogs, people(count, round))
}

pub(crate) fn invitations(count: usize, round: usize) -> Vec<Value> {
    let of = |at| {
        let metadata = json!({ "serviceId": "u", "mode": "view", "sessionState": "INVITED", "expires": 1_700_000_100 });
        json!({ "dialogId": name(at, round), "channelType": "COBROWSE", "creationTs": 7, "metaData": metadata })
    };
    (0..count).map(of).collect()
}

fn raw_text(escapes: &str) -> String {
    messages(vec![text(0, "c", "@")]).replace('@', escapes)
}

fn raw_members(members: &str) -> String {
    format!("{{\"kind\":\"resp\",{members}\"reqId\":\"none\"}}")
}
