//! What stands behind all that was said: when an answer is to be expected, and the questions after a conversation.

use std::rc::Rc;

use web_sys::Event;
use yew::Html;

use crate::app::Intent;
use crate::store::{Conversation, Expected, Given, Rating, view};
use crate::ui::element::{When, attributes, element, fixed, list, plain, text};
use crate::ui::focus::{focus, within};
use crate::ui::icon::{self, icon};
use crate::ui::screen::Screen;
use crate::ui::words::{self, Word};

/// What stands there, if anything does.
#[inline(never)]
pub(super) fn after(screen: &Rc<Screen>, conversation: &Conversation) -> Html {
    let expected = view::expected(&screen.state()).filter(|_| !conversation.is_survey);
    let mut nodes = vec![promise(screen, expected)];
    if conversation.is_survey {
        nodes.push(
            plain("div", "survey").key("survey").holding(vec![
                plain("p", "").told(words::SURVEY_MORE),
                button(words::SKIP_SURVEY, screen, skip_survey),
            ]),
        );
    }
    match conversation.rating {
        Rating::NotAsked => {}
        Rating::Given => {
            let thanks = element("p", fixed! { "class" => "rated", "role" => "status" }).key("rated");
            nodes.push(thanks.holding(vec![icon(icon::TICK), plain("span", "").told(words::RATED)]));
        }
        rating => nodes.push(form(screen, rating)),
    }
    list(nodes)
}

/// When an answer is to be expected. Of what takes hours it is said that nobody has to sit and wait for it.
fn promise(screen: &Screen, expected: Option<Expected>) -> Html {
    let Some(expected) = expected else { return plain("div", "expected").key("expected").empty() };
    let sentence = words::expected(expected, &*screen.host.formats);
    let is_closed = matches!(expected, Expected::ClosedUntil(_));
    let kind = if is_closed { "expected closed" } else { "expected" };
    plain("div", kind).key("expected").holding(if is_closed {
        let said = plain("p", "").saying(&sentence);
        vec![icon(icon::CLOCK), plain("div", "").holding(vec![said, plain("p", "").told(words::NEED_NOT_WAIT)])]
    } else {
        vec![text(&sentence)]
    })
}

/// Asks for the rating. What is ticked is in the browser's elements, and stays there while it is sent.
fn form(screen: &Rc<Screen>, rating: Rating) -> Html {
    let is_sending = rating == Rating::Sending;
    let problem = if rating == Rating::Failed { words::NOT_RATED } else { Word::default() };
    let ways = if is_sending {
        vec![element("p", fixed! { "role" => "status" }).key("sending").told(words::RATING)]
    } else {
        vec![button(words::SEND_RATING, screen, send), button(words::SKIP_RATING, screen, skip)]
    };
    let group = attributes! { "class" => "rating", "role" => "group", "aria-label" => words::RATE };
    element("div", group).key("rating").holding(vec![
        choice("stars", words::RATE, &words::RATES, is_sending),
        choice("settled", words::SETTLED, &words::SETTLED_OR_NOT, is_sending),
        element("p", fixed! { "class" => "trouble", "role" => "alert" }).told(problem),
        plain("div", "ways").holding(ways),
    ])
}

/// One of several: what each stands for, how it is shown, and what it is called.
fn choice(class: &'static str, question: Word, answers: &[(&'static str, &'static str, Word)], is_over: bool) -> Html {
    let mut nodes = vec![plain("legend", "").told(question)];
    for (value, shown, word) in answers {
        let input = attributes! { "type" => "radio", "name" => class, "value" => *value };
        nodes.push(plain("label", "answer").holding(vec![
            element("input", input).empty(),
            plain("b", "").saying(shown),
            plain("span", "").told(*word),
        ]));
    }
    let set = attributes! { "class" => class, "disabled" => is_over.then_some("") };
    element("fieldset", set).holding(nodes)
}

fn button(word: Word, screen: &Rc<Screen>, act: fn(&Screen, &Event)) -> Html {
    let button = element("button", fixed! { "type" => "button" }).key(word.english());
    button.on(When::Clicked, screen.on(act)).told(word)
}

#[inline(never)]
fn skip_survey(screen: &Screen, _: &Event) {
    leave(screen, Intent::EndConversation);
}

#[inline(never)]
fn skip(screen: &Screen, _: &Event) {
    leave(screen, Intent::Rate(None));
}

#[inline(never)]
fn send(screen: &Screen, _: &Event) {
    let chosen = |selector| within(&screen.panel, selector).first().and_then(|input| input.get_attribute("value"));
    let Some(rate) = chosen(".stars input:checked").and_then(|rate| rate.parse().ok()) else {
        return complain(screen, words::RATE_FIRST);
    };
    complain(screen, Word::default());
    let resolved = chosen(".settled input:checked").map(|resolved| resolved == words::YES);
    leave(screen, Intent::Rate(Some(Given { rate, resolved })));
}

/// Tells what is wrong where it is to be mended, in the text that is there: a slip of the hand is no state.
fn complain(screen: &Screen, word: Word) {
    for trouble in within(&screen.panel, ".rating .trouble") {
        if let Some(text) = trouble.first_child() {
            text.set_node_value(Some(&word.said()));
        }
    }
}

/// The button goes: focus goes on where writing goes on.
fn leave(screen: &Screen, intent: Intent) {
    screen.host.send.emit(intent);
    focus(&screen.focus.composer);
}
