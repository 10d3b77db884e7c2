//! What the page tells of its visitor: the service gets it as the consumer's profile, and again when it changes.

use std::rc::Rc;

use super::{App, Output};
use crate::protocol::{Millis, Outgoing};
use crate::session::LinkId;
use crate::store::Action;

/// What stands in the element's attributes, as it stands there; empty where nothing does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What the visitor is called.
    pub name: String,
    /// Their address for letters by mail.
    pub mail: String,
    /// Their number.
    pub phone: String,
    /// Whether consumers are to be asked for a rating after a conversation.
    pub asks_rating: bool,
}

/// What is known of it, and where it was told.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Whether the page was looked at.
    is_asked: bool,
    /// What may be told; nothing where there is nothing.
    known: Option<Rc<Told>>,
    /// The connection on which that was told.
    told_on: Option<LinkId>,
}

impl App {
    /// The page tells, or tells something else than before. What cannot be true is told to its developers, and to nobody
    /// else.
    #[inline(never)]
    pub(super) fn page_told(&mut self, told: &Told) {
        self.apply(Action::AsksRating(told.asks_rating));
        let rules = [
            ("visitor-name", &told.name, is_name(&told.name)),
            ("visitor-email", &told.mail, is_mail(told.mail.trim())),
            ("visitor-phone", &told.phone, is_phone(told.phone.trim())),
        ];
        let known = rules.map(|(name, value, is_right)| {
            // What anybody is called is no name.
            let value = if value.trim() == ANYBODY { "" } else { value.trim() };
            if value.is_empty() || is_right {
                return value.to_owned();
            }
            self.remark(&["what stands in the attribute `", name, "` is not told to the service: it is none"].concat());
            String::new()
        });
        // Where something was known before, the service is told that nothing is.
        let is_something = self.profile.known.is_some() || known.iter().any(|value| !value.is_empty());
        let [name, mail, phone] = known;
        let known = is_something.then(|| Rc::new(Told { name, mail, phone, asks_rating: false }));
        if known != self.profile.known {
            self.profile = Profile { is_asked: true, known, told_on: None };
        }
    }

    /// After every input, once all of the code is there: looks at the page, and tells the service what there is to tell, once
    /// on each connection.
    pub(super) fn tell_profile(&mut self, now: Millis) {
        if !self.profile.is_asked {
            self.profile.is_asked = true;
            self.out.push(Output::LookAtElement);
        }
        let connection = self.session.connection();
        let Profile { known: Some(known), told_on, .. } = &self.profile else { return };
        if connection.is_none() || *told_on == connection || !self.is_caught_up() {
            return;
        }
        let request = Outgoing::profile([&known.name, &known.mail, &known.phone]);
        if self.session.tell_profile(now, request) {
            self.profile.told_on = connection;
        }
    }
}

fn is_name(name: &str) -> bool {
    name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control)
}

/// One sign between two parts that have no spaces: what is more is for whoever sends letters to find out.
fn is_mail(mail: &str) -> bool {
    let Some((who, domain)) = mail.rsplit_once('@') else { return false };
    let is_odd = |c: char| c.is_whitespace() || c.is_control();
    !who.is_empty() && !domain.is_empty() && mail.len() <= LONGEST_MAIL && !mail.chars().any(is_odd)
}

/// Digits, and what people put between them.
fn is_phone(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let is_part = |c: char| c.is_ascii_digit() || "+-()./ ".contains(c);
    (3..=MOST_DIGITS).contains(&digits) && phone.len() <= 3 * MOST_DIGITS && phone.chars().all(is_part)
}

/// What stands in every page that was copied from the manual.
const ANYBODY: &str = "Visitor";
/// In characters.
const LONGEST_NAME: usize = 100;
/// In bytes, as mail has it.
const LONGEST_MAIL: usize = 254;
/// As telephony has it, with room for an extension.
const MOST_DIGITS: usize = 20;

#[cfg(test)]
mod tests {
    use super::{is_mail, is_name, is_phone};

    #[test]
    fn only_what_can_be_true_is_told() {
        let check = |is_right: fn(&str) -> bool, right: &[&str], wrong: &[&str]| {
            right.iter().for_each(|value| assert!(is_right(value), "{value:?}"));
            wrong.iter().for_each(|value| assert!(!is_right(value), "{value:?}"));
        };
        check(is_name, &["Ada", "Ada King, Countess of Lovelace", &"é".repeat(100)], &[&"x".repeat(101), "a\nb"]);
        check(is_mail, &["ada@example.com", "a+b@c"], &["ada", "@c", "a@", "a b@c", &format!("{}@c", "x".repeat(253))]);
        check(is_phone, &["+49 (30) 1234-567", "110"], &["12", "call me", "1234567x", &"1".repeat(21)]);
    }
}
