//! The sign that somebody is typing.

use yew::Html;

use crate::protocol::ParticipantId;
use crate::store::Conversation;
use crate::ui::element::{element, fixed, list, plain};
use crate::ui::words;

/// Three dots that move, or where motion is reduced a sentence that does not. It is read out elsewhere.
pub(super) fn typing(conversation: &Conversation) -> Html {
    let sign = conversation.typing.as_ref().map(|typing| sign(conversation, &typing.who));
    element("div", fixed! { "class" => "typing", "aria-hidden" => "true" }).around(sign.unwrap_or_default())
}

#[inline(never)]
fn sign(conversation: &Conversation, who: &ParticipantId) -> Html {
    let dot = || plain("span", "").empty();
    let sentence = words::IS_TYPING.about(&words::typist(conversation, who));
    list(vec![plain("p", "dots").holding(vec![dot(), dot(), dot()]), plain("p", "still").around(sentence)])
}
