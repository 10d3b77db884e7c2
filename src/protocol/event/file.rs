//! A file that somebody shares: what a message tells of it. Its bytes lie in the service's storage.

use crate::protocol::wire::wire_struct;

wire_struct! {
    /// A file in the service's storage.
    #[derive(Default)]
    pub struct HostedFile {
        /// Words beside it.
        caption: Option<String> = "caption",
        /// Where it lies.
        relative_path: Option<String> = "relativePath",
        /// `JPEG`, `PNG` …
        file_type: Option<String> = "fileType",
        /// A small picture: a data URI, or bare base64.
        preview: Option<String> = "preview",
    }
}

impl HostedFile {
    /// The small picture as an address that shows nothing but a picture in one of the forms in which nothing runs, if it is one
    /// and not too large.
    #[must_use]
    pub fn picture(&self) -> Option<String> {
        let preview = self.preview.as_deref().filter(|preview| preview.len() <= LONGEST_PREVIEW)?;
        let (kind, data) = match preview.strip_prefix("data:image/") {
            Some(rest) => {
                let (kind, data) = rest.split_at_checked(rest.as_bytes().iter().position(|byte| *byte == b';')?)?;
                (kind, data.strip_prefix(";base64,")?)
            }
            // Every file of a kind begins in the same way, and so does its base64.
            None => (PICTURES.iter().find(|(_, start)| preview.starts_with(start))?.0, preview),
        };
        let kind = PICTURES.iter().find(|(known, _)| *known == kind)?.0;
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        let is_fit = !data.is_empty() && data.bytes().all(is_base64);
        is_fit.then(|| ["data:image/", kind, ";base64,", data].concat())
    }
}

/// How long a preview may be, in characters: 30 kB as base64, and some more.
const LONGEST_PREVIEW: usize = 48 * 1024;

/// The kinds of pictures that are shown, and how their base64 begins.
const PICTURES: [(&str, &str); 4] = [("png", "iVBORw0KGgo"), ("jpeg", "/9j/"), ("gif", "R0lGOD"), ("jpg", "/9j/")];

#[cfg(test)]
mod tests {
    use super::{HostedFile, LONGEST_PREVIEW};

    #[test]
    fn a_preview_is_a_picture_or_nothing() {
        let check = |preview: &str, expected: Option<&str>| {
            let file = HostedFile { preview: Some(preview.into()), ..HostedFile::default() };
            assert_eq!(file.picture().as_deref(), expected, "{preview}");
        };
        let png = "data:image/png;base64,iVBORw0KGgo=";
        check(png, Some(png));
        check("iVBORw0KGgo=", Some(png));
        check("/9j/4AAQ", Some("data:image/jpeg;base64,/9j/4AAQ"));
        check("R0lGODlh", Some("data:image/gif;base64,R0lGODlh"));
        for wrong in [
            "",
            "AAAA",
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:text/html;base64,PHN2Zz4=",
            "data:image/png,iVBORw0KGgo=",
            "data:image/png;base64,",
            "data:image/png;base64,AAAA\" onerror=\"x",
            "data:image/png;charset=x;base64,AAAA",
            "data:image/",
            "javascript:alert(1)",
            "https://elsewhere.example/pixel.png",
            "/9j/ 4AAQ",
        ] {
            check(wrong, None);
        }
        check(&format!("/9j/{}", "A".repeat(LONGEST_PREVIEW)), None);
    }
}
