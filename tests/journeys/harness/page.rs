//! A customer's page: some content of its own, the tag in one of its states, and the snippet.

use std::fmt::Write;

/// What stands on a page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    service: String,
    files: String,
    account: String,
    tag: Tag,
    attributes: String,
    head: String,
    body: String,
}

/// The tag of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// There is none.
    None,
    /// The stand-in of the service, there before the widget is.
    Ready,
    /// Only what a page's own snippet puts there until the tag is loaded: `publish` is missing.
    Stub,
}

impl Page {
    /// A page with the stand-in tag and the snippet, its files from its own origin.
    pub(crate) fn new(service: &str) -> Self {
        Self {
            service: service.into(),
            files: String::new(),
            account: "10001".into(),
            tag: Tag::Ready,
            attributes: String::new(),
            head: String::new(),
            body: String::new(),
        }
    }

    /// With the tag in this state.
    pub(crate) fn tag(mut self, tag: Tag) -> Self {
        self.tag = tag;
        self
    }

    /// With the files from another origin.
    pub(crate) fn files_from(mut self, origin: &str) -> Self {
        self.files = format!("{origin}/");
        self
    }

    /// For another account.
    pub(crate) fn account(mut self, account: &str) -> Self {
        self.account = account.into();
        self
    }

    /// With one more attribute on the element.
    pub(crate) fn attribute(mut self, name: &str, value: &str) -> Self {
        write!(self.attributes, r#" {name}="{value}""#).unwrap();
        self
    }

    /// With a script that runs before all others.
    pub(crate) fn first(mut self, script: &str) -> Self {
        write!(self.head, "<script>{script}</script>").unwrap();
        self
    }

    /// With other scripts in the place of some modules.
    pub(crate) fn import_map(mut self, map: &serde_json::Value) -> Self {
        write!(self.head, r#"<script type="importmap">{map}</script>"#).unwrap();
        self
    }

    /// The service that its element and its tag name.
    pub(crate) fn service(&self) -> &str {
        &self.service
    }

    /// With an eye on every socket of the page: they are in `sockets`, and what was sent is in `sent`.
    pub(crate) fn watched(self) -> Self {
        self.first(WATCH)
    }

    /// With an eye on every file that the chat hands out: their texts are in `files`, and their types in
    /// `types`.
    pub(crate) fn keeping_files(self) -> Self {
        self.first(FILES)
    }

    /// With a hand on every upload: while `holds`, none goes further than 40 %.
    pub(crate) fn holding_uploads(self) -> Self {
        self.first(HOLD)
    }

    /// With more content.
    pub(crate) fn body(mut self, html: &str) -> Self {
        self.body.push_str(html);
        self
    }

    /// The element of the snippet.
    pub(crate) fn element(&self) -> String {
        let Self { service, account, attributes, .. } = self;
        format!(
            r#"<alongside-chat account="{account}" service="{service}" visitor-name="Visitor"{attributes}></alongside-chat>"#
        )
    }

    /// The page.
    pub(crate) fn html(&self) -> String {
        let Self { service, files, head, body, .. } = self;
        let tag = match self.tag {
            Tag::None => String::new(),
            Tag::Ready => format!(r#"<script src="{service}/tag.js"></script>"#),
            Tag::Stub => format!("<script>{STUB}</script>"),
        };
        let element = self.element();
        format!(
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title>
<link rel="icon" href="data:,">
{head}{tag}
<script type="module" src="{files}embed/loader.js"></script>
</head>
<body>
<main>
<h1>A shop</h1>
<label>Search <input id="search"></label>
{body}
</main>
{element}
</body>
</html>
"#
        )
    }
}

/// As small as a stub can be: what is bound and triggered waits for the tag.
const STUB: &str = "window.lpTag = { _defB: [], _defT: [], events: {
    bind: (...call) => lpTag._defB.push(() => lpTag.events.bind(...call)),
    trigger: (...call) => lpTag._defT.push(() => lpTag.events.trigger(...call)),
} };";

const WATCH: &str = "window.sockets = [];
window.sent = [];
window.WebSocket = class extends WebSocket {
    constructor(...call) { super(...call); sockets.push(this); }
    send(data) { sent.push(data); super.send(data); }
};";

const FILES: &str = "window.files = [];
window.types = [];
const make = URL.createObjectURL;
URL.createObjectURL = (file) => {
  types.push(file.type);
  file.text().then((text) => files.push(text));
  return make.call(URL, file);
};";

const HOLD: &str = "window.holds = !sessionStorage.goes;
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) {
    if (!holds) return send.call(this, body);
    this.upload.dispatchEvent(new ProgressEvent('progress', { loaded: 40, total: 100 }));
};";
