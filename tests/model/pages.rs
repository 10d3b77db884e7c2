//! All pages, storages and notifications that were met, by number, and what came of each input to each page. A page knows
//! nothing of the world but its inputs, so what came of one is the same wherever such a page stands: the production `app`
//! is asked once for each page and input, and not once for each state of the world.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use alongside::app::Input;
use alongside::store::cobrowse::Answer;

use super::canonical;
use super::page::{Effect, Page, Surroundings, TagKind, View, begin_of};
use super::service::{Form, Service};
use super::tab::{Context, Reached, Tab};

/// Of storages, words and notifications.
pub(crate) type Number = u16;
pub(crate) type PageNumber = u32;

/// A hash that stands for what it was made of: that two of some millions have the same is less likely than that the machine
/// errs.
pub(crate) fn hash128(value: &impl Hash) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, value).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// What can happen to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Deed {
    /// A notification comes.
    Told(Number, Form),
    /// What another tab keeps comes.
    Heard(Number),
    Click {
        invitation: u8,
        accepts: bool,
    },
    /// The page goes, and a page is loaded that finds this kept.
    Leave,
    Load {
        stored: Number,
        phase: u8,
    },
    /// The tag comes, or breaks, or is mended.
    Tag,
    /// The lock for answers is granted, and counts.
    Locked,
    Settle,
    /// Time goes on to the beginning of a phase, and the timer that is due then rings.
    Wait {
        phase: u8,
    },
    Ring,
}

/// What came of it.
pub(crate) struct Done {
    pub(crate) page: PageNumber,
    pub(crate) effects: Vec<Effect>,
}

/// What is kept under a key from now on.
type Word = (String, Option<String>);

pub(crate) struct Pages {
    pub(crate) around: Surroundings,
    pages: Vec<(Page, View)>,
    numbers: HashMap<u128, PageNumber>,
    done: HashMap<(PageNumber, Deed), Rc<Done>>,
    words: Vec<Word>,
    storages: Vec<BTreeMap<String, String>>,
    kept: HashMap<(Number, Number), Number>,
    notifications: Vec<Service>,
    /// What can become of a tab by what arrives.
    pub(crate) reached: HashMap<(Tab, Context), Rc<Reached>>,
    /// How often the production `app` was asked.
    pub(crate) asked: u64,
}

impl Pages {
    pub(crate) fn new(around: Surroundings) -> Self {
        Self {
            storages: vec![around.beginning.stored.clone()],
            around,
            pages: Vec::new(),
            numbers: HashMap::new(),
            done: HashMap::new(),
            words: Vec::new(),
            kept: HashMap::new(),
            notifications: Vec::new(),
            reached: HashMap::new(),
            asked: 0,
        }
    }

    pub(crate) fn view(&self, page: PageNumber) -> &View {
        &self.pages[page as usize].1
    }

