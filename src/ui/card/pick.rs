//! Questions for days and times: they unfold under their button, and what was picked is said as words.

use yew::{AttrValue, Html};

use super::Drawn;
use super::basic::loaded;
use super::press::{Made, made, named};
use crate::protocol::card::{Days, Node, Slot};
use crate::protocol::{Millis, decimal_count};
use crate::ui::element::{attributes, element, fixed, plain};
use crate::ui::words::{self, Word};

/// Asks for a day, or for the first and the last one.
pub(super) fn days(drawn: &Drawn<'_>, node: &Node, class: &'static str, days: &Days, inside: Vec<Html>) -> Html {
    let bound = |at: Option<Millis>| at.map(|at| day_of(&drawn.screen.host.formats.machine(at)).to_owned());
    let field = |name: AttrValue| {
        let input = attributes! { "type" => "date", "min" => bound(days.first), "max" => bound(days.last) };
        plain("label", "card-field").holding(vec![plain("span", "").saying(&name), element("input", input).empty()])
    };
    let title = words::DAY.unless(&days.title);
    let mut form = Vec::new();
    if days.is_range {
        form.push(element("legend", fixed! { "class" => "card-words", "dir" => "auto" }).saying(&title));
        form.extend([field(words::FIRST_DAY.said()), field(words::LAST_DAY.said())]);
    } else {
        form.push(field(title));
    }
    form.push(send(node, "days"));
    unfolding(node, class, inside, form)
}

/// Asks for one of several times, under their days.
pub(super) fn times(
    drawn: &Drawn<'_>,
    node: &Node,
    class: &'static str,
    title: &str,
    slots: &[Slot],
    inside: Vec<Html>,
) -> Html {
    let formats = &drawn.screen.host.formats;
    let title = words::TIME.unless(title);
    let mut form = vec![element("legend", fixed! { "class" => "card-words", "dir" => "auto" }).saying(&title)];
    let mut rows = Vec::new();
    let mut day = None;
    for (place, slot) in slots.iter().enumerate() {
        if day.replace(formats.day(slot.start)) != Some(formats.day(slot.start)) {
            rows.push(plain("p", "card-small").saying(&formats.date(slot.start)));
        }
        let mut time = formats.time(slot.start);
        if let Some(end) = slot.end.filter(|end| *end > slot.start) {
            time = [&time, "–", &formats.time(end)].concat();
        }
        let input = attributes! {
            "type" => "radio",
            "name" => drawn.name(node.id, ""),
            "data-slot" => decimal_count(place),
        };
        let mut row = vec![
            element("input", input).empty(),
            plain("span", "").holding(vec![
                plain("span", "card-words").saying(&time),
                element("span", fixed! { "class" => "card-small", "dir" => "auto" })
                    .saying([slot.title.as_str(), " ", &slot.description].concat().trim_ascii()),
            ]),
        ];
        // Its words say what it is: the picture needs none, and nothing takes its place.
        if let Some(address) = &slot.picture {
            row.push(loaded(drawn, address, AttrValue::default(), None));
        }
        rows.push(plain("label", "card-tick").holding(row));
    }
    form.push(element("div", fixed! { "class" => "card-times" }).holding(rows));
    form.push(send(node, "time"));
    unfolding(node, class, inside, form)
}

/// What a time that was picked says.
pub(super) fn time_words(date_time: &str, slot: &Slot) -> String {
    if slot.title.is_empty() { date_time.to_owned() } else { [&slot.title, ", ", date_time].concat() }
}

/// What days that were picked say, or what is wrong with them.
pub(super) fn days_words(days: &Days, picked: &[String], [first, last]: [Option<&str>; 2]) -> Result<String, Word> {
    if picked.is_empty() || picked.iter().any(String::is_empty) {
        return Err(if days.is_range { words::PICK_DAYS } else { words::PICK_DAY });
    }
    // Days written so stand in the order of time.
    let is_out = |day: &String| first.is_some_and(|first| &**day < first) || last.is_some_and(|last| &**day > last);
    if picked.iter().any(is_out) {
        return Err(words::OTHER_DAY);
    }
    let mut picked = picked.to_vec();
    if let [first, last] = picked.as_mut_slice()
        && first > last
    {
        std::mem::swap(first, last);
    }
    let written: Vec<String> = picked.iter().map(|day| written(day, &days.format)).collect();
    Ok(written.join(" – "))
}

