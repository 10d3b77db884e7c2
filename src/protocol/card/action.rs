//! What using an element does.

use std::rc::Rc;

use super::words::{cut, text};
use crate::protocol::address::{opened, picture};
use crate::protocol::json::{ObjectWriter, Value, json_text, parse_json, whole};
use crate::protocol::{Millis, decimal};

/// How many actions a click has.
pub const MOST_ACTIONS: usize = 4;

/// How long a text is that a click says. A longer one is not said at all: half of it would be another one.
const LONGEST_SAID: usize = 5_000;
/// How many bytes the entries have that go along with a click. More go along with none.
const LONGEST_METADATA: usize = 16_384;
/// How many things go into a cart, and pairs to the page.
const MOST_TOLD: usize = 10;
/// How many times are offered.
const MOST_SLOTS: usize = 256;

/// The actions of a click, in their order, and the entries that go along with what it says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Click {
    /// The actions that are understood; none where there are only entries.
    pub acts: Vec<Act>,
    /// A JSON array of objects, where there are any.
    pub metadata: Option<Rc<str>>,
}

/// One action.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Says a text for the consumer.
    Say(String),
    /// Opens an address of a scheme that may be opened.
    Open {
        /// Where.
        address: String,
        /// In the place of the page.
        is_here: bool,
    },
    /// Tells the page around; what, as a JSON object.
    Tell(String),
    /// Asks for days, and says them.
    AskDays(Days),
    /// Asks for one of several times, and says it.
    AskTime(String, Vec<Slot>),
    /// Says what was ticked.
    Submit,
}

/// A question for days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Days {
    /// The question.
    pub title: String,
    /// Whether it is for a first and a last one.
    pub is_range: bool,
    /// The first that can be chosen.
    pub first: Option<Millis>,
    /// The last.
    pub last: Option<Millis>,
    /// How they are written.
    pub format: String,
}

/// One offered time.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// When it begins.
    pub start: Millis,
    /// When it ends.
    pub end: Option<Millis>,
    /// Its title.
    pub title: String,
    /// More words.
    pub description: String,
    /// A picture, by an address that may be loaded.
    pub picture: Option<String>,
}

impl Click {
    /// The click of an element, where it does anything.
    ///
    /// `is_cut` is set where times were left out.
    pub(super) fn of(element: &Value, is_cut: &mut bool) -> Option<Box<Self>> {
        let click = element.get("click")?;
        let metadata = metadata(click);
        let mut acts = Vec::new();
        for action in many(click.get("actions")).iter().take(MOST_ACTIONS) {
            acts.extend(act(action, metadata.as_deref(), is_cut));
        }
        let does_anything = !acts.is_empty() || metadata.is_some();
        does_anything.then(|| Box::new(Self { acts, metadata }))
    }

    /// What the click opens.
    #[must_use]
    pub fn address(&self) -> Option<(&str, bool)> {
        self.acts.iter().find_map(|act| match act {
            Act::Open { address, is_here } => Some((address.as_str(), *is_here)),
            _ => None,
        })
    }
}

/// An array, or the only element by itself.
pub(super) fn many(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    }
}

/// The entries of a click or of a card inside a choice, as JSON. What is no object is none.
pub(super) fn metadata(of: &Value) -> Option<Rc<str>> {
    let mut entries: Vec<String> = Vec::new();
    let mut bytes = 0;
    for entry in many(of.get("metadata")).iter().filter(|entry| entry.as_object().is_some()) {
        let entry = json_text(entry);
        bytes += entry.len() + 1;
        if bytes > LONGEST_METADATA {
            return None;
        }
        entries.push(entry);
    }
    (!entries.is_empty()).then(|| ["[", &entries.join(","), "]"].concat().into())
}

/// The entries of several, together; nothing where they are none, or are too many, or no entries.
#[must_use]
pub fn joined(several: &[&str]) -> Option<Rc<str>> {
    let mut inside: Vec<&str> = Vec::new();
    for one in several {
        let is_list = matches!(parse_json(one), Ok(Value::Array(entries))
            if entries.iter().all(|entry| entry.as_object().is_some()));
        let one = one.trim_ascii();
        let entries = one.get(1..one.len().saturating_sub(1)).unwrap_or_default();
        if is_list && !entries.trim_ascii().is_empty() {
            inside.push(entries);
        }
    }
    let all = inside.join(",");
    (!all.is_empty() && all.len() <= LONGEST_METADATA).then(|| ["[", &all, "]"].concat().into())
}

/// What is said for the consumer of a text; nothing where that would be nothing, or only half of it.
pub(super) fn said(text: &str) -> Option<String> {
    let said = text.trim_ascii();
    (!said.is_empty() && said.chars().count() <= LONGEST_SAID).then(|| said.to_owned())
}

