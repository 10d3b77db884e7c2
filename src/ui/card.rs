//! Cards, and the answers that are offered below a message.
//!
//! What a reader does with a card that nobody else has to know (a tick, a tab, a day that is not sent yet) is in the
//! elements of the browser themselves, where no rendering touches it. One listener for each card hears what is pressed.

mod basic;
mod click;
mod layout;
mod list;
mod look;
mod pick;
mod press;
mod reply;
mod turn;

use std::rc::Rc;

use yew::Html;

use super::element::{When, attributes, element, fixed, plain};
use super::screen::Screen;
use super::words::{self, Word};
use crate::protocol::card::{Border, Card, Kind};
use crate::protocol::{decimal, decimal_count};
use crate::store::RowId;

pub(super) use self::reply::replies;

/// What drawing a card needs besides its elements.
struct Drawn<'a> {
    screen: &'a Rc<Screen>,
    row: RowId,
}

impl Drawn<'_> {
    /// A name that no other element of the widget has: that of an element of the card, with something behind it.
    fn name(&self, id: u16, more: &str) -> String {
        ["card-", &decimal(self.row.0.cast_signed()), "-", &decimal_count(id.into()), more].concat()
    }
}

/// A card in its row.
pub(super) fn card(screen: &Rc<Screen>, row: RowId, card: &Card) -> Html {
    let is_bare = matches!(&card.root.kind, Kind::Vertical(Border::None, _) | Kind::Horizontal(Border::None, _));
    let attributes = attributes! {
        "class" => "card",
        "data-is" => is_bare.then_some("bare"),
        "part" => "card",
        "lang" => "",
        "translate" => "yes",
        "style" => look::framed(&card.root),
    };
    let left_out = if card.is_cut { words::LEFT_OUT } else { Word::default() };
    element("div", attributes)
        .key("card")
        .on(When::Clicked, screen.on(click::clicked))
        .on(When::KeyDown, screen.on(click::key))
        .holding(vec![
            layout::node(&Drawn { screen, row }, &card.root),
            plain("p", "card-small").told(left_out),
            // What is missing for what was pressed is written here, and so read out.
            element("p", fixed! { "class" => "card-problem", "role" => "alert", "translate" => "no" }).empty(),
        ])
}
