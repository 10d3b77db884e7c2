//! A file in the transcript: what is told of it, and where it is on its way.

use std::rc::Rc;

use super::view::turns;
use crate::protocol::HostedFile;

/// A file that somebody shared, or is about to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// What it is called, or the words beside it. Never empty.
    pub name: Rc<str>,
    /// What kind it is said to be, in capitals: `PNG`, `PDF` … Empty where nothing is said.
    pub kind: Rc<str>,
    /// Where it lies in the service's storage; empty before it lies there.
    pub path: Rc<str>,
    /// A small picture of it: a `data:` address of a picture in one of the forms in which nothing runs.
    pub preview: Option<Rc<str>>,
    /// Where it is on its way.
    pub transfer: Transfer,
}

/// Where a file is on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    /// It lies where it lies.
    #[default]
    Rests,
    /// The consumer wants to see it, and it is being fetched.
    Opening,
    /// It could not be.
    NotOpened(NotOpened),
    /// It is being uploaded: how much of it has gone, in percent.
    Uploading(u8),
    /// It waits to be uploaded, and only this page has it.
    OnlyHere,
    /// It may be with the service already: it cannot be called back.
    OutOfReach,
}

/// Why a file could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpened {
    /// There is no connection, or the storage could not be reached.
    Unreachable,
    /// The service does not give it out.
    Refused,
    /// Its temporary address does not hold any more.
    Expired,
    /// It is not there any more.
    Gone,
    /// It is larger than files are.
    TooLarge,
    /// It is no picture, though it was called one. It can be saved.
    NoPicture,
}

/// Why a file that the consumer chose was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Files of its type cannot be sent.
    Type,
    /// It is larger than the service takes.
    TooLarge,
    /// There is nothing in it.
    Empty,
    /// Too much waits to be sent already.
    TooMany,
}

/// What is told of files that were not taken: the name of each, and why.
pub type Refused = Vec<(Rc<str>, NotTaken)>;

/// A picture that the consumer looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Viewed {
    /// Where the page has it: a `blob:` address of this page's own.
    pub address: Rc<str>,
    /// What it is called.
    pub name: Rc<str>,
    /// What it is called when it is saved.
    pub saved_as: Rc<str>,
}

impl File {
    /// What a message tells of a file.
    #[must_use]
    pub fn of(told: &HostedFile) -> Self {
        let path = told.relative_path.as_deref().unwrap_or_default();
        let last = path
            .as_bytes()
            .iter()
            .rposition(|byte| *byte == b'/')
            .map_or(path, |at| path.get(at + 1..).unwrap_or_default());
        let caption = shown(told.caption.as_deref().unwrap_or_default());
        let mut name = if caption.is_empty() { shown(last) } else { caption };
        if name.is_empty() {
            name.push_str(UNNAMED);
        }
        let kind = told.file_type.as_deref().unwrap_or_default();
        let is_word = kind.len() <= LONGEST_KIND && kind.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Self {
            name: name.into(),
            kind: if is_word { kind.to_ascii_uppercase().into() } else { "".into() },
            path: path.into(),
            preview: told.picture().map(Rc::from),
            transfer: Transfer::Rests,
        }
    }

    /// What stands for it where there are words only.
    #[must_use]
    pub fn words(&self) -> Rc<str> {
        [WORD, &self.name].concat().into()
    }

    /// The media type of a picture that can be shown in place: nothing in these forms runs. `None` where it can only be saved.
    #[must_use]
    pub fn picture(&self) -> Option<&'static str> {
        match &*self.kind {
            "PNG" => Some("image/png"),
            "GIF" => Some("image/gif"),
            // The schema's word for any picture: browsers look at what is in it.
            "JPG" | "JPEG" | "IMG" => Some("image/jpeg"),
            _ => None,
        }
    }

    /// What it is called when it is saved: no folders, nothing hidden, and the ending of what it is said to be.
    #[must_use]
    pub fn saved_as(&self) -> String {
        let is_safe = |c: &char| !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        let mut name: String = self.name.chars().map(|c| if is_safe(&c) { c } else { '_' }).collect();
        while name.starts_with('.') {
            name.remove(0);
        }
        let ending = match &*self.kind {
            "JPEG" => "jpg",
            "" | "IMG" => "",
            kind => kind,
        };
        let ending = ending.to_ascii_lowercase();
        let written = name.to_ascii_lowercase();
        let has_ending = written.ends_with(&[".", &ending].concat()) || ending == "jpg" && written.ends_with(".jpeg");
        if !ending.is_empty() && !has_ending {
            name.push('.');
            name.push_str(&ending);
        }
        name
    }
}

/// A name as it is shown: on one line, and in the direction in which it stands, so that no ending is made to look like another.
#[must_use]
pub fn shown(name: &str) -> String {
    let mut shown = String::new();
    for c in name.trim_ascii().chars().take(LONGEST_NAME) {
        if c.is_control() {
            shown.push(' ');
        } else if !turns(c) {
            shown.push(c);
        }
    }
    shown
}

const WORD: &str = "File: ";
/// What a file without a name is called, in every language.
const UNNAMED: &str = "?";
const LONGEST_KIND: usize = 8;
/// In characters.
const LONGEST_NAME: usize = 200;

#[cfg(test)]
mod tests {
    use super::File;
    use crate::protocol::HostedFile;

    fn file(caption: &str, kind: &str, path: &str) -> File {
        let told = HostedFile {
            caption: Some(caption.into()),
            file_type: Some(kind.into()),
            relative_path: Some(path.into()),
            preview: None,
        };
        File::of(&told)
    }

    #[test]
    fn a_file_always_has_a_name_on_one_line() {
        let check = |caption: &str, path: &str, name: &str| assert_eq!(&*file(caption, "PNG", path).name, name);
        check("cat.png", "/v1/x.PNG", "cat.png");
        check("", "/v1/x.PNG", "x.PNG");
        check(" \n", "x.PNG", "x.PNG");
        check("", "/v1/", "?");
        check("two\nlines", "", "two lines");
        check("invoice\u{202e}fdp.exe", "", "invoicefdp.exe");
    }

    #[test]
    fn what_is_saved_has_no_folder_and_the_ending_of_its_kind() {
        let check = |caption: &str, kind: &str, name: &str| assert_eq!(file(caption, kind, "").saved_as(), name);
        check("cat.png", "PNG", "cat.png");
        check("cat.PNG", "png", "cat.PNG");
        check("cat", "JPEG", "cat.jpg");
        check("cat.jpeg", "JPG", "cat.jpeg");
        check("page.html", "PDF", "page.html.pdf");
        check("page.html", "HTML", "page.html");
        check("../../.bashrc", "TXT", "_.._.bashrc.txt");
        check("a cat", "IMG", "a cat");
        check("x", "a/b", "x");
    }

    #[test]
    fn only_pictures_in_which_nothing_runs_are_shown() {
        for (kind, shown) in
            [("png", true), ("JPEG", true), ("IMG", true), ("SVG", false), ("HTML", false), ("", false)]
        {
            assert_eq!(file("x", kind, "").picture().is_some(), shown, "{kind}");
        }
    }
}
