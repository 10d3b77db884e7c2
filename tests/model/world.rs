//! A state of the world: the service, two tabs of one browser, what is on its way to each, and time.

use super::invariants::{Click, Taken};
use super::page::Effect;
use super::pages::{Deed, Number, Pages};
use super::service::{Conversation, Dialog, Form, INVITATIONS, Service};
use super::step::{Act, Event};
use super::tab::{Context, Lock, Tab, is_shared};

pub(crate) const TABS: usize = 2;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct World {
    pub(crate) tabs: [Tab; TABS],
    pub(crate) service: Service,
    pub(crate) phase: u8,
    stored: Number,
    /// An answer was published, by whichever tab.
    pub(crate) answered: [bool; INVITATIONS],
    taken: Taken,
    /// The newest that the service did has been told to nobody.
    pub(crate) is_fresh: bool,
}

/// Nothing where something cannot happen, else what comes of it: fine, or what must not be.
pub(crate) type Outcome = Option<Result<World, String>>;

impl World {
    /// Two tabs that are connected; the first may answer.
    pub(crate) fn new(pages: &mut Pages) -> Result<Self, String> {
        let mut world = Self::default();
        for tab in 0..TABS {
            let first = pages.first();
            world.tabs[tab].page = first.page;
            world.take(pages, tab, &first.effects, None)?;
        }
        for tab in 0..TABS {
            let reached = world.tabs[tab].reach(pages, &world.context());
            let last = reached.tabs.last().map(|(tab, _)| *tab);
            world.tabs[tab] = last.filter(|_| reached.violation.is_none()).ok_or("there is no beginning")?;
        }
        Ok(world)
    }

    pub(crate) fn context(&self) -> Context {
        Context { phase: self.phase, made: self.service.made, taken: self.taken }
    }

    /// The same world, with the tabs in an order of their own, and whether that is the other order: they differ by nothing
    /// but their names.
    pub(crate) fn in_order(mut self) -> (Self, bool) {
        let is_other = self.tabs[1] < self.tabs[0];
        if is_other {
            self.tabs.swap(0, 1);
        }
        (self, is_other)
    }

    /// After something that happens to no tab.
    pub(crate) fn after(&self, pages: &mut Pages, event: Event) -> Option<Self> {
        let mut next = *self;
        if event == Event::Expire {
            // As long as there is something that time can change.
            let waits =
                |of: usize| self.service.dialogs[of] != Dialog::NotMade && self.service.made[of] + 2 > self.phase;
            if !(0..INVITATIONS).any(waits) {
                return None;
            }
            next.phase += 1;
            next.is_fresh = false;
            return Some(next);
        }
        next.service = self.service.after(pages.around.is_beside, event, self.phase)?;
        let notification = pages.notification(next.service);
        for tab in next.tabs.iter_mut().filter(|tab| tab.is_connected) {
            tab.told.push(notification, self.phase);
        }
        next.service.is_told();
        next.is_fresh = true;
        Some(next)
    }

    /// After something that is done in a tab, which has become this one by what arrived.
    pub(crate) fn after_act(&self, pages: &mut Pages, place: usize, tab: &Tab, act: Act) -> Outcome {
        let mut next = *self;
        next.tabs[place] = *tab;
        next.is_fresh = false;
        if tab.phase < self.phase {
            return None;
        }
        let result = match act {
            Act::Click { invitation, accepts } => {
                pages.view(tab.page).phases[invitation]?;
                next.click(pages, place, Click { invitation, accepts, published: None })
            }
            Act::Again => {
                let invited = tab.invited?;
                next.tabs[place].is_told(pages.told_by(invited), invited);
                next.act(pages, place, Deed::Told(invited, Form::Full), None)
            }
            Act::Reload => next.reload(pages, place),
            Act::Tag if !pages.minds_tag(tab.page, !tab.told.is_empty()) => return None,
            Act::Tag => next.act(pages, place, Deed::Tag, None),
        };
        let judged = result.and_then(|()| next.tabs.iter().try_for_each(|tab| tab.judge(pages, &next.context())));
        Some(judged.map(|()| next))
    }

    fn click(&mut self, pages: &mut Pages, place: usize, mut click: Click) -> Result<(), String> {
        let invitation = click.invitation;
        let tab = &self.tabs[place];
        let may = tab.lock == Lock::Held && self.phase <= self.service.made[invitation];
        let before = *pages.view(tab.page);
        let (of, accepts) = (u8::try_from(invitation).unwrap(), click.accepts);
        self.act(pages, place, Deed::Click { invitation: of, accepts }, Some(&mut click))?;
        let after = *pages.view(self.tabs[place].page);
        if self.tabs[place].knows[invitation].clicked(&click, may, &before, &after)? {
            self.taken.0[invitation] = true;
        }
        if click.published == Some(false) {
            self.taken.0[invitation] = false;
        }
        Ok(())
    }

