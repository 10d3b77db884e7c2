//! What is pressed in a card, and by which keys. What a press means is decided by the app; what is only about the
//! screen (the next card, another tab, an empty field) is seen to here.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::pick::{day_of, days_words, time_words};
use crate::app::{Intent, Part, Use};
use crate::protocol::card::{Act, Card, Kind, Node};
use crate::protocol::read_decimal;
use crate::store::view::{Taken, taken};
use crate::store::{Body, RowContent, RowId};
use crate::ui::composer::is_full;
use crate::ui::screen::Screen;
use crate::ui::words::{self, Word};

/// Something in a card, or one of the answers, was pressed.
#[inline(never)]
pub(super) fn clicked(screen: &Screen, event: &Event) {
    let Some(pressed) = target(event).and_then(|target| closest(&target, "[data-do], [data-node], [data-reply]"))
    else {
        return;
    };
    let Some(row) = row_of(&pressed) else { return };
    let number = |name: &str| pressed.get_attribute(name).and_then(|number| read_decimal(&number));
    if let Some(reply) = number("data-reply").and_then(|reply| usize::try_from(reply).ok()) {
        let used = Use { row, part: Part::Reply(reply), chosen: Vec::new(), says: None };
        return screen.host.send.emit(Intent::Use(used));
    }
    match pressed.get_attribute("data-do").as_deref() {
        Some("back") => return turn(&pressed, -1),
        Some("next") => return turn(&pressed, 1),
        Some("tab") => return select(&pressed),
        _ => {}
    }
    let id = number("data-node").or_else(|| number("data-of")).and_then(|id| u16::try_from(id).ok());
    let state = screen.state();
    let Some(whole_row) = state.conversation.rows.by_id(row) else { return };
    let RowContent::Message(message) = &whole_row.content else { return };
    let (Body::Card(card), Some(id)) = (&message.body, id) else { return };
    let Some(whole) = closest(&pressed, ".card") else { return };
    let is_over = state.conversation.is_past(whole_row.place);
    let used = card.node(id).map(|node| match node {
        node if is_over && says_something(node) => Err(words::CONVERSATION_OVER),
        node if says_something(node) && is_full(screen) => Err(words::TOO_MANY),
        node => use_of(screen, card, node, &pressed, &whole),
    });
    let problem = match used {
        Some(Ok((chosen, says))) => {
            screen.host.send.emit(Intent::Use(Use { row, part: Part::Node(id), chosen, says }));
            Word::default()
        }
        Some(Err(problem)) => problem,
        None => return,
    };
    let problem = problem.said();
    for place in inside(&whole, ".card-problem") {
        place.set_text_content(Some(&problem));
    }
}

/// Whether something is said for the consumer when an element is pressed.
fn says_something(node: &Node) -> bool {
    let says = |act: &Act| matches!(act, Act::Say(_) | Act::Submit | Act::AskDays(_) | Act::AskTime(..));
    matches!(node.kind, Kind::Submit(_)) || node.click.as_ref().is_some_and(|click| click.acts.iter().any(says))
}

/// What goes along with pressing an element: what is chosen and ticked, and what was picked, in words. Or what is missing.
fn use_of(
    screen: &Screen,
    card: &Card,
    node: &Node,
    pressed: &Element,
    whole: &Element,
) -> Result<(Vec<u16>, Option<String>), Word> {
    let mut chosen = Vec::new();
    for input in inside(whole, "input[data-pick]:checked") {
        let id = input.get_attribute("data-pick").and_then(|id| read_decimal(&id));
        chosen.extend(id.and_then(|id| u16::try_from(id).ok()));
    }
    if taken(card, node, &chosen) == Taken::Nothing {
        return Err(words::CHOOSE_FIRST);
    }
    let Some(form) = closest(pressed, ".card-form") else { return Ok((chosen, None)) };
    let formats = &screen.host.formats;
    let acts = node.click.as_deref().map_or(&[][..], |click| &click.acts);
    let mut says = None;
    for act in acts {
        match act {
            Act::AskDays(days) => {
                let mut picked = Vec::new();
                for field in inside(&form, "input") {
                    let value = js_sys::Reflect::get(&field, &JsValue::from_str("value")).unwrap_or_default();
                    picked.push(value.as_string().unwrap_or_default());
                }
                let bounds = [days.first, days.last].map(|at| at.map(|at| formats.machine(at)));
                let bounds = [&bounds[0], &bounds[1]].map(|at| at.as_deref().map(day_of));
                says = Some(days_words(days, &picked, bounds)?);
            }
            Act::AskTime(_, slots) => {
                let slot = inside(&form, "input:checked").first().and_then(|input| input.get_attribute("data-slot"));
                let slot = slot.and_then(|slot| usize::try_from(read_decimal(&slot)?).ok());
                let slot = slot.and_then(|slot| slots.get(slot)).ok_or(words::PICK_TIME)?;
                says = Some(time_words(&formats.date_time(slot.start), slot));
            }
            _ => {}
        }
    }
    // It is answered, and folds up; focus stays on what unfolds it.
    if let Some(details) = closest(pressed, "details") {
        let _ = details.remove_attribute("open");
        focus(inside(&details, "summary").first());
    }
    Ok((chosen, says))
}

