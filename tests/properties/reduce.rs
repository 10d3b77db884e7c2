//! Actions in any order, also such as the app would never dispatch: the state stays one.

use std::rc::Rc;

use alongside::protocol::wire::{Trace, Wire};
use alongside::protocol::{ConversationChange, DialogId, EventChange, Millis, Sequence};
use alongside::store::cobrowse::{self, Answer, Key, KeyParts, Phase};
use alongside::store::{Action, Body, Connection, EntryId, Failure, HistoryChange, Refusal, State, reduce};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::bench::START;
use super::invariants;

const CONVERSATIONS: [&str; 2] = ["c", "other"];
const DIALOGS: [&str; 4] = ["c", "survey", "COAPP", "other"];
const PEOPLE: [&str; 3] = ["me", "ada", "bot"];

/// A time around the start, or an absurd one.
fn millis() -> impl Strategy<Value = i64> {
    prop_oneof![
        8 => -30_000_i64..300_000,
        1 => prop::sample::select(&[i64::MIN, -1, 0, 1, i64::MAX / 2, i64::MAX][..]),
    ]
    .prop_map(|time| if (-30_000..300_000).contains(&time) { START + time } else { time })
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(words)
}

fn sequence() -> impl Strategy<Value = i64> {
    // The last number of all is the place behind all of them.
    prop_oneof![8 => 0_i64..6, 1 => Just(i64::MAX - 1)]
}

fn entry() -> impl Strategy<Value = EntryId> {
    prop_oneof![8 => 0_u64..4, 1 => Just(u64::MAX)].prop_map(EntryId)
}

fn read<T: Wire>(value: &Value) -> T {
    T::read(value, &mut Trace::default()).unwrap()
}

fn dialog() -> impl Strategy<Value = Value> {
    let parts = (
        one_of(&DIALOGS),
        one_of(&["MAIN", "POST_SURVEY", "OTHER"]),
        one_of(&["MESSAGING", "COBROWSE", "COBROWSE", "FAX"]),
        prop::option::of(one_of(&["OPEN", "CLOSE"])),
        one_of(&["INVITED", "INVITED", "ACCEPTED", "CLOSED", "WAITING"]),
        prop::option::of(millis()),
        prop::option::of(millis()),
        one_of(&["shared", "view", "telepathy"]),
        one_of(&["u#1", "u#2", ""]),
        prop::option::of(one_of(&["joined", "cancel_invitation"])),
    );
    parts.prop_map(|(id, kind, channel, state, session, created, expires, mode, service, key)| {
        #[expect(clippy::cast_precision_loss, reason = "to the millisecond is exact enough")]
        let expires = expires.map(|expires| expires as f64 / 1_000.0);
        json!({
            "dialogId": id, "dialogType": kind, "channelType": channel, "state": state, "creationTs": created,
            "participants": PEOPLE,
            "metaData": {
                "sessionState": session, "expires": expires, "mode": mode, "serviceId": service, "notificationKey": key,
            },
        })
    })
}

fn conversation() -> impl Strategy<Value = Rc<ConversationChange>> {
    let parts = (
        one_of(&CONVERSATIONS),
        prop::sample::select(&["UPSERT", "UPSERT", "UPSERT", "DELETE"][..]),
        prop::option::weighted(0.9, one_of(&["OPEN", "OPEN", "CLOSE"])),
        prop::collection::vec(dialog(), 0..4),
        prop::option::of(millis()),
        any::<bool>(),
    );
    parts.prop_map(|(id, kind, stage, dialogs, updated, has_details)| {
        let details = json!({
            "stage": stage, "dialogs": dialogs, "metaDataLastUpdateTs": updated,
            "participants": [{ "id": "me", "role": "CONSUMER" }, { "id": "ada", "role": "ASSIGNED_AGENT" }],
        });
        let details = if has_details { details } else { Value::Null };
        Rc::new(read(&json!({ "type": kind, "result": { "convId": id, "conversationDetails": details } })))
    })
}

