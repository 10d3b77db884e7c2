//! What somebody sees of a widget at one moment.

use serde::Deserialize;

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Seen {
    /// The widget itself is there, and not only the loader's launcher.
    pub(crate) mounted: bool,
    pub(crate) launcher: Option<Launcher>,
    /// What the loader says beside its launcher.
    pub(crate) note: String,
    pub(crate) open: bool,
    pub(crate) panel: Option<Rect>,
    pub(crate) title: String,
    pub(crate) presence: String,
    /// The line about the connection.
    pub(crate) status: String,
    pub(crate) draft: String,
    pub(crate) typing: bool,
    pub(crate) separators: Vec<String>,
    /// What stands between the messages.
    pub(crate) lines: Vec<String>,
    pub(crate) rows: Vec<Row>,
    pub(crate) banner: Option<Banner>,
    /// The names of all buttons.
    pub(crate) buttons: Vec<String>,
    /// What the regions hold that speak.
    pub(crate) spoken: Vec<String>,
    /// What has focus inside of the widget, by its name.
    pub(crate) focus: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Launcher {
    pub(crate) name: String,
    pub(crate) expanded: bool,
    pub(crate) busy: bool,
    pub(crate) rect: Rect,
}

/// A row of the transcript.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Row {
    /// `mine`, `theirs`, `system` or `note`.
    pub(crate) side: String,
    pub(crate) who: String,
    pub(crate) text: String,
    pub(crate) receipt: String,
}

/// The banner of CoBrowse.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Banner {
    /// `invited`, `accepting`, `active` or `over`.
    pub(crate) kind: String,
    pub(crate) rect: Rect,
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    /// The time that is left, in words.
    pub(crate) left: String,
    pub(crate) buttons: Vec<Button>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Button {
    pub(crate) name: String,
    pub(crate) enabled: bool,
    pub(crate) rect: Rect,
}

/// A place on the screen, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Banner {
    /// The names of its buttons, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.buttons.iter().map(|button| button.name.as_str()).collect()
    }
}

impl Seen {
    /// What stands in the transcript.
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.rows.iter().map(|row| row.text.as_str()).collect()
    }

    /// Whether this text stands there.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.rows.iter().any(|row| row.text == text)
    }

    /// What became of the newest own text.
    pub(crate) fn receipt(&self) -> &str {
        self.rows.iter().rfind(|row| row.side == "mine").map_or("", |row| row.receipt.as_str())
    }

    /// What the launcher is called.
    pub(crate) fn launcher(&self) -> &str {
        self.launcher.as_ref().map_or("", |launcher| launcher.name.as_str())
    }

    /// What kind of banner there is.
    pub(crate) fn banner_kind(&self) -> &str {
        self.banner.as_ref().map_or("", |banner| banner.kind.as_str())
    }

    /// What the banner's title says.
    pub(crate) fn banner_title(&self) -> &str {
        self.banner.as_ref().map_or("", |banner| banner.title.as_str())
    }
}
