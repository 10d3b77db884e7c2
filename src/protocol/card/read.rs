//! From JSON to a card, within bounds: the schema's own for each element, and one for all of them together.

use super::action::{Act, Click, many, metadata, on_map, said};
use super::colour::{Edge, Paint, Rgb, colour};
use super::words::{MOST_WORDS, add, cut, gathered, text};
use super::{Border, Card, Kind, Letters, Node, Replies, Size};
use crate::protocol::address::{host_of, opened, picture};
use crate::protocol::json::{Value, whole};

/// How many elements a card has.
pub const MOST_NODES: usize = 400;
/// How many elements may be within each other; what is deeper is there by its words.
pub const DEEPEST: usize = 10;
/// How many answers are offered.
pub const MOST_REPLIES: usize = 24;

const LONGEST_TEXT: usize = 5_000;
const LONGEST_TITLE: usize = 128;
const LONGEST_NAME: usize = 200;
const LONGEST_ALT: usize = 2_000;
const LONGEST_TOOLTIP: usize = 256;
/// A reply that is longer than the vendor's client shows.
const LONGEST_REPLY: usize = 25;
/// How many elements most layouts hold.
const MOST_HELD: usize = 256;
/// How many names and values a list of them has.
const MOST_PAIRS: usize = 50;
/// How many answers a template offers.
const MOST_RESPONSES: usize = 32;

impl Card {
    /// Reads a card; nothing where it is no object.
    #[must_use]
    pub(in crate::protocol) fn read(value: &Value) -> Option<Self> {
        value.as_object()?;
        let mut reader = Reader::default();
        // A single element counts as a card, too.
        let root = reader.node(value, 0, None).unwrap_or_else(|| blank(0, Kind::Text));
        let mut words = String::new();
        for node in root.all() {
            say(node, &mut words);
        }
        Some(Self { root, words, is_cut: reader.is_cut, replies: reader.replies })
    }
}

impl Replies {
    /// Reads the answers that are offered; nothing where there are none.
    #[must_use]
    pub(in crate::protocol) fn read(value: &Value) -> Option<Self> {
        let mut reader = Reader::default();
        let mut replies = Vec::new();
        for reply in many(value.get("replies")).iter().take(MOST_REPLIES) {
            let Some(mut reply) = reader.button(reply, None) else { continue };
            if reply.words.chars().count() > LONGEST_REPLY {
                if reply.tooltip.is_empty() {
                    reply.tooltip.clone_from(&reply.words);
                }
                reply.words = cut(&reply.words, LONGEST_REPLY);
            }
            // One that does nothing is no answer.
            if reply.click.is_some() {
                replies.push(reply);
            }
        }
        let in_a_row = value.get("itemsPerRow").and_then(whole).and_then(|count| usize::try_from(count).ok());
        (!replies.is_empty()).then_some(Self(replies, in_a_row.unwrap_or_default()))
    }
}

/// What an element says, one line after the other.
fn say(node: &Node, words: &mut String) {
    if let Kind::Pairs(pairs) = &node.kind {
        for (key, value) in pairs {
            add(words, &if value.is_empty() { key.clone() } else { [key, ": ", value].concat() });
        }
        return;
    }
    add(words, if node.words.is_empty() { &node.label } else { &node.words });
    add(words, &node.more);
}

fn blank(id: u16, kind: Kind) -> Node {
    Node {
        id,
        kind,
        words: String::new(),
        more: String::new(),
        label: String::new(),
        tooltip: String::new(),
        is_rtl: false,
        letters: Letters::default(),
        paint: Paint::default(),
        has_line: false,
        click: None,
        metadata: None,
        nodes: Vec::new(),
    }
}

#[derive(Default)]
struct Reader {
    next: u16,
    is_cut: bool,
    replies: Vec<Node>,
}

impl Reader {
    /// An element that has its number and what all elements have; nothing once there are too many.
    fn begin(&mut self, value: &Value, kind: Kind, behind: Option<Rgb>) -> Option<Node> {
        if usize::from(self.next) >= MOST_NODES {
            self.is_cut = true;
            return None;
        }
        let style = value.get("style");
        let is = |key| style.and_then(|style| style.get(key)).and_then(Value::as_bool) == Some(true);
        let size = match style.and_then(|style| style.get("size")).and_then(Value::as_str) {
            Some("small") => Size::Small,
            Some("large") => Size::Large,
            _ => Size::Medium,
        };
        let node = Node {
            label: label(value),
            tooltip: text(value, "tooltip", LONGEST_TOOLTIP),
            is_rtl: value.get("rtl").and_then(Value::as_bool) == Some(true),
            letters: Letters { is_bold: is("bold"), is_italic: is("italic"), size },
            paint: Paint::of(style, behind, edge_of(&kind)),
            click: Click::of(value, &mut self.is_cut),
            ..blank(self.next, kind)
        };
        self.next += 1;
        Some(node)
    }