fn event() -> impl Strategy<Value = EventChange> {
    let what = prop_oneof![
        4 => ".{0,9}".prop_map(|text| json!({ "type": "ContentEvent", "message": text })),
        1 => Just(json!({ "type": "RichContentEvent" })),
        2 => (one_of(&["ACCEPT", "READ", "NACK"]), prop::collection::vec(sequence(), 0..4))
            .prop_map(|(status, list)| json!({ "type": "AcceptStatusEvent", "status": status, "sequenceList": list })),
        1 => one_of(&["COMPOSING", "PAUSE"]).prop_map(|state| json!({ "type": "ChatStateEvent", "chatState": state })),
        1 => Just(json!({ "type": "SomethingElse" })),
        1 => Just(Value::Null),
    ];
    let parts = (
        what,
        prop::option::weighted(0.9, one_of(&DIALOGS)),
        prop::option::weighted(0.9, sequence()),
        prop::option::of(one_of(&PEOPLE)),
        prop::option::of(millis()),
        prop::option::weighted(0.1, one_of(&["ALL", "AGENTS_AND_MANAGERS"])),
    );
    parts.prop_map(|(event, dialog, sequence, who, at, audience)| {
        let mut change =
            json!({ "event": event, "originatorId": who, "serverTimestamp": at, "messageAudience": audience });
        if let Some(dialog) = dialog {
            change["dialogId"] = dialog.into();
        }
        if let Some(sequence) = sequence {
            change["sequence"] = sequence.into();
        }
        read(&change)
    })
}

fn key() -> impl Strategy<Value = Key> {
    (one_of(&CONVERSATIONS), one_of(&DIALOGS), one_of(&["u#1", "u#2"]), millis()).prop_map(
        |(of, dialog, service, at)| {
            let (conversation, dialog) = (of.into(), dialog.into());
            KeyParts { conversation, dialog, service: service.into(), stamp: Millis(at) }.into()
        },
    )
}

fn answer() -> impl Strategy<Value = Answer> {
    prop::sample::select(&[Answer::Accepted, Answer::Declined][..])
}

/// An action about an invitation: which one is decided when it comes, for none is known before.
#[derive(Clone, Debug)]
enum Planned {
    Plain(Action),
    OfInvitation(prop::sample::Index, Key, Kind, i64),
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Offered,
    Answered(Answer),
    AnswerPublished,
    PublishFailed,
}

impl Planned {
    fn action(self, state: &State) -> Action {
        let (at, strange, kind, now) = match self {
            Self::Plain(action) => return action,
            Self::OfInvitation(at, strange, kind, now) => (at, strange, kind, Millis(now)),
        };
        let known = &state.cobrowse.invitations;
        let key = if known.is_empty() { strange } else { known[at.index(known.len())].key.clone() };
        Action::CoBrowse(match kind {
            Kind::Offered => cobrowse::Action::Offered(key),
            Kind::Answered(answer) => cobrowse::Action::Answered { key, answer, now },
            Kind::AnswerPublished => cobrowse::Action::AnswerPublished(key),
            Kind::PublishFailed => cobrowse::Action::PublishFailed { key, now },
        })
    }
}

fn connection() -> impl Strategy<Value = Connection> {
    (millis(), any::<bool>(), 0..6).prop_map(|(since, back, kind)| {
        let since = Millis(since);
        match kind {
            0 => Connection::Idle,
            1 => Connection::Connecting { since },
            2 => Connection::Waiting { since },
            3 => Connection::Offline { since },
            4 => Connection::Refused(if back { Refusal::Account } else { Refusal::SignIn }),
            _ => Connection::Online { since, back },
        }
    })
}

fn outgoing() -> impl Strategy<Value = Action> {
    let failure = prop::sample::select(&[Failure::Refused, Failure::TooLong, Failure::Ended, Failure::Unknown][..]);
    prop_oneof![
        3 => (entry(), ".{0,9}", millis(), any::<bool>()).prop_map(|(entry, text, at, is_mine)| {
            Action::Queued { entry, text: text.into(), body: Body::Text, at: Millis(at), is_mine }
        }),
        1 => entry().prop_map(Action::Sending),
        1 => entry().prop_map(Action::Requeued),
        2 => (entry(), one_of(&DIALOGS), sequence()).prop_map(|(entry, dialog, sequence)| {
            Action::Published { entry, dialog: DialogId::from(dialog), sequence: Sequence(sequence) }
        }),
        1 => (entry(), failure).prop_map(|(entry, failure)| Action::Failed { entry, failure }),
        1 => entry().prop_map(Action::Discarded),
    ]
}

/// What is said of earlier conversations, and what is read of them.
fn earlier() -> impl Strategy<Value = Action> {
    let came = (one_of(&DIALOGS), prop::collection::vec(event(), 0..5), millis());
    prop_oneof![
        3 => Just(HistoryChange::Wanted),
        3 => came.prop_map(|(dialog, changes, now)| {
            HistoryChange::Came { dialog: DialogId::from(dialog), changes, now: Millis(now) }
        }),
        1 => Just(HistoryChange::Failed),
    ]
    .prop_map(Action::History)
}