    fn reload(&mut self, pages: &mut Pages, place: usize) -> Result<(), String> {
        self.act(pages, place, Deed::Leave, None)?;
        let (page, phase) = (self.tabs[place].page, self.phase);
        self.tabs[place] = Tab { page, phase, ..Tab::default() };
        self.act(pages, place, Deed::Load { stored: self.stored, phase }, None)
    }

    /// Something happens to a tab's page, and what comes of it happens, too.
    fn act(&mut self, pages: &mut Pages, place: usize, deed: Deed, click: Option<&mut Click>) -> Result<(), String> {
        let done = pages.after(self.tabs[place].page, deed);
        self.tabs[place].page = done.page;
        self.take(pages, place, &done.effects, click)
    }

    fn take(
        &mut self,
        pages: &mut Pages,
        place: usize,
        effects: &[Effect],
        mut click: Option<&mut Click>,
    ) -> Result<(), String> {
        for effect in effects {
            match effect {
                Effect::Kept(key, value) => {
                    if is_shared(key) {
                        let word = pages.word(key, value.as_deref());
                        self.stored = pages.keep(self.stored, word);
                        self.tabs[1 - place].heard.push(word, self.phase);
                    }
                }
                Effect::Published { what, invitation, phase, taken } => {
                    let of_it = click.as_deref_mut().filter(|click| click.invitation == *invitation);
                    let is_late = *phase > self.service.made[*invitation];
                    let is_answered = self.tabs[place].knows[*invitation].published(*what, is_late, *taken, of_it)?;
                    if is_answered && std::mem::replace(&mut self.answered[*invitation], true) {
                        return Err("it is answered twice".into());
                    }
                }
                Effect::Asked => {
                    self.tabs[place].lock = Lock::Waits;
                    self.grant(pages)?;
                }
                Effect::LetGo => {
                    self.tabs[place].lock = Lock::Not;
                    self.grant(pages)?;
                }
                Effect::Subscribed => {
                    let notification = pages.notification(self.service);
                    self.tabs[place].is_connected = true;
                    self.tabs[place].told.push(notification, self.phase);
                }
                Effect::Disconnected => {
                    let tab = &mut self.tabs[place];
                    (tab.told, tab.is_connected, tab.invited) = (Default::default(), false, None);
                }
                Effect::Fault(sentence) => return Err(sentence.clone()),
            }
        }
        Ok(())
    }

    /// The lock for answers goes to who waits, if nobody has it. With two tabs there is no order to keep.
    fn grant(&mut self, pages: &mut Pages) -> Result<(), String> {
        if self.tabs.iter().any(|tab| matches!(tab.lock, Lock::Granted | Lock::Held)) {
            return Ok(());
        }
        let Some(place) = self.tabs.iter().position(|tab| tab.lock == Lock::Waits) else { return Ok(()) };
        self.tabs[place].lock = Lock::Granted;
        self.act(pages, place, Deed::Locked, None)
    }
}

impl Service {
    /// How it stands after something; nothing, if that cannot be.
    fn after(mut self, is_beside: bool, event: Event, phase: u8) -> Option<Self> {
        if !self.is_open() {
            return None;
        }
        let (of, next) = match event {
            Event::Expire => return None,
            Event::EndConversation => {
                self.conversation = Conversation::Ending;
                return (self.dialogs[0] != Dialog::NotMade).then_some(self);
            }
            Event::Invite => {
                let next = self.dialogs.iter().position(|dialog| *dialog == Dialog::NotMade)?;
                if !is_beside && self.dialogs.iter().any(|dialog| dialog.is_live()) {
                    return None;
                }
                self.made[next] = phase;
                self.dialogs[next] = Dialog::Invited;
                return Some(self);
            }
            Event::Accept(of) => (of, Dialog::Accepted),
            Event::Close(of) => (of, Dialog::Ending),
        };
        if !self.dialogs[of].is_live() || self.dialogs[of] == next {
            return None;
        }
        self.dialogs[of] = next;
        Some(self)
    }

    /// What ended has been told.
    fn is_told(&mut self) {
        for dialog in self.dialogs.iter_mut().filter(|dialog| **dialog == Dialog::Ending) {
            *dialog = Dialog::Over;
        }
        if self.conversation == Conversation::Ending {
            self.conversation = Conversation::Over;
        }
    }
}
