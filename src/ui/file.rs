//! A file in the transcript: a chip with its name and kind, and a small picture where there is one.

use std::rc::Rc;

use yew::Html;

use super::element::{When, attributes, element, fixed, list, plain, shared, text};
use super::icon::{self, icon};
use super::screen::Screen;
use super::words::{self, Word};
use crate::app::Intent;
use crate::protocol::decimal;
use crate::store::{Delivery, File, NotOpened, Refused, RowId, Transfer};

/// The chip. A press opens it: pictures in place, everything else is given to be saved. One that is on its way out can be
/// called back, until it may be with the service.
#[inline(never)]
pub(super) fn chip(screen: &Rc<Screen>, row: RowId, file: &File, delivery: Delivery) -> Html {
    let is_picture = file.picture().is_some();
    let act = screen.sends(Intent::OpenFile(row));
    let [what, kind] = if is_picture { [words::OPEN_PICTURE, words::PICTURE] } else { [words::SAVE_FILE, words::FILE] };
    let waiting = match delivery {
        Delivery::Queued(entry) | Delivery::Sending(entry) => Some(entry),
        _ => None,
    };
    let is_out = waiting.is_none() && !matches!(delivery, Delivery::Failed(..));
    let about = match file.transfer {
        Transfer::Opening => vec![words::OPENING.drawn()],
        Transfer::Uploading(percent) => vec![text(&words::uploading(percent))],
        _ if file.kind.is_empty() => vec![kind.drawn()],
        _ => vec![kind.drawn(), text(" · "), shared(Rc::clone(&file.kind))],
    };
    let what = if is_out { plain("span", "heard").holding(vec![what.drawn(), text(" ")]) } else { Html::default() };
    let inside = vec![
        thumb(file, if is_picture { icon::PICTURE } else { icon::FILE }),
        plain("span", "about").holding(vec![
            plain("span", "").around(what),
            name(&file.name),
            plain("span", "kind").holding(about),
        ]),
    ];
    // What is not out yet cannot be opened.
    let chip = if is_out {
        element("button", fixed! { "type" => "button", "class" => "chip" }).on(When::Clicked, act.clone()).key("open")
    } else {
        plain("div", "chip").key("chip")
    };
    let below = match (file.transfer, waiting) {
        (Transfer::NotOpened(why), _) => {
            let way = if why == NotOpened::NoPicture { words::SAVE_IT } else { words::TRY_AGAIN };
            let reason = vec![icon(icon::DANGER), plain("span", "").told(words::not_opened(why))];
            element("div", fixed! { "class" => "failed", "role" => "alert" }).key("failed").holding(vec![
                plain("p", "reason").holding(reason),
                element("button", fixed! { "type" => "button" }).on(When::Clicked, act).told(way),
            ])
        }
        // A press could do nothing.
        (Transfer::OutOfReach, _) => Html::default(),
        (transfer, Some(entry)) => {
            let only_here = if transfer == Transfer::OnlyHere { words::ONLY_HERE } else { Word::default() };
            let cancel = element("button", fixed! { "type" => "button" });
            plain("div", "failed waits").key("waits").holding(vec![
                plain("p", "reason").told(only_here),
                cancel.on(When::Clicked, screen.sends(Intent::Discard(entry))).told(words::CANCEL),
            ])
        }
        _ => Html::default(),
    };
    list(vec![
        element("div", fixed! { "class" => "bubble file" }).key("text").holding(vec![chip.holding(inside), gone(file)]),
        plain("div", "trouble").key("trouble").around(below),
    ])
}

/// How much of it has gone.
fn gone(file: &File) -> Html {
    let progress = match file.transfer {
        Transfer::Uploading(percent) => {
            let attributes =
                attributes! { "max" => "100", "value" => decimal(percent.into()), "aria-label" => words::SENDING };
            element("progress", attributes).empty()
        }
        _ => Html::default(),
    };
    plain("div", "gone").key("gone").around(progress)
}

/// Which files were not taken, and why.
#[inline(never)]
pub(super) fn refused(screen: &Screen, files: &Refused) -> Html {
    screen.style_later();
    let mut lines = Vec::new();
    for (name, why) in files {
        lines.push(plain("span", "refused").holding(vec![
            words::NOT_TAKEN.about(name),
            text(": "),
            words::not_taken(*why).drawn(),
            text(". "),
        ]));
    }
    list(lines)
}

/// The small picture, or what stands for a file. Where the page's policy forbids the one, the other is behind it.
fn thumb(file: &File, path: &'static str) -> Html {
    let mut nodes = vec![icon(path)];
    if let Some(preview) = &file.preview {
        // Of one of the forms in which nothing runs, by its address; nothing is asked of any server for it.
        let attributes = attributes! { "src" => String::from(&**preview), "alt" => "", "decoding" => "async" };
        nodes.push(element("img", attributes).empty());
    }
    plain("span", "thumb").holding(nodes)
}

/// A name. Where it has no room it is cut in its midst: its end is what tells names apart.
fn name(name: &Rc<str>) -> Html {
    let end = name.char_indices().rev().nth(END - 1).map_or(0, |(at, _)| at);
    let (start, end) = name.split_at_checked(end).unwrap_or(("", name));
    element("span", fixed! { "class" => "name", "dir" => "auto" })
        .holding(vec![plain("span", "").saying(start), plain("span", "").saying(end)])
}

/// How many characters of a name are never cut.
const END: usize = 8;
