//! Words that a page has in the place of the widget's own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use alongside::store::EndedBy;
use alongside::store::Note;

use crate::fixture::{Twist, Twisted, agent, ago, conversation, note, say, state};

/// A page that has some words of its own.
pub(crate) struct Own<F>(pub(crate) F);

impl<F: Fn(&str, Option<i64>) -> Option<Rc<str>>> Twist for Own<F> {
    fn said(&self, english: &str, count: Option<i64>) -> Option<Rc<str>> {
        (self.0)(english, count)
    }
}

#[test]
fn a_page_says_it_in_its_own_words() {
    let mut talk = conversation();
    say(&mut talk, agent("ada"), "Send", ago(60));
    say(&mut talk, agent("ada"), "This message cannot be shown here.", ago(50));
    note(&mut talk, Note::Joined("bob".into(), ago(40)));
    note(&mut talk, Note::Ended(EndedBy::Me, ago(30)));
    let german = |english: &str, count: Option<i64>| {
        let said = match (english, count) {
            ("en", _) => "de",
            ("Send", _) => "Senden",
            ("{} joined the conversation", _) => "Nun ist {} dabei",
            ("You ended the conversation", _) => "<b>Beendet</b>",
            ("This message cannot be shown here.", _) => "Nicht zu zeigen",
            ("Conversation", _) => "",
            _ => return None,
        };
        Some(said.into())
    };
    let html = crate::render_by(state(talk), Rc::new(Twisted(Own(german))));
    assert!(html.contains("lang=\"de\" dir=\"ltr\""), "the language is that of the words");
    assert!(html.contains("aria-label=\"Senden\""), "a button");
    assert!(html.contains(">Nun ist <bdi>Bob</bdi> dabei "), "a name in the midst");
    assert!(html.contains("&lt;b&gt;Beendet&lt;/b&gt;"), "text stays text");
    assert!(html.contains(">Nicht zu zeigen<"), "what stands in the place of a message");
    assert!(html.contains(">Send<"), "what an agent says is never replaced");
    assert!(html.contains("aria-label=\"Close chat\""), "what the page leaves is English");
}

#[test]
fn numbers_take_the_form_of_the_pages_language() {
    let unread = |unread: usize| {
        let state = alongside::store::State {
            panel_open: false,
            ..state(alongside::store::Conversation { unread, ..conversation() })
        };
        let polish = |english: &str, count: Option<i64>| {
            let form = match count? {
                1 => "{} wiadomość",
                2..=4 => "{} wiadomości",
                _ => "wiadomości: {}",
            };
            (english == "Open chat, {} unread messages").then(|| form.into())
        };
        let html = crate::render_by(state, Rc::new(Twisted(Own(polish))));
        crate::html::element(&html, "class=\"launcher\"")
    };
    for (count, said) in [(1, "\"1 wiadomość\""), (3, "\"3 wiadomości\""), (12, "\"wiadomości: 12\"")] {
        assert!(unread(count).contains(said), "{count}: {}", unread(count));
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The texts of the sources: each by its key, with what is said of one thing where it is about a number.
fn of_sources() -> BTreeMap<String, Option<String>> {
    let mut texts = BTreeMap::new();
    let mut files = vec![PathBuf::from("src/ui/words.rs")];
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/ui/words");
    files.extend(fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()));
    for file in files {
        let source = read(file.to_str().unwrap());
        for from in source.split("Word(").skip(1) {
            texts.extend(literal(from).map(|text| (text, None)));
        }
        for from in source.split("one: ").skip(1) {
            let Some(one) = literal(from) else { continue };
            let many = literal(from.split_once("many: ").unwrap().1).unwrap();
            texts.insert(many, Some(one));
        }
    }
    // Where a message cannot be shown the store has said so.
    for from in read("src/store/stand_in.rs").split("&str = ").skip(1) {
        texts.extend(literal(from).map(|text| (text, None)));
    }
    // The supervisor has some of its own, and so has the loader.
    for from in read("src/embed/supervisor.js").split("said(").skip(1) {
        let text = from.split_once(", ").and_then(|(_, text)| literal(text));
        texts.extend(text.map(|text| (text, None)));
    }
    for from in read("src/embed/loader.js").split("say(").skip(1) {
        texts.extend(literal(from).map(|text| (text, None)));
    }
    texts
}

/// What is said of one thing, by the text about several.
pub(crate) fn of_one(many: &str) -> String {
    of_sources().remove(many).flatten().unwrap()
}

/// The text that stands here in quotation marks, if one does. None of ours has one inside.
fn literal(source: &str) -> Option<String> {
    Some(source.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned())
}

#[test]
fn the_list_for_pages_holds_every_text_and_no_other() {
    let list = read("docs/words.md");
    let list = list.split_once("## All of them").unwrap().1;
    let mut listed = BTreeMap::new();
    for line in list.lines().filter(|line| line.starts_with("  \"")) {
        let (key, said) = line.trim().trim_end_matches(',').split_once("\": ").unwrap();
        let key = key.trim_start_matches('"').to_owned();
        let one = match said.strip_prefix("{ \"one\": ") {
            Some(forms) => {
                let (one, other) = forms.split_once(", \"other\": ").unwrap();
                assert_eq!(literal(other).as_ref(), Some(&key), "what is shown without words of the page");
                literal(one)
            }
            None => {
                assert_eq!(literal(said).as_ref(), Some(&key), "what is shown without words of the page");
                None
            }
        };
        assert!(listed.insert(key.clone(), one).is_none(), "{key} is listed twice");
    }
    assert_eq!(listed, of_sources());
}

/// What begins like a sentence and is none: names of keys.
const NO_SENTENCES: [&str; 10] =
    ["ArrowDown", "ArrowLeft", "ArrowRight", "ArrowUp", "End", "Enter", "Escape", "Home", "KeyC", "Tab"];

#[test]
fn no_sentence_stands_beside_the_words() {
    let mut beside = BTreeSet::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/ui")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("words") || path.ends_with("words.rs") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//") && !line.contains("reason = "))
            {
                let inside = line.split('"').skip(1).step_by(2);
                // Pictures begin like that, too: with a letter and a number.
                let is_path = |text: &&str| text.chars().nth(1).is_some_and(|second| second.is_ascii_digit());
                let begins = |text: &&str| text.starts_with(|c: char| c.is_uppercase()) && !is_path(text);
                beside.extend(inside.filter(begins).map(str::to_owned));
            }
        }
    }
    let beside: Vec<_> = beside.iter().map(String::as_str).collect();
    assert_eq!(beside, NO_SENTENCES);
}