/// Leafs on by a card. The style sheet says whether that is seen to move.
fn turn(pressed: &Element, way: i32) {
    let Some(carousel) = closest(pressed, ".card-carousel") else { return };
    let slides = inside(&carousel, ".card-slides");
    let (Some(slides), Some(slide)) = (slides.first(), inside(&carousel, ".card-slide").first().cloned()) else {
        return;
    };
    slides.set_scroll_left(slides.scroll_left() + onwards(slides, way) * slide.offset_width());
}

/// Which way along a line that is: from right to left everything is the other way round, also where a browser scrolls to.
fn onwards(line: &Element, way: i32) -> i32 {
    if line.matches(":dir(rtl)").unwrap_or(false) { -way } else { way }
}

/// Brings a tab to the front.
fn select(tab: &Element) {
    let Some(bar) = closest(tab, "[role=tablist]") else { return };
    let Some(whole) = bar.parent_element() else { return };
    for other in inside(&bar, "[role=tab]") {
        let is_it = other.is_same_node(Some(tab));
        let _ = other.set_attribute("aria-selected", if is_it { "true" } else { "false" });
        let _ = other.set_attribute("tabindex", if is_it { "0" } else { "-1" });
    }
    let wanted = tab.get_attribute("aria-controls").unwrap_or_default();
    let panels = whole.children();
    for place in 0..panels.length() {
        let Some(panel) = panels.item(place).filter(|panel| panel.get_attribute("role").as_deref() == Some("tabpanel"))
        else {
            continue;
        };
        let _ = if panel.id() == wanted { panel.remove_attribute("hidden") } else { panel.set_attribute("hidden", "") };
    }
}

/// A key in a card: arrows go from tab to tab, Home and End to the first and the last.
#[inline(never)]
pub(super) fn key(_: &Screen, event: &Event) {
    let Some(tab) = target(event).filter(|target| target.get_attribute("role").as_deref() == Some("tab")) else {
        return;
    };
    let Some(bar) = closest(&tab, "[role=tablist]") else { return };
    let tabs = inside(&bar, "[role=tab]");
    let here = tabs.iter().position(|other| other.is_same_node(Some(&tab))).unwrap_or_default();
    let key: &KeyboardEvent = event.unchecked_ref();
    let next = match key.key().as_str() {
        "ArrowRight" | "ArrowLeft" => {
            let way = onwards(&bar, if key.key() == "ArrowRight" { 1 } else { -1 });
            let next = if way > 0 { here + 1 } else { (here + tabs.len()).saturating_sub(1) };
            next % tabs.len().max(1)
        }
        "Home" => 0,
        "End" => tabs.len().saturating_sub(1),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = tabs.get(next) {
        select(next);
        focus(Some(next));
    }
}

/// A picture could not be loaded: words take its place, or nothing beside words that stand there anyway.
#[inline(never)]
pub(super) fn failed(_: &Screen, event: &Event) {
    if let Some(frame) = target(event).and_then(|target| closest(&target, ".card-image, .card-tick")) {
        let _ = frame.set_attribute("data-is", "failed");
    }
}

/// The row that an element is in.
fn row_of(element: &Element) -> Option<RowId> {
    let name = closest(element, ".stop")?.id();
    let number = read_decimal(name.strip_prefix("row-")?)?;
    Some(RowId(number.cast_unsigned()))
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        drop(element.focus());
    }
}

fn inside(element: &Element, selector: &str) -> Vec<HtmlElement> {
    let mut elements = Vec::new();
    if let Ok(found) = element.query_selector_all(selector) {
        for place in 0..found.length() {
            elements.extend(found.get(place).and_then(|element| element.dyn_into().ok()));
        }
    }
    elements
}
