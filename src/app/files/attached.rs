//! A file that goes with an entry of the outbox.

use std::rc::Rc;

use crate::protocol::{HostedFile, read_decimal};
use crate::store::{Body, File, NotTaken, Transfer, shown};

/// How large a file may be, in bytes: the service takes 3 MB.
const LARGEST: u64 = 3 * 1024 * 1024;

/// A kind of file that can be sent: its word in messages, its media type, and the endings of its names.
type Kind = (&'static str, &'static str, &'static [&'static str]);

/// The documented pictures, and the documents that a message can name.
const KINDS: [Kind; 5] = [
    ("JPG", "image/jpeg", &[".jpg", ".jpeg"]),
    ("PNG", "image/png", &[".png"]),
    ("GIF", "image/gif", &[".gif"]),
    ("PDF", "application/pdf", &[".pdf"]),
    ("TXT", "text/plain", &[".txt"]),
];

/// A file on its way out. Its bytes are the page's; here they have a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attached {
    /// By which name the page has them.
    pub(crate) key: String,
    pub(crate) name: Rc<str>,
    /// What kind it is, as messages say it.
    pub(crate) kind: &'static str,
    pub(crate) size: u64,
    pub(crate) preview: Option<Rc<str>>,
    /// Where it lies in the service's storage; empty before it lies there.
    pub(crate) path: Rc<str>,
    /// Whether the browser keeps the bytes; nothing before it has said so.
    pub(crate) kept: Option<bool>,
}

impl Attached {
    /// A file that the consumer chose, or why it is not taken.
    pub(crate) fn choose(name: &str, size: u64, media_type: &str) -> Result<Self, NotTaken> {
        let written = name.to_ascii_lowercase();
        let is_it = |(_, known, endings): &&Kind| match media_type {
            // Where the browser does not know, the name tells.
            "" => endings.iter().any(|ending| written.ends_with(ending)),
            told => told == *known,
        };
        let (kind, ..) = KINDS.iter().find(is_it).ok_or(NotTaken::Type)?;
        match size {
            0 => return Err(NotTaken::Empty),
            1..=LARGEST => {}
            _ => return Err(NotTaken::TooLarge),
        }
        let mut name = shown(name);
        if name.is_empty() {
            name.push_str(kind);
        }
        let (key, path) = (String::new(), "".into());
        Ok(Self { key, name: name.into(), kind, size, preview: None, path, kept: None })
    }

    /// Its media type.
    pub(crate) fn media_type(&self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self.kind).map_or("", |(_, media_type, _)| media_type)
    }

    /// Whether a small picture can be made of it.
    pub(crate) fn is_picture(&self) -> bool {
        self.media_type().starts_with("image/")
    }

    /// Whether it is not in the service's storage yet.
    pub(crate) fn needs_upload(&self) -> bool {
        self.path.is_empty()
    }

    /// Whether other tabs, and the next page, can do something with it.
    pub(crate) fn is_anybodys(&self) -> bool {
        self.kept == Some(true) || !self.needs_upload()
    }

    /// What a message tells of it.
    pub(crate) fn hosted(&self) -> HostedFile {
        HostedFile {
            caption: Some(String::from(&*self.name)),
            relative_path: Some(String::from(&*self.path)),
            file_type: Some(self.kind.into()),
            preview: self.preview.as_deref().map(str::to_owned),
        }
    }

    /// How it stands in the transcript while it is not out.
    pub(crate) fn in_transcript(&self) -> File {
        let transfer =
            if self.kept == Some(false) && self.needs_upload() { Transfer::OnlyHere } else { Transfer::Rests };
        File { transfer, ..File::of(&self.hosted()) }
    }

    /// The same as what a row holds.
    #[inline(never)]
    pub(crate) fn body(&self) -> Body {
        Body::File(Rc::new(self.in_transcript()))
    }

    /// What is kept of it: text by text.
    pub(crate) fn texts(&self) -> [String; 6] {
        let size = crate::protocol::decimal(self.size.cast_signed());
        let preview = self.preview.as_deref().unwrap_or_default().to_owned();
        [self.key.clone(), String::from(&*self.name), self.kind.into(), size, String::from(&*self.path), preview]
    }

    /// Reads that back.
    pub(crate) fn from_texts(texts: &[String]) -> Option<Self> {
        let [key, name, kind, size, path, preview] = texts else { return None };
        let (kind, ..) = KINDS.iter().find(|(known, ..)| known == kind)?;
        let size = read_decimal(size).and_then(|size| u64::try_from(size).ok())?;
        let preview = (!preview.is_empty()).then(|| preview.as_str().into());
        let (name, path) = (name.as_str().into(), path.as_str().into());
        let file = Self { key: key.clone(), name, kind, size, preview, path, kept: Some(true) };
        (!key.is_empty() && !file.name.is_empty()).then_some(file)
    }
}

#[cfg(test)]
mod tests {
    use super::{Attached, LARGEST};
    use crate::store::NotTaken;

    #[test]
    fn what_is_chosen_is_of_a_kind_that_is_taken_and_not_too_large() {
        let check = |name: &str, size: u64, media_type: &str, expected: Result<&str, NotTaken>| {
            let chosen = Attached::choose(name, size, media_type).map(|file| file.kind);
            assert_eq!(chosen, expected, "{name} {size} {media_type}");
        };
        check("cat.png", 1, "image/png", Ok("PNG"));
        check("cat.jpeg", LARGEST, "image/jpeg", Ok("JPG"));
        check("CAT.JPEG", 9, "", Ok("JPG"));
        check("notes.txt", 9, "text/plain", Ok("TXT"));
        check("terms", 9, "application/pdf", Ok("PDF"));
        check("cat.png", LARGEST + 1, "image/png", Err(NotTaken::TooLarge));
        check("cat.png", 0, "image/png", Err(NotTaken::Empty));
        check("cat.png", 9, "image/svg+xml", Err(NotTaken::Type));
        check("cat.png", 9, "text/html", Err(NotTaken::Type));
        check("page.html", 9, "", Err(NotTaken::Type));
        check("png", 9, "", Err(NotTaken::Type));
    }

    #[test]
    fn what_was_kept_of_a_file_comes_back() {
        let mut file = Attached::choose("a\tb.png", 9, "image/png").unwrap();
        file.key = "1-x".into();
        for preview in [None, Some("data:image/png;base64,AAAA".into())] {
            file.preview = preview;
            let back = Attached::from_texts(&file.texts()).unwrap();
            assert_eq!(back, Attached { kept: Some(true), ..file.clone() });
        }
        let with = |place: usize, text: &str| {
            let mut texts = file.texts();
            texts[place] = text.into();
            Attached::from_texts(&texts)
        };
        for (place, text) in [(0, ""), (1, ""), (2, "SVG"), (3, "-1"), (3, "many")] {
            assert_eq!(with(place, text), None, "{place} {text}");
        }
        assert!(Attached::from_texts(&file.texts()[..5]).is_none());
    }
}