fn act(action: &Value, metadata: Option<&str>, is_cut: &mut bool) -> Option<Act> {
    match action.get("type").and_then(Value::as_str)? {
        "publishText" => said(action.get("text").and_then(Value::as_str)?).map(Act::Say),
        "link" => {
            let address = |of: Option<&Value>| of?.get("uri").and_then(Value::as_str).and_then(opened);
            // Only an explicit wish takes the consumer off the page that the chat is on.
            let is_here = action.get("target").and_then(Value::as_str) == Some("self");
            let address = address(action.get("web")).or_else(|| address(Some(action)))?;
            Some(Act::Open { address, is_here })
        }
        "navigate" => Some(Act::Open { address: on_map(action)?, is_here: false }),
        "custom" => Some(Act::Tell(told("custom", "data", action, metadata))),
        "addToCart" => Some(Act::Tell(told("addToCart", "items", action, metadata))),
        "datePicker" => Some(Act::AskDays(Days {
            title: text(action, "title", 40),
            is_range: action.get("class").and_then(Value::as_str) == Some("range"),
            first: action.get("minDate").and_then(instant),
            last: action.get("maxDate").and_then(instant),
            format: text(action, "dateFormat", 100),
        })),
        "scheduleSlotList" => {
            let offered = many(action.get("slots"));
            *is_cut |= offered.len() > MOST_SLOTS;
            let slots: Vec<Slot> = offered.iter().take(MOST_SLOTS).filter_map(slot).collect();
            (!slots.is_empty()).then(|| Act::AskTime(text(action, "title", 40), slots))
        }
        "submitAsText" => Some(Act::Submit),
        _ => None,
    }
}

/// What the page is told: `{"action": "custom", "data": [...], "metadata": [...]}`.
fn told(name: &'static str, list: &'static str, action: &Value, metadata: Option<&str>) -> String {
    let mut elements = Vec::new();
    for element in many(action.get(list)).iter().take(MOST_TOLD) {
        elements.extend(if list == "data" { pair(element) } else { item(element) });
    }
    let mut detail = ObjectWriter::new();
    detail.text("action", name);
    detail.list(list, &elements);
    detail.raw("metadata", metadata.unwrap_or("[]"));
    detail.finish()
}

fn pair(pair: &Value) -> Option<String> {
    let key = pair.get("key").and_then(Value::as_str)?;
    let mut object = ObjectWriter::new();
    object.text("key", &cut(key, 128));
    object.text("value", &text(pair, "value", 2_048));
    Some(object.finish())
}

fn item(item: &Value) -> Option<String> {
    let product = item.get("productId")?;
    let product = product.as_str().map(str::to_owned).or_else(|| whole(product).map(decimal))?;
    let mut object = ObjectWriter::new();
    object.text("productId", &product);
    object.number("quantity", item.get("quantity").and_then(whole).unwrap_or(1));
    Some(object.finish())
}

fn slot(slot: &Value) -> Option<Slot> {
    Some(Slot {
        start: slot.get("start").and_then(instant)?,
        end: slot.get("end").and_then(instant),
        title: text(slot, "title", 40),
        description: text(slot, "description", 40),
        picture: slot.get("imageUrl").and_then(Value::as_str).and_then(picture),
    })
}

/// Seconds, as far as examples tell; what would be millennia ahead is milliseconds.
fn instant(value: &Value) -> Option<Millis> {
    const FARTHEST_SECONDS: i64 = 100_000_000_000;
    let number = whole(value).filter(|number| (0..FARTHEST_SECONDS * 1_000).contains(number))?;
    Some(if number < FARTHEST_SECONDS { Millis(number * 1_000) } else { Millis(number) })
}

/// A search for a place on a map, by what has one in `la` and `lo`.
pub(super) fn on_map(of: &Value) -> Option<String> {
    let degrees = |key, most| of.get(key).and_then(Value::as_f64).filter(|degrees: &f64| degrees.abs() <= most);
    let [latitude, longitude] = [degrees("la", 90.0)?, degrees("lo", 180.0)?].map(six_places);
    Some(["https://www.google.com/maps/search/?api=1&query=", &latitude, "%2C", &longitude].concat())
}

