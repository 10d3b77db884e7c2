//! A value of the wrong kind, put in the place of every known one, is noticed.

use alongside::protocol::inspect::inspect_line;
use serde_json::{Value, json};

use super::corpus::{Row, is_open, own, places};

/// Members that servers and pages write as texts and as numbers; either is right.
const TEXT_OR_NUMBER: [&str; 32] = [
    "agentId",
    "campaignId",
    "cid",
    "code",
    "contextId",
    "customerId",
    "eid",
    "engagementId",
    "engagementRevision",
    "engagementType",
    "fileSize",
    "groupId",
    "id",
    "imei",
    "productId",
    "questionId",
    "replies",
    "replyToId",
    "reqId",
    "scid",
    "skill",
    "socialId",
    "temp_url_expires",
    "ssid",
    "sub",
    "surveyId",
    "svid",
    "userId",
    "visitorId",
    "zoneId",
    "monitoringSessionId",
    "reasonId",
];

/// Members whose kind differs even more.
const ANYTHING: [&str; 15] = [
    "note",
    "balance",
    "companySize",
    "confidence",
    "confidenceScore",
    "state",
    "status",
    "Status",
    "serverCurrentTime",
    "timeDiff",
    "serverTimeGMTDiff",
    "sessionTTl",
    "expires_in",
    "userPrivileges",
    "conversationId",
];

#[test]
fn a_value_of_the_wrong_kind_is_noticed() {
    let (mut noticed, mut loose, mut taken) = (0, 0, Vec::new());
    for row in own().into_iter().filter(Row::understood) {
        let unknown = row.unknown();
        for place in places(row.value()) {
            if unknown.iter().any(|path| place.starts_with(path.as_str())) || is_open(&row, &place) {
                continue;
            }
            let Some(wrong) = wrong_for(row.value().pointer(&place).unwrap()) else { continue };
            let mut value = row.value().clone();
            *value.pointer_mut(&place).unwrap() = wrong.clone();
            let understood = inspect_line(&row.with(value)).understood;
            if understood {
                if !may_be(&place, &wrong) {
                    taken.push(format!("{}: {wrong} at {place}", row.place));
                }
                loose += 1;
            } else {
                noticed += 1;
            }
        }
    }
    assert_eq!(taken, Vec::<String>::new());
    assert!(noticed > 2_000, "{noticed} noticed");
    assert!(loose < noticed / 10, "{loose} of {noticed} taken");
}

/// A value of another kind: no identifier has a fraction, and no list or object stands for a plain value.
fn wrong_for(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(_) => json!(17.5),
        Value::Number(_) => json!("seventeen"),
        Value::Bool(_) => json!("yes"),
        Value::Object(_) => json!(true),
        Value::Array(_) => json!(true),
        Value::Null => return None,
    })
}

fn may_be(place: &str, wrong: &Value) -> bool {
    let mut names = place.rsplit('/');
    let name = names.find(|name| name.parse::<usize>().is_err()).unwrap_or_default();
    // A role that is new is known by its list of ids; with anything else it is an unknown member.
    place.contains("/participantsPId/ASTROLOGER")
        || ANYTHING.contains(&name)
        || name.starts_with("aria-")
        || name == "role"
        || name == "tabindex"
        || wrong.is_string() && TEXT_OR_NUMBER.contains(&name)
}