    /// Any element; nothing where it says nothing.
    fn node(&mut self, value: &Value, depth: usize, behind: Option<Rgb>) -> Option<Node> {
        let word = value.get("type").map_or_else(|| basic(value), |word| word.as_str().unwrap_or_default());
        match word {
            "text" => self.text(value, "text", behind),
            "image" => self.image(value, behind),
            "button" => self.button(value, behind),
            "map" => self.map(value, behind),
            "linkPreview" => self.preview(value, behind),
            "template" => self.template(value, behind),
            "keyValuePairList" => self.pairs(value, behind),
            _ if depth >= DEEPEST => self.fallback(value, behind),
            "vertical" => {
                let scrolls = value.get("scroll").and_then(Value::as_str) == Some("enable");
                self.holding(value, Kind::Vertical(border(value), scrolls), MOST_HELD, depth, behind)
            }
            "horizontal" => {
                let kind = Kind::Horizontal(border(value), shares(value));
                let mut node = self.holding(value, kind, MOST_HELD, depth, behind)?;
                node.has_line = is_lined(value) == Some(true);
                Some(node)
            }
            "carousel" => self.places(value, (Kind::Carousel, 10), depth, behind),
            "carouselSelect" | "accordionSelect" => self.choice(value, word == "accordionSelect", depth, behind),
            "tabs" => self.places(value, (Kind::Tabs, 10), depth, behind),
            "list" => self.list(value, behind),
            _ => self.fallback(value, behind),
        }
    }

    /// An element that is not understood, or is too deep: its words.
    fn fallback(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let words = gathered(value);
        let mut node = self.begin(&Value::Null, Kind::Text, behind).filter(|_| !words.is_empty())?;
        node.words = cut(&words, MOST_WORDS);
        Some(node)
    }

    fn text(&mut self, value: &Value, key: &str, behind: Option<Rgb>) -> Option<Node> {
        let words = text(value, key, LONGEST_TEXT);
        if words.is_empty() {
            return None;
        }
        let mut node = self.begin(value, Kind::Text, behind)?;
        node.words = words;
        Some(node)
    }

    /// Words that are not pressed, whatever their element does.
    fn only_text(&mut self, value: &Value, key: &str, behind: Option<Rgb>) -> Option<Node> {
        Some(Node { click: None, ..self.text(value, key, behind)? })
    }

    fn image(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let address = value.get("url").and_then(Value::as_str).and_then(picture);
        let mut node = self.begin(value, Kind::Image(address), behind)?;
        node.more = text(value, "caption", LONGEST_TITLE);
        Some(node)
    }

    fn button(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let title = text(value, "title", LONGEST_TITLE);
        let choice = value.get("ref").map(|of| text(of, "name", LONGEST_NAME)).filter(|name| !name.is_empty());
        let is_link = value.get("class").and_then(Value::as_str) == Some("text");
        let mut node = self.begin(value, Kind::Button { is_link, choice }, behind)?;
        node.words = if title.is_empty() { node.label.clone() } else { title };
        node.more = text(value, "subtitle", LONGEST_TITLE);
        (!node.words.is_empty()).then_some(node)
    }

    fn map(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let mut node = self.begin(value, Kind::Map, behind)?;
        if opens(&mut node, on_map(value)) { Some(node) } else { self.fallback(value, behind) }
    }

    fn preview(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let address = value.get("url").and_then(Value::as_str).and_then(opened);
        let mut node = self.begin(value, Kind::Preview, behind)?;
        let title = text(value, "title", LONGEST_TITLE);
        node.words = if title.is_empty() { node.label.clone() } else { title };
        node.more = cut(whose(address.as_deref().unwrap_or_default()), LONGEST_TITLE);
        opens(&mut node, address);
        (!node.words.is_empty() || !node.more.is_empty()).then_some(node)
    }

