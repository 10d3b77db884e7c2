//! Whether the panel covers the whole screen.

use gloo::events::EventListener;
use yew::hook;

use super::lasting::use_lasting;
use super::screen::use_screen;

/// Must say what the style sheet of the panel says.
const QUERY: &str = "(max-width: 479px), (max-height: 559px)";

/// Whether the screen is so small that the panel covers all of it. Not so where nobody can tell.
#[hook]
pub(super) fn use_full_screen() -> bool {
    let matches = use_screen(false);
    {
        let matches = matches.clone();
        use_lasting(0, move || {
            let query = web_sys::window().and_then(|window| window.match_media(QUERY).ok().flatten());
            let listener = query.map(|query| {
                matches.set(query.matches());
                let asked = query.clone();
                EventListener::new(&query, "change", move |_| matches.set(asked.matches()))
            });
            Box::new(move || drop(listener))
        });
    }
    matches.get()
}