fn action() -> impl Strategy<Value = Planned> {
    let plain = prop_oneof![
        2 => millis().prop_map(|now| Action::Tick(Millis(now))),
        1 => prop_oneof![-5_000_i64..5_000, any::<i64>()].prop_map(|offset| Action::Clock { offset: Millis(offset) }),
        1 => connection().prop_map(Action::Connection),
        1 => prop::sample::select(&["me", "me", "me", "you"][..]).prop_map(|who| Action::Identified(who.into())),
        1 => any::<bool>().prop_map(|open| Action::Panel { open }),
        1 => any::<bool>().prop_map(Action::PageVisible),
        1 => any::<bool>().prop_map(Action::TagReady),
        1 => Just(Action::Seen),
        1 => (one_of(&PEOPLE), ".{0,50}")
            .prop_map(|(who, name)| Action::Named { who: who.into(), name: name.into(), picture: None }),
        4 => conversation().prop_map(Action::Conversation),
        6 => (prop::collection::vec(event(), 0..5), millis())
            .prop_map(|(changes, now)| Action::Events { changes, now: Millis(now) }),
        6 => outgoing(),
        4 => earlier(),
        8 => (conversation(), millis()).prop_map(|(change, now)| {
            Action::CoBrowse(cobrowse::Action::Seen { change, now: Millis(now) })
        }),
        1 => millis().prop_map(|now| Action::CoBrowse(cobrowse::Action::Tick(Millis(now)))),
        1 => Just(Action::CoBrowse(cobrowse::Action::Unconfirmed)),
        1 => prop::collection::vec((key(), answer()), 0..40)
            .prop_map(|answers| Action::CoBrowse(cobrowse::Action::Remembered { answers, now: Millis(0) })),
    ];
    let kind = prop_oneof![
        Just(Kind::Offered),
        answer().prop_map(Kind::Answered),
        Just(Kind::AnswerPublished),
        Just(Kind::PublishFailed),
    ];
    prop_oneof![
        6 => plain.prop_map(Planned::Plain),
        1 => (any::<prop::sample::Index>(), key(), kind, millis())
            .prop_map(|(at, key, kind, now)| Planned::OfInvitation(at, key, kind, now)),
    ]
}

/// What the machine promises of each invitation from one state to the next.
fn moved(before: &State, after: &State) -> Result<(), TestCaseError> {
    for old in &before.cobrowse.invitations {
        let Some(new) = after.cobrowse.find(&old.key) else { continue };
        if let Phase::Closed(ending) = old.phase {
            let is_left = !matches!(new.phase, Phase::Closed(_));
            let is_session = !ending.is_told() && matches!(new.phase, Phase::Active { .. });
            prop_assert!(!is_left || is_session, "ended is ended: {:?} to {:?}", old.phase, new.phase);
        }
        if matches!(new.phase, Phase::Invited { failed_before: false }) {
            prop_assert_eq!(old.phase, new.phase, "nothing is asked twice");
        }
        if matches!(new.phase, Phase::Invited { failed_before: true }) && new.phase != old.phase {
            prop_assert!(matches!(old.phase, Phase::Accepting | Phase::Declined) && !old.answer_published);
        }
        prop_assert!(new.offered || !old.offered, "told is told");
        prop_assert!(new.answer_published || !old.answer_published, "answered is answered");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_state_stays_one_whatever_is_dispatched(actions in prop::collection::vec(action(), 1..60)) {
        let mut state = State::default();
        for planned in actions {
            let before = state.clone();
            let action = planned.action(&state);
            let about = format!("{action:?}");
            reduce(&mut state, action);
            if let Err(broken) = invariants::of_state(&state) {
                return Err(TestCaseError::fail(format!("{broken}, after {about}")));
            }
            moved(&before, &state)?;
        }
    }

    /// Events come twice: once a receipt has found its text nothing changes any more, and rows keep their place in memory.
    #[test]
    fn what_comes_twice_changes_nothing(
        actions in prop::collection::vec(action(), 0..30),
        changes in prop::collection::vec(event(), 1..6),
    ) {
        let mut state = State::default();
        for planned in actions {
            let action = planned.action(&state);
            reduce(&mut state, action);
        }
        let again = Action::Events { changes, now: Millis(START) };
        reduce(&mut state, again.clone());
        reduce(&mut state, again.clone());
        let rows: Vec<_> = state.conversation.rows.iter().cloned().collect();
        let announced = state.conversation.announced.clone();
        reduce(&mut state, again);
        prop_assert!(state.conversation.rows.iter().map(Rc::as_ptr).eq(rows.iter().map(Rc::as_ptr)));
        prop_assert_eq!(&state.conversation.announced, &announced);
    }
}
