//! A picture of the transcript in full: a dialog over everything, which the browser opens and closes.

use std::rc::Rc;

use web_sys::{Event, HtmlDialogElement};
use yew::Html;

use super::element::{When, attributes, element, fixed, plain, shared};
use super::icon::{self, icon};
use super::screen::Screen;
use super::words;
use crate::app::Intent;
use crate::store::Viewed;

/// The dialog. It is a picture and nothing else that the address holds: a type in which nothing runs was given to it.
#[inline(never)]
pub(super) fn viewer(screen: &Rc<Screen>, viewed: &Viewed) -> Html {
    let Viewed { address, name, saved_as } = viewed;
    let dialog = attributes! { "class" => "viewer", "part" => "viewer", "aria-label" => String::from(&**name), "closedby" => "any" };
    let picture = attributes! { "src" => String::from(&**address), "alt" => String::from(&**name) };
    let save = attributes! { "class" => "choice", "href" => String::from(&**address), "download" => String::from(&**saved_as) };
    let close = attributes! { "type" => "button", "class" => "icon-button", "aria-label" => words::CLOSE };
    let head = vec![
        element("p", fixed! { "class" => "viewer-name", "dir" => "auto" }).around(shared(Rc::clone(name))),
        element("a", save).told(words::SAVE_IT),
        element("button", close).on(When::Clicked, screen.on(dismiss)).around(icon(icon::CLOSE)),
    ];
    element("dialog", dialog)
        .key(address)
        .node(&screen.viewer)
        .on(When::Closed, screen.sends(Intent::CloseFile))
        .on(When::KeyDown, screen.on(keep))
        .holding(vec![plain("div", "viewer-head").holding(head), element("img", picture).empty()])
}

/// Opens it once it is drawn. Focus goes into it, and back to the chip when it is closed.
#[inline(never)]
pub(super) fn show(screen: &Screen) {
    if let Some(dialog) = dialog(screen).filter(|dialog| !dialog.open() && dialog.is_connected()) {
        drop(dialog.show_modal());
    }
}

/// A key that is pressed over it is meant for it: the browser closes it by Escape, which nobody further out has a use for.
fn keep(_: &Screen, event: &Event) {
    event.stop_propagation();
}

fn dismiss(screen: &Screen, _: &Event) {
    if let Some(dialog) = dialog(screen) {
        dialog.close();
    }
}

fn dialog(screen: &Screen) -> Option<HtmlDialogElement> {
    screen.viewer.cast()
}
