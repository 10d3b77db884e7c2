//! What happens to an app, in an order that nobody would think of.

use alongside::store::cobrowse::Answer;
use proptest::prelude::*;

use super::bench::{START, Step};
use super::frames;

/// One step, and before it some time.
pub(crate) fn happening() -> impl Strategy<Value = (i64, Step)> {
    let wait = prop_oneof![
        20 => 0_i64..3_000,
        4 => 0_i64..120_000,
        1 => -600_000_i64..600_000,
        1 => prop::sample::select(&[i64::MAX / 4, i64::MIN / 4, 1 << 53, -(1 << 53)][..]),
    ];
    let step = prop_oneof![
        8 => Just(Step::Connect),
        4 => Just(Step::Opened),
        2 => http(),
        10 => reply(),
        16 => frames::text().prop_map(Step::Frame),
        2 => prop::sample::select(&[1000_u16, 1006, 1008, 1011, 4401, 4407, 4999][..]).prop_map(Step::Closed),
        8 => consumer(),
        8 => page(),
        2 => kept(),
    ];
    (wait, step)
}

fn http() -> impl Strategy<Value = Step> {
    let status = prop::sample::select(&[0_u16, 200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503, 999][..]);
    let body = prop_oneof![frames::text(), ".{0,200}", token(), hosts()];
    prop_oneof![
        4 => (status, body).prop_map(|(status, body)| Step::Http(status, body)),
        1 => Just(Step::NoHttp),
    ]
}

/// An answer with a token of somebody, or of nobody.
fn token() -> impl Strategy<Value = String> {
    prop::sample::select(
        &[
            r#"{"jwt":"a.eyJzdWIiOiJtZSJ9.c"}"#,
            r#"{"jwt":"a.eyJzdWIiOiJ5b3UifQ.c"}"#,
            r#"{"jwt":"a.eyJzdWIiOjd9.c"}"#,
            r#"{"token":"a..c"}"#,
            r#"{"jwt":""}"#,
        ][..],
    )
    .prop_map(str::to_owned)
}

fn hosts() -> impl Strategy<Value = String> {
    let service = prop::sample::select(&["asyncMessagingEnt", "idp", "accountConfigReadOnly", "x"][..]);
    prop::collection::vec((service, "[a-z./@:#?]{0,12}"), 0..4).prop_map(|uris| {
        let one = |(service, host): (&str, String)| serde_json::json!({ "service": service, "baseURI": host });
        serde_json::json!({ "baseURIs": uris.into_iter().map(one).collect::<Vec<_>>() }).to_string()
    })
}

fn reply() -> impl Strategy<Value = Step> {
    let code = prop::sample::select(&[200_u16, 200, 200, 201, 400, 401, 404, 429, 500][..]);
    let body = prop_oneof![
        4 => Just(String::new()),
        1 => frames::body(),
        1 => any::<i64>().prop_map(|time| format!(r#"{{"currentTime":{time},"sequence":{time}}}"#)),
    ];
    (0_usize..3, code, body).prop_map(|(back, code, body)| Step::Reply { back, code, body })
}

fn consumer() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => ".{0,60}".prop_map(Step::Write),
        2 => ".{0,6}".prop_map(Step::Draft),
        1 => (0_u64..5).prop_map(Step::Retry),
        1 => (0_u64..5).prop_map(Step::Discard),
        1 => Just(Step::Reconnect),
        1 => any::<bool>().prop_map(Step::Panel),
        2 => prop::sample::select(&[Answer::Accepted, Answer::Declined][..]).prop_map(Step::Invited),
    ]
}

fn page() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<bool>().prop_map(Step::Online),
        any::<bool>().prop_map(Step::Visible),
        any::<bool>().prop_map(Step::Page),
        any::<bool>().prop_map(Step::Tag),
        any::<bool>().prop_map(Step::TagTakes),
        any::<bool>().prop_map(Step::Keeps),
        Just(Step::Reload),
        Just(Step::Connector),
    ]
}

/// What stands in storage: anything, or records that are nearly right.
pub(crate) fn kept() -> impl Strategy<Value = Step> {
    let names = [
        "credentials",
        "wake",
        "|answers",
        "|floor",
        "|sender",
        "|text|5|a",
        "|text|9223372036854775807|b",
        "me|text|6|c",
        "|text|x|d",
        "",
        "x",
    ];
    let name = prop::sample::select(names.to_vec());
    (name, stored()).prop_map(|(name, value)| Step::Kept(name.to_owned(), value))
}

fn stored() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        prop::sample::select(&["0", "1", "2", "", "-", "9223372036854775807", "99999999999999999999"][..])
            .prop_map(str::to_owned),
        Just(START.to_string()),
    ];
    let word = prop::sample::select(
        &["external", "jwt", "accepted", "declined", "refused", "too long", "unknown", "me", "c", "d", "now", "\\", ""]
            [..],
    );
    let field = prop_oneof![2 => number, 3 => word.prop_map(str::to_owned), 1 => ".{0,30}"];
    let record = prop::collection::vec(field, 0..8).prop_map(|fields| fields.join("\t"));
    prop_oneof![
        1 => "(?s).{0,200}",
        4 => prop::collection::vec(record, 0..6).prop_map(|records| records.join("\n")),
        1 => (1_usize..3_000, ".{0,4}").prop_map(|(count, piece)| format!("{piece}\t\n").repeat(count)),
    ]
}