    /// The older form of quick replies: words, and answers that are offered as those are. The entries of its click go
    /// along with each; what the click does is none of them.
    fn template(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let title = self.only_text(value, "title", behind);
        let entries = value.get("click").and_then(metadata);
        for response in self.at_most(MOST_RESPONSES, many(value.get("resp"))) {
            let Some(said) = response.as_str().and_then(said) else { continue };
            let Some(mut reply) = self.begin(&Value::Null, blank_button(), None) else { break };
            reply.words = cut(&said, LONGEST_TITLE);
            reply.click = Some(Box::new(Click { acts: vec![Act::Say(said)], metadata: entries.clone() }));
            self.replies.push(reply);
        }
        title
    }

    fn pairs(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let mut pairs = Vec::new();
        for pair in self.at_most(MOST_PAIRS, many(value.get("elements"))) {
            let key = text(pair, "key", LONGEST_TITLE);
            if !key.is_empty() {
                pairs.push((key, text(pair, "value", 2_048)));
            }
        }
        if pairs.is_empty() {
            return None;
        }
        self.begin(value, Kind::Pairs(pairs), behind)
    }

    /// An element with others in it; nothing where none of them says anything.
    fn holding(&mut self, value: &Value, kind: Kind, most: usize, depth: usize, behind: Option<Rgb>) -> Option<Node> {
        let mut node = self.begin(value, kind, behind)?;
        node.click = None;
        let behind = node.paint.back.or(behind);
        for element in self.at_most(most, many(value.get("elements"))) {
            node.nodes.extend(self.node(element, depth + 1, behind));
        }
        (!node.nodes.is_empty()).then_some(node)
    }

    /// An element with cards in it, each in a place of its own that has the words which the element gives it.
    fn places(
        &mut self,
        value: &Value,
        (kind, most): (Kind, usize),
        depth: usize,
        behind: Option<Rgb>,
    ) -> Option<Node> {
        let titles = many(value.get("titles"));
        let mut node = self.begin(value, kind, behind)?;
        let behind = node.paint.back.or(behind);
        for (number, card) in self.at_most(most, many(value.get("elements"))).iter().enumerate() {
            let Some(mut place) = self.begin(&Value::Null, Kind::Vertical(Border::None, false), behind) else { break };
            place.nodes.extend(self.node(card, depth + 1, behind));
            match &node.kind {
                Kind::Tabs => place.words = text(card, "tag", 64),
                Kind::Choice { unfolds, .. } => {
                    place.metadata = metadata(card);
                    if let Some(title) = titles.get(number).filter(|_| *unfolds) {
                        place.words = text(title, "name", LONGEST_NAME);
                        place.more = text(title, "additional", LONGEST_NAME);
                    }
                }
                _ => {}
            }
            if !place.nodes.is_empty() {
                node.nodes.push(place);
            }
        }
        (!node.nodes.is_empty()).then_some(node)
    }

    fn at_most<'a>(&mut self, most: usize, elements: &'a [Value]) -> &'a [Value] {
        self.is_cut |= elements.len() > most;
        elements.get(..most).unwrap_or(elements)
    }

    fn choice(&mut self, value: &Value, unfolds: bool, depth: usize, behind: Option<Rgb>) -> Option<Node> {
        let mode = value.get("selectMode");
        let how = mode.and_then(|mode| mode.get("type")).and_then(Value::as_str);
        let kind = Kind::Choice {
            name: mode.map(|mode| text(mode, "name", LONGEST_NAME)).unwrap_or_default(),
            // Accordions have no word for it in the schema, and the vendor's example of one calls itself multiple.
            is_multiple: how == Some("multiple") || (how.is_none() && unfolds),
            unfolds,
        };
        self.places(value, (kind, 20), depth, behind)
    }

    /// A list to tick. Sections and buttons stand in it side by side, whatever held them.
    fn list(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let mut node = self.begin(value, Kind::List, behind)?;
        for part in many(value.get("elements")) {
            let parts = many(part.get("elements"));
            match part.get("type").and_then(Value::as_str).unwrap_or_default() {
                "sectionList" => {
                    called_so(&mut node, part);
                    for section in self.at_most(MOST_HELD, parts) {
                        node.nodes.extend(self.section(section, behind));
                    }
                }
                "buttonList" => {
                    for button in self.at_most(2, parts) {
                        node.nodes.extend(self.list_button(button, behind));
                    }
                }
                _ => node.nodes.extend(self.node(part, DEEPEST, behind)),
            }
        }
        (!node.nodes.is_empty()).then_some(node)
    }

    fn section(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let mut node = self.begin(value, Kind::Section, behind)?;
        for part in many(value.get("elements")) {
            if part.get("type").and_then(Value::as_str) != Some("checklist") {
                node.nodes.extend(self.node(part, DEEPEST, behind));
                continue;
            }
            called_so(&mut node, part);
            for tick in self.at_most(MOST_HELD, many(part.get("elements"))) {
                node.nodes.extend(self.tick(tick, behind));
            }
        }
        (!node.nodes.is_empty()).then_some(node)
    }

    fn tick(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        let written = |of: &Value, key| of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut actions = many(value.get("click").and_then(|click| click.get("actions"))).iter();
        let checked = actions.find(|action| action.get("type").and_then(Value::as_str) == Some("checked"));
        let says = checked.map(|checked| written(checked, "publishText")).filter(|says| !says.trim_ascii().is_empty());
        let Some(says) = said(&says.unwrap_or_else(|| written(value, "text"))) else {
            return self.only_text(value, "text", behind);
        };
        let mut node = self.text(value, "text", behind)?;
        node.kind = Kind::Tick(says);
        node.has_line = is_lined(value) != Some(false);
        node.paint.edge = colour(value, "borderColor");
        Some(node)
    }

    fn list_button(&mut self, value: &Value, behind: Option<Rgb>) -> Option<Node> {
        if value.get("type").and_then(Value::as_str) != Some("submitButton") {
            return self.button(value, behind);
        }
        let is_off = value.get("disabled").and_then(Value::as_bool) == Some(true);
        let mut node = self.button(value, behind)?;
        node.kind = Kind::Submit(is_off);
        Some(node)
    }
}

