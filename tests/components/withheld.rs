//! A text that is withheld, and the ways on.

use std::rc::Rc;

use alongside::store::{State, Withheld};

use crate::check;
use crate::fixture::{conversation, state};

#[test]
fn a_withheld_text_is_shown_masked_with_three_ways_on() {
    let withheld = Withheld {
        text: "it is 4111 1111 1111 1111".into(), masked: "it is •••• •••• •••• 1111".into()
    };
    let state = State { withheld: Some(Rc::new(withheld)), ..state(conversation()) };
    let html = crate::render(state.clone());
    assert!(!html.contains("4111 1111"), "the number itself is nowhere in it");
    check!("withheld", state, "class=\"withheld\"");
}
