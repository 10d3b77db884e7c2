//! The sign that somebody is typing.

use yew::{Html, html};

use crate::store::Conversation;
use crate::ui::words;

/// Three dots that move, or where motion is reduced a sentence that does not. It is read out elsewhere.
pub(super) fn typing(conversation: &Conversation) -> Html {
    html! {
        <div class="typing" aria-hidden="true">
            if let Some(typing) = &conversation.typing {
                <p class="dots"><span /><span /><span /></p>
                <p class="still">{ words::IS_TYPING.about(&words::name(conversation, &typing.who)) }</p>
            }
        </div>
    }
}
