//! States to draw, and formats that do not depend on where the test runs.

use std::rc::Rc;

use alongside::app::Intent;
use alongside::protocol::wire::{Trace, Wire as _, parse_json};
use alongside::protocol::{CoBrowseMode, Millis, RichContentEvent, Sequence};
use alongside::store::cobrowse::{CoBrowse, Invitation, KeyParts, Phase, Told};
use alongside::store::{
    Author, Body, Connection, Conversation, Delivery, EndedBy, EntryId, File, Message, Note, Offer, Place, Row,
    RowContent, RowId, Stage, State, Store,
};
use alongside::ui::{Arrival, Formats, Host};
use serde_json::{Value, json};
use yew::Callback;

/// 2026-01-01T14:00:00Z, local time and service time in one.
pub(crate) const NOW: Millis = Millis(1_767_276_000_000);

/// Formats in UTC and in nobody's language.
pub(crate) struct Utc;

impl Formats for Utc {
    fn time(&self, at: Millis) -> String {
        self.machine(at).chars().skip(11).take(5).collect()
    }

    fn date_time(&self, at: Millis) -> String {
        [self.date(at), self.time(at)].join(" at ")
    }

    fn day(&self, at: Millis) -> i64 {
        at.0.div_euclid(86_400_000)
    }

    fn date(&self, at: Millis) -> String {
        self.machine(at).chars().take(10).collect()
    }

    fn machine(&self, at: Millis) -> String {
        let second = at.0.div_euclid(1_000);
        let (year, month, day) = civil(second.div_euclid(86_400));
        let [hour, minute, second] =
            [second.div_euclid(3_600).rem_euclid(24), second.div_euclid(60).rem_euclid(60), second.rem_euclid(60)];
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    fn duration(&self, seconds: i64) -> String {
        format!("{seconds} seconds")
    }
}

/// What a test has otherwise than [`Utc`].
pub(crate) trait Twist {
    /// What the page says in the place of an English text, about so many things where it is about a number.
    fn said(&self, _english: &str, _count: Option<i64>) -> Option<Rc<str>> {
        None
    }

    /// A time was asked for in full.
    fn dated(&self) {}
}

/// Formats in UTC, but for that.
pub(crate) struct Twisted<T>(pub(crate) T);

impl<T: Twist> Formats for Twisted<T> {
    fn word(&self, english: &str) -> Option<Rc<str>> {
        self.0.said(english, None)
    }

    fn counted(&self, english: &str, count: i64) -> Option<Rc<str>> {
        self.0.said(english, Some(count))
    }

    fn time(&self, at: Millis) -> String {
        Utc.time(at)
    }

    fn date_time(&self, at: Millis) -> String {
        self.0.dated();
        Utc.date_time(at)
    }

    fn day(&self, at: Millis) -> i64 {
        Utc.day(at)
    }

    fn date(&self, at: Millis) -> String {
        Utc.date(at)
    }

    fn duration(&self, seconds: i64) -> String {
        Utc.duration(seconds)
    }