/// A number with six places behind its point.
fn six_places(number: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "degrees times a million are far inside the range")]
    let millionths = (number * 1e6).round() as i64;
    let sign = if millionths < 0 { "-" } else { "" };
    let digits = decimal(millionths.abs() + 1_000_000_000);
    // Always ten digits: a one, three before the point, six behind it.
    let (before, behind) = (digits.get(1..4).unwrap_or_default(), digits.get(4..).unwrap_or_default());
    let before = ["00", "0"].into_iter().find_map(|zeros| before.strip_prefix(zeros)).unwrap_or(before);
    [sign, before, ".", behind].concat()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Act, Click, joined, on_map};
    use crate::protocol::Millis;

    fn click(actions: &Value, metadata: &Value) -> Option<Box<Click>> {
        Click::of(&json!({ "click": { "actions": actions, "metadata": metadata } }), &mut false)
    }

    fn only(action: &Value) -> Option<Act> {
        click(&json!([action]), &Value::Null)?.acts.pop()
    }

    #[test]
    fn what_a_click_does_is_read() {
        assert_eq!(only(&json!({ "type": "publishText", "text": " Yes " })), Some(Act::Say("Yes".into())));
        let open = |address: &str, is_here| Some(Act::Open { address: address.into(), is_here });
        assert_eq!(only(&json!({ "type": "link", "uri": "a.example" })), open("https://a.example", false));
        let link = json!({ "type": "link", "uri": "https://a.example", "target": "self", "web": { "uri": "https://b.example" } });
        assert_eq!(only(&link), open("https://b.example", true));
        let link = json!({ "type": "link", "uri": "tel:1", "target": "slideout", "web": { "uri": "javascript:x" } });
        assert_eq!(only(&link), open("tel:1", false));
        let told = only(&json!({ "type": "custom", "data": [{ "key": "a", "value": "b" }, { "value": "c" }, 3] }));
        assert_eq!(
            told,
            Some(Act::Tell(r#"{"action":"custom","data":[{"key":"a","value":"b"}],"metadata":[]}"#.into()))
        );
        let told = click(
            &json!({ "type": "addToCart", "items": [{ "productId": 7, "quantity": 2 }, { "productId": "x" }, {}] }),
            &json!([{ "id": "1" }]),
        );
        let expected = r#"{"action":"addToCart","items":[{"productId":"7","quantity":2},{"productId":"x","quantity":1}],"metadata":[{"id":"1"}]}"#;
        assert_eq!(told.map(|click| click.acts), Some(vec![Act::Tell(expected.into())]));
        let Some(Act::AskDays(days)) =
            only(&json!({ "type": "datePicker", "class": "range", "minDate": 1, "maxDate": 1_600_000_000_000_i64 }))
        else {
            panic!("no question");
        };
        assert_eq!(
            (days.is_range, days.first, days.last),
            (true, Some(Millis(1_000)), Some(Millis(1_600_000_000_000)))
        );
        let slots = json!([{ "id": "1", "start": 10, "end": 20, "imageUrl": "https://a.example/b.png" },
            { "id": "2" }, "x", { "start": 30, "imageUrl": "http://a.example/b.png" }]);
        let Some(Act::AskTime(_, slots)) = only(&json!({ "type": "scheduleSlotList", "slots": slots })) else {
            panic!("no question");
        };
        let pictures: Vec<_> = slots.iter().map(|slot| slot.picture.as_deref()).collect();
        assert_eq!(pictures, [Some("https://a.example/b.png"), None]);
    }

    #[test]
    fn what_is_not_understood_does_nothing() {
        for action in [
            json!({ "type": "link", "uri": "javascript:alert(1)" }),
            json!({ "type": "link" }),
            json!({ "type": "publishText", "text": "" }),
            json!({ "type": "publishText", "text": "x".repeat(5_001) }),
            json!({ "type": "publishText", "text": 7 }),
            json!({ "type": "navigate", "la": 91, "lo": 0 }),
            json!({ "type": "navigate", "la": "1", "lo": 0 }),
            json!({ "type": "scheduleSlotList" }),
            json!({ "type": "explode" }),
            json!({}),
            json!(["publishText"]),
            json!(null),
        ] {
            assert_eq!(only(&action), None, "{action}");
            assert_eq!(click(&json!([action]), &Value::Null), None);
        }
        let many = vec![json!({ "type": "publishText", "text": "x" }); 9];
        assert_eq!(click(&many.into(), &Value::Null).unwrap().acts.len(), 4);
    }

    #[test]
    fn entries_are_kept_as_they_came() {
        let entries = json!([{ "type": "ExternalId", "id": "1\"" }, { "score": 0.85, "deep": [null, true, -3] }]);
        let kept = click(&json!([]), &json!([entries[0], 7, entries[1]])).unwrap().metadata.unwrap();
        assert_eq!(serde_json::from_str::<Value>(&kept).unwrap(), entries);
        assert_eq!(click(&json!([]), &json!([])), None);
        assert_eq!(click(&json!([]), &json!({ "id": "1" })).unwrap().metadata.as_deref(), Some(r#"[{"id":"1"}]"#));
        assert_eq!(click(&json!([]), &json!([{ "id": "x".repeat(20_000) }])), None);
    }

    #[test]
    fn entries_of_several_stand_together() {
        assert_eq!(joined(&[r#"[{"a":1}]"#, "[]", r#"[{"b":2},{}]"#]).as_deref(), Some(r#"[{"a":1},{"b":2},{}]"#));
        for none in [&[][..], &["[]"], &["{}"], &["[1]"], &["["], &[""]] {
            assert_eq!(joined(none), None, "{none:?}");
        }
    }

    #[test]
    fn places_are_written_with_six_digits() {
        let check = |la: f64, lo: f64, expected: &str| {
            let address = on_map(&json!({ "la": la, "lo": lo })).unwrap();
            assert_eq!(address.rsplit('=').next(), Some(expected));
        };
        check(40.705_812_345, -73.99, "40.705812%2C-73.990000");
        check(0.0, -0.000_000_4, "0.000000%2C0.000000");
        check(-90.0, 180.0, "-90.000000%2C180.000000");
        assert_eq!(on_map(&json!({ "la": 1 })), None);
    }
}