/// Has an element open an address where its click has no action of its own; whether it does anything then. The entries
/// of its click go along.
fn opens(node: &mut Node, address: Option<String>) -> bool {
    let mut click = node.click.take().unwrap_or_default();
    if click.acts.is_empty() {
        click.acts.extend(address.map(|address| Act::Open { address, is_here: false }));
    }
    let does_something = !click.acts.is_empty();
    node.click = (does_something || click.metadata.is_some()).then_some(click);
    does_something
}

/// What an element is that does not say so: the basic ones need not, and are told by what they must have and may not.
/// By an address alone it may be a picture or a link: what is not fetched before somebody wants it is the safer one.
fn basic(value: &Value) -> &'static str {
    match ["text", "title", "url", "caption", "la", "resp", "elements"].map(|key| value.get(key).is_some()) {
        [true, false, false, false, false, false, false] => "text",
        [false, true, false, false, false, false, false] => "button",
        [false, _, true, false, false, false, false] => "linkPreview",
        [false, false, true, true, false, false, false] => "image",
        [false, false, false, false, true, false, false] => "map",
        [false, true, false, false, false, true, false] => "template",
        _ => "",
    }
}

/// What an element is called for who cannot see it.
fn label(value: &Value) -> String {
    let named = value.get("accessibility").and_then(|of| of.get("web")).map(|web| text(web, "aria-label", 1_000));
    named.filter(|named| !named.is_empty()).unwrap_or_else(|| text(value, "alt", LONGEST_ALT))
}

/// Gives an element that has no name that of a part, which is none here.
fn called_so(node: &mut Node, part: &Value) {
    if node.label.is_empty() {
        node.label = label(part);
    }
}

fn blank_button() -> Kind {
    Kind::Button { is_link: false, choice: None }
}

/// What the border of an element is for.
fn edge_of(kind: &Kind) -> Edge {
    match kind {
        Kind::Button { is_link: false, .. } | Kind::Map => Edge::Tells,
        Kind::Vertical(border, _) | Kind::Horizontal(border, _) if *border != Border::None => Edge::Frames,
        _ => Edge::None,
    }
}

fn is_lined(value: &Value) -> Option<bool> {
    value.get("borderLine").and_then(Value::as_bool)
}

/// The part of an address that tells whose it is.
fn whose(address: &str) -> &str {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| address.strip_prefix(scheme));
    rest.map_or(address, host_of)
}

fn border(value: &Value) -> Border {
    match value.get("border").and_then(Value::as_str) {
        Some("borderLess") => Border::None,
        Some("dropShadow") => Border::Shadow,
        _ => Border::Line,
    }
}

/// The shares of the width, where there are any: whole percents between 5 and 95.
fn shares(value: &Value) -> Vec<u8> {
    let mut shares = Vec::new();
    for share in many(value.get("percentages")).iter().take(12) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 5 and 95")]
        shares.push(share.as_f64().filter(|share| share.is_finite()).map_or(0, |share| share.clamp(5.0, 95.0) as u8));
    }
    shares
}

#[cfg(test)]
mod tests;