    fn machine(&self, at: Millis) -> String {
        Utc.machine(at)
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar. Years begin in March inside, so
/// that the leap day is the last of its year.
fn civil(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

/// An instant so many seconds before now.
pub(crate) fn ago(seconds: i64) -> Millis {
    NOW - Millis::from_secs(seconds)
}

/// An open panel over a connection that is there.
pub(crate) fn state(conversation: Conversation) -> State {
    State {
        now: NOW,
        me: None,
        clock_offset: Some(Millis(0)),
        connection: Connection::Online { since: Millis(0), back: false },
        catches_up: false,
        panel_open: true,
        asks_rating: false,
        page_visible: true,
        tag_ready: true,
        may_answer: true,
        keeps_nothing: false,
        withheld: None,
        notifies: None,
        incomplete: false,
        ending: None,
        draft: "".into(),
        conversation: Rc::new(conversation),
        cobrowse: Rc::default(),
        viewed: None,
        not_taken: Rc::default(),
        ledger: None,
    }
}

/// A conversation with Ada in which nothing was said yet.
pub(crate) fn conversation() -> Conversation {
    Conversation {
        id: Some("c".into()),
        stage: Stage::Open,
        agent: Some("ada".into()),
        was_assigned: true,
        names: vec![("ada".into(), "Ada".into()), ("bob".into(), "Bob".into())],
        ..Conversation::default()
    }
}

pub(crate) fn agent(id: &str) -> Author {
    Author::Agent(id.into())
}

/// Adds a message as the next row.
pub(crate) fn say(conversation: &mut Conversation, author: Author, text: &str, at: Millis) -> RowId {
    let delivery = if author == Author::Me { Delivery::Sent } else { Delivery::Incoming };
    say_as(conversation, author, text, at, delivery)
}

/// The same, where what became of it matters.
pub(crate) fn say_as(
    conversation: &mut Conversation,
    author: Author,
    text: &str,
    at: Millis,
    delivery: Delivery,
) -> RowId {
    let content =
        RowContent::Message(Message { author, text: text.into(), body: Body::Text, offer: None, at, delivery });
    put(conversation, content)
}

/// Adds a card of Ada's, with answers below it, as the service would send it.
pub(crate) fn show(conversation: &mut Conversation, card: &Value, replies: &Value) -> RowId {
    let event = json!({ "type": "RichContentEvent", "content": card, "quickReplies": replies });
    let event = RichContentEvent::read(&parse_json(&event.to_string()).unwrap(), &mut Trace::default()).unwrap();
    let (card, replies) = event.drawn();
    let card = card.unwrap();
    let offer = replies.map(|replies| Offer { replies: Rc::new(replies), chosen: None });
    let message = Message {
        author: agent("ada"),
        text: card.words.as_str().into(),
        body: Body::Card(Rc::new(card)),
        offer,
        at: ago(60),
        delivery: Delivery::Incoming,
    };
    put(conversation, RowContent::Message(message))
}

/// Adds a file.
pub(crate) fn share(conversation: &mut Conversation, author: Author, file: File, delivery: Delivery) -> RowId {
    let (text, body) = (file.words(), Body::File(Rc::new(file)));
    put(conversation, RowContent::Message(Message { author, text, body, offer: None, at: ago(9), delivery }))
}

/// Adds a message that came while the conversation was before somebody's ears.
pub(crate) fn say_live(conversation: &mut Conversation, author: Author, text: &str, at: Millis) -> RowId {
    let id = say(conversation, author, text, at);
    conversation.announced.push(id);
    id
}

/// Adds the line that ends a conversation.
pub(crate) fn end(conversation: &mut Conversation, at: Millis) {
    conversation.stage = Stage::Ended;
    note(conversation, Note::Ended(EndedBy::Unknown, at));
}

/// Adds a line between messages.
pub(crate) fn note(conversation: &mut Conversation, note: Note) {
    put(conversation, RowContent::Note(note));
}

fn put(conversation: &mut Conversation, content: RowContent) -> RowId {
    let id = RowId(conversation.next_row);
    conversation.next_row += 1;
    let place = match &content {
        RowContent::Message(Message {
            delivery:
                Delivery::Queued(EntryId(entry)) | Delivery::Sending(EntryId(entry)) | Delivery::Failed(EntryId(entry), _),
            ..
        }) => Place::Pending { at: NOW, entry: *entry },
        _ => Place::At { dialog: 0, sequence: Sequence(i64::try_from(id.0).unwrap()), line: 0 },
    };
    conversation.rows.put(Row { id, place, content });
    id
}

/// An invitation of Ada's of 120 seconds, made 13 seconds ago.
pub(crate) fn invitation(mode: CoBrowseMode, phase: Phase) -> Rc<CoBrowse> {
    let stamp = ago(13);
    let invitation = Invitation {
        key: KeyParts { conversation: "c".into(), dialog: "d".into(), service: "s".into(), stamp }.into(),
        agent: Some("ada".into()),
        mode,
        expires: stamp + Millis::from_secs(120),
        phase,
        told: Told::Nothing,
        is_pages: false,
        is_closed_there: false,
        offered: true,
        answer_published: false,
        since: NOW,
        carried: Rc::default(),
    };
    Rc::new(CoBrowse { invitations: vec![Rc::new(invitation)], remembered: Vec::new(), newest: Vec::new() })
}

/// What a widget on this state is given.
pub(crate) fn host(state: State, send: Callback<Intent>) -> Host {
    let store = Store::default();
    store.publish(Rc::new(state));
    let choose = Rc::new(|_: &_| false);
    let (adopt, forget) = (Callback::noop(), Callback::noop());
    Host { store, send, choose, adopt, copy: |_, _, _| {}, forget, hidden: "".into(), formats: Rc::new(Utc) }
}

/// Nothing was done before the widget was there.
pub(crate) fn quiet() -> Callback<(), Arrival> {
    Callback::from(|()| Arrival::Quiet)
}
