//! Elements, made by one function for all of them. `html!` writes the making of every element out where it stands:
//! about 150 bytes of WebAssembly each, and most of what the pictures weighed.

use std::rc::Rc;

use web_sys::Event;
use yew::virtual_dom::{AttrValue, AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VTag, VText};
use yew::{Callback, Html, NodeRef};

use super::words::Word;

/// An element in the making.
#[must_use]
pub(super) struct Element(Box<VTag>);

/// The names of attributes, and their values in the same order. What has no value is left out.
#[inline(never)]
pub(super) fn given(keys: &'static [&'static str], values: Vec<Option<AttributeOrProperty>>) -> Attributes {
    Attributes::Dynamic { keys, values: values.into() }
}

/// Attributes by name: `attributes! { "class" => "panel", "role" => open.then_some("dialog") }`.
macro_rules! attributes {
    ($($name:literal => $value:expr),* $(,)?) => {
        $crate::ui::element::given(&[$($name),*], vec![$($crate::ui::element::Value::value($value)),*])
    };
}

pub(super) use attributes;

/// The same, where nothing of it ever changes: then nothing is made or compared while it runs.
macro_rules! fixed {
    ($($name:literal => $value:expr),* $(,)?) => {
        yew::virtual_dom::Attributes::Static(&[$(($name, yew::virtual_dom::AttributeOrProperty::Static($value))),*])
    };
}

pub(super) use fixed;

/// What an attribute can be given.
pub(super) trait Value {
    fn value(self) -> Option<AttributeOrProperty>;
}

impl Value for &'static str {
    fn value(self) -> Option<AttributeOrProperty> {
        Some(AttributeOrProperty::Attribute(AttrValue::Static(self)))
    }
}

impl Value for Option<&'static str> {
    fn value(self) -> Option<AttributeOrProperty> {
        self?.value()
    }
}

impl Value for String {
    #[inline(never)]
    fn value(self) -> Option<AttributeOrProperty> {
        Some(AttributeOrProperty::Attribute(self.into()))
    }
}

impl Value for AttrValue {
    fn value(self) -> Option<AttributeOrProperty> {
        Some(AttributeOrProperty::Attribute(self))
    }
}

impl Value for Option<AttrValue> {
    fn value(self) -> Option<AttributeOrProperty> {
        self?.value()
    }
}

impl Value for Word {
    #[inline(never)]
    fn value(self) -> Option<AttributeOrProperty> {
        self.said().value()
    }
}

impl Value for Option<String> {
    fn value(self) -> Option<AttributeOrProperty> {
        self?.value()
    }
}

/// An element with these attributes.
#[inline(never)]
pub(super) fn element(tag: &'static str, attributes: Attributes) -> Element {
    let mut element = Box::new(VTag::new(tag));
    element.set_attributes(attributes);
    Element(element)
}

/// An element that has a class and nothing else.
#[inline(never)]
pub(super) fn plain(tag: &'static str, class: &'static str) -> Element {
    element(tag, attributes! { "class" => Some(class).filter(|class| !class.is_empty()) })
}

impl Element {
    /// Its name among its neighbours, whose number changes.
    #[inline(never)]
    pub(super) fn key(mut self, key: &str) -> Self {
        self.0.key = Some(Key::from(key));
        self
    }

    /// Where it can be found once it is on the page.
    #[inline(never)]
    pub(super) fn node(mut self, node: &NodeRef) -> Self {
        self.0.node_ref = node.clone();
        self
    }

    /// What an event does.
    #[inline(never)]
    pub(super) fn on(mut self, when: When, act: Callback<Event>) -> Self {
        self.0.add_listener(Rc::new(On { when, act }));
        self
    }

    /// With these nodes in it, one after the other.
    #[inline(never)]
    pub(super) fn holding(self, nodes: Vec<Html>) -> Html {
        self.around(list(nodes))
    }

    /// With words in it.
    #[inline(never)]
    pub(super) fn saying(self, words: &str) -> Html {
        self.around(text(words))
    }

    /// With a text of the widget's own in it.
    #[inline(never)]
    pub(super) fn told(self, word: Word) -> Html {
        self.around(word.drawn())
    }

    /// With one node in it.
    #[inline(never)]
    pub(super) fn around(mut self, node: Html) -> Html {
        if let Some(children) = self.0.children_mut() {
            *children = node;
        }
        self.empty()
    }

    /// With nothing in it.
    #[inline(never)]
    pub(super) fn empty(self) -> Html {
        (*self.0).into()
    }
}

/// Words. They never become markup.
#[inline(never)]
pub(super) fn text(words: &str) -> Html {
    shared(words.into())
}

/// Words that are not copied.
#[inline(never)]
pub(super) fn shared(words: Rc<str>) -> Html {
    VText::new(AttrValue::Rc(words)).into()
}

/// What somebody is called: apart from the words around it, so that it cannot turn their direction.
#[inline(never)]
pub(super) fn isolated(name: &str) -> Html {
    plain("bdi", "").saying(name)
}

/// Somebody's picture. It lies over what stands in its place, and is nothing where it cannot be had.
#[inline(never)]
pub(super) fn face(picture: &str) -> Html {
    let attributes = attributes! {
        "class" => "face",
        "src" => picture.to_owned(),
        "alt" => "",
        "referrerpolicy" => "no-referrer",
        "loading" => "lazy",
    };
    element("img", attributes).key("face").empty()
}

/// One after the other.
#[inline(never)]
pub(super) fn list(nodes: Vec<Html>) -> Html {
    VList::with_children(nodes, None).into()
}

/// What is listened for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum When {
    Clicked,
    Focused,
    PointedAt,
    KeyDown,
    Input,
    Scrolled,
    Toggled,
    Failed,
    Closed,
    Changed,
    Pasted,
    DraggedOver,
    DraggedAway,
    Dropped,
}

struct On {
    when: When,
    act: Callback<Event>,
}

impl Listener for On {
    fn kind(&self) -> ListenerKind {
        match self.when {
            When::Clicked => ListenerKind::onclick,
            When::Focused => ListenerKind::onfocusin,
            When::PointedAt => ListenerKind::onmouseover,
            When::KeyDown => ListenerKind::onkeydown,
            When::Input => ListenerKind::oninput,
            When::Scrolled => ListenerKind::onscroll,
            When::Toggled => ListenerKind::ontoggle,
            When::Failed => ListenerKind::onerror,
            When::Closed => ListenerKind::onclose,
            When::Changed => ListenerKind::onchange,
            When::Pasted => ListenerKind::onpaste,
            When::DraggedOver => ListenerKind::ondragover,
            When::DraggedAway => ListenerKind::ondragleave,
            When::Dropped => ListenerKind::ondrop,
        }
    }

    fn handle(&self, event: Event) {
        self.act.emit(event);
    }

    /// Scrolling does not wait for it.
    fn passive(&self) -> bool {
        self.when == When::Scrolled
    }
}
