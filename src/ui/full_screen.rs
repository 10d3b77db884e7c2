//! Whether the panel covers the whole screen.

use gloo::events::EventListener;
use yew::{hook, use_effect_with, use_state_eq};

/// Must say what the style sheet of the panel says.
const QUERY: &str = "(max-width: 479px), (max-height: 559px)";

/// Whether the screen is so small that the panel covers all of it. Not so where nobody can tell.
#[hook]
pub(super) fn use_full_screen() -> bool {
    let matches = use_state_eq(|| false);
    {
        let matches = matches.clone();
        use_effect_with((), move |()| {
            let query = web_sys::window().and_then(|window| window.match_media(QUERY).ok().flatten());
            let listener = query.map(|query| {
                matches.set(query.matches());
                let asked = query.clone();
                EventListener::new(&query, "change", move |_| matches.set(asked.matches()))
            });
            move || drop(listener)
        });
    }
    *matches
}