    /// Whether it makes a difference now that the tag comes, breaks or is mended.
    pub(crate) fn minds_tag(&self, page: PageNumber, is_to_be_told: bool) -> bool {
        let (page, _) = &self.pages[page as usize];
        match self.around.tag {
            TagKind::Absent => false,
            // Where nobody waits for it, it may as well come later.
            TagKind::Late => !page.has_tag && page.app.wants_tag(),
            TagKind::Throwing => is_to_be_told || page.app.wants_tag(),
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.pages.len()
    }

    /// The page that is loaded first in each tab.
    pub(crate) fn first(&mut self) -> Rc<Done> {
        let mut effects = Vec::new();
        let page = Page::load(&self.around, begin_of(0), &self.storages[0], &mut effects);
        Rc::new(Done { page: self.number_of(page), effects })
    }

    pub(crate) fn after(&mut self, page: PageNumber, deed: Deed) -> Rc<Done> {
        if let Some(done) = self.done.get(&(page, deed)) {
            return Rc::clone(done);
        }
        self.asked += 1;
        let mut next = self.pages[page as usize].0.clone();
        let mut effects = Vec::new();
        self.perform(&mut next, deed, &mut effects);
        let is_broken = matches!(effects.last(), Some(Effect::Fault(_)));
        let number = if is_broken { page } else { self.number_of(next) };
        let done = Rc::new(Done { page: number, effects });
        self.done.insert((page, deed), Rc::clone(&done));
        done
    }

    fn perform(&self, page: &mut Page, deed: Deed, effects: &mut Vec<Effect>) {
        let around = &self.around;
        match deed {
            Deed::Told(notification, form) => {
                let told = self.told_by(notification);
                page.frame(around, told.notification(&around.beginning, around.revision, form), effects);
            }
            Deed::Heard(word) => {
                let (key, value) = self.words[usize::from(word)].clone();
                page.input(around, Input::Kept { key, value }, effects);
            }
            Deed::Click { invitation, accepts } => {
                let answer = if accepts { Answer::Accepted } else { Answer::Declined };
                page.click(around, invitation.into(), answer, effects);
            }
            Deed::Leave => page.input(around, Input::PageHidden, effects),
            Deed::Load { stored, phase } => {
                *page = Page::load(around, begin_of(phase), &self.storages[usize::from(stored)], effects);
            }
            Deed::Tag => {
                match around.tag {
                    TagKind::Late => page.has_tag = true,
                    TagKind::Throwing => page.throws = !page.throws,
                    TagKind::Absent => {}
                }
                if page.app.wants_tag() && page.app.state().tag_ready != page.has_tag {
                    page.input(around, Input::Tag { ready: page.has_tag, ids: Rc::default() }, effects);
                }
            }
            Deed::Locked => page.input(around, Input::Locked(alongside::app::Lock::Answers), effects),
            Deed::Settle => page.settle(around, effects),
            Deed::Wait { phase } => page.run(around, begin_of(phase), effects),
            Deed::Ring => page.ring(around, effects),
        }
    }

    fn number_of(&mut self, page: Page) -> PageNumber {
        let name = hash128(&canonical::of(&page));
        if let Some(number) = self.numbers.get(&name) {
            return *number;
        }
        let number = PageNumber::try_from(self.pages.len()).expect("fewer pages");
        let view = page.view();
        self.pages.push((page, view));
        self.numbers.insert(name, number);
        number
    }

    /// The notification that tells how the service stands.
    pub(crate) fn notification(&mut self, service: Service) -> Number {
        let place = self.notifications.iter().position(|known| *known == service).unwrap_or_else(|| {
            self.notifications.push(service);
            self.notifications.len() - 1
        });
        Number::try_from(place).expect("fewer notifications")
    }

    pub(crate) fn told_by(&self, notification: Number) -> &Service {
        &self.notifications[usize::from(notification)]
    }

    /// The number of a word of one tab to the other.
    pub(crate) fn word(&mut self, key: &str, value: Option<&str>) -> Number {
        let is_it = |known: &Word| known.0 == key && known.1.as_deref() == value;
        let place = self.words.iter().position(is_it).unwrap_or_else(|| {
            self.words.push((key.to_owned(), value.map(str::to_owned)));
            self.words.len() - 1
        });
        Number::try_from(place).expect("fewer words")
    }

    /// What is kept after that.
    pub(crate) fn keep(&mut self, stored: Number, word: Number) -> Number {
        if let Some(number) = self.kept.get(&(stored, word)) {
            return *number;
        }
        let mut kept = self.storages[usize::from(stored)].clone();
        match self.words[usize::from(word)].clone() {
            (key, Some(value)) => drop(kept.insert(key, value)),
            (key, None) => drop(kept.remove(&key)),
        }
        let place = self.storages.iter().position(|known| *known == kept).unwrap_or_else(|| {
            self.storages.push(kept);
            self.storages.len() - 1
        });
        let number = Number::try_from(place).expect("fewer storages");
        self.kept.insert((stored, word), number);
        number
    }
}