/// The day of an instant that is written for machines.
pub(super) fn day_of(machine: &str) -> &str {
    machine.get(..10).unwrap_or_default()
}

/// A day in the card's own format, where that is made of years, months and days in digits; else as the browser has it.
fn written(day: &str, format: &str) -> String {
    let part = |from: usize, to: usize| day.get(from..to).unwrap_or_default();
    let mut text = String::new();
    let mut rest = format;
    while let Some(letter) = rest.chars().next() {
        let length = rest.chars().take_while(|next| *next == letter).count() * letter.len_utf8();
        match (letter, length) {
            ('y' | 'Y', 4) => text.push_str(part(0, 4)),
            ('y' | 'Y', 2) => text.push_str(part(2, 4)),
            ('M', 2) => text.push_str(part(5, 7)),
            ('M', 1) => text.push_str(short(part(5, 7))),
            ('d' | 'D', 2) => text.push_str(part(8, 10)),
            ('d' | 'D', 1) => text.push_str(short(part(8, 10))),
            _ if letter.is_ascii_alphanumeric() => return day.to_owned(),
            _ => text.push_str(rest.get(..length).unwrap_or_default()),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    if text.trim_ascii().is_empty() { day.to_owned() } else { text }
}

/// A number without its leading zero.
fn short(digits: &str) -> &str {
    digits.strip_prefix('0').unwrap_or(digits)
}

fn send(node: &Node, what: &'static str) -> Html {
    let attributes = attributes! {
        "type" => "button",
        "class" => "card-button",
        "data-do" => what,
        "data-of" => decimal_count(node.id.into()),
    };
    element("button", attributes).told(words::SEND)
}

fn unfolding(node: &Node, class: &'static str, inside: Vec<Html>, form: Vec<Html>) -> Html {
    plain("details", "card-pick").holding(vec![
        made(node, "summary", class, Made { names: named(node), ..Made::default() }).holding(inside),
        plain("fieldset", "card-form").holding(form),
    ])
}

#[cfg(test)]
mod tests {
    use super::{days_words, written};
    use crate::protocol::card::Days;
    use crate::ui::words::{self, Word};

    #[test]
    fn days_are_written_in_the_cards_format_where_it_is_of_digits() {
        let check = |format: &str, expected: &str| assert_eq!(written("2026-03-05", format), expected, "{format}");
        check("", "2026-03-05");
        check("dd/MM/yyyy", "05/03/2026");
        check("M-d-yy", "3-5-26");
        check("YYYY. MM. DD", "2026. 03. 05");
        check("dd–MM", "05–03");
        for other in ["MMMM d, yyyy", "HH:mm", "x", "1", "  "] {
            check(other, "2026-03-05");
        }
    }

    #[test]
    fn days_are_said_in_order_and_within_bounds() {
        let picked = |days: &[&str]| days.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>();
        let range = Days { is_range: true, ..Days::default() };
        let bounds = [Some("2026-01-01"), Some("2026-12-31")];
        let check = |days: &Days, of: &[&str], expected: Result<&str, Word>| {
            assert_eq!(days_words(days, &picked(of), bounds), expected.map(str::to_owned), "{of:?}");
        };
        check(&range, &["2026-05-02", "2026-05-01"], Ok("2026-05-01 – 2026-05-02"));
        check(&range, &["2026-05-02", ""], Err(words::PICK_DAYS));
        check(&Days::default(), &["2026-05-02"], Ok("2026-05-02"));
        check(&Days::default(), &[""], Err(words::PICK_DAY));
        check(&Days::default(), &["2025-12-31"], Err(words::OTHER_DAY));
        check(&Days::default(), &["2027-01-01"], Err(words::OTHER_DAY));
    }
}
