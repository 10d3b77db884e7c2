//! A tab: its page, and what is on its way to it. What arrives changes nothing but the tab at which it arrives.

use std::rc::Rc;

use super::invariants::{Knows, Taken};
use super::page::Effect;
use super::pages::{Deed, Number, PageNumber, Pages};
use super::service::{Dialog, Form, INVITATIONS, Service};

/// What waits in order, each with the phase of time in which it was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Queue {
    items: [Number; 18],
    length: u8,
}

impl Queue {
    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) fn push(&mut self, item: Number, phase: u8) {
        self.items[usize::from(self.length)] = item * PHASES + Number::from(phase);
        self.length += 1;
    }

    /// The first, if it was sent by then.
    fn first(&self, phase: u8) -> Option<Number> {
        let first = (!self.is_empty()).then_some(self.items[0])?;
        (first % PHASES <= Number::from(phase)).then_some(first / PHASES)
    }

    fn take(&mut self, phase: u8) -> Option<Number> {
        let first = self.first(phase)?;
        self.items.copy_within(1.., 0);
        self.items[self.items.len() - 1] = 0;
        self.length -= 1;
        Some(first)
    }
}

/// More phases than ever come.
const PHASES: Number = 8;

/// How far a tab is with the lock for answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Lock {
    #[default]
    Not,
    Waits,
    /// It is granted, but for less than 100 ms.
    Granted,
    Held,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tab {
    pub(crate) page: PageNumber,
    /// How far time has gone on here.
    pub(crate) phase: u8,
    /// What the service has told and the page has not got.
    pub(crate) told: Queue,
    /// What the other tab has kept, likewise.
    pub(crate) heard: Queue,
    pub(crate) is_connected: bool,
    /// The newest notification that came on this connection and in which an invitation stood.
    pub(crate) invited: Option<Number>,
    pub(crate) lock: Lock,
    /// Its timer is due.
    pub(crate) rings: bool,
    pub(crate) knows: [Knows; INVITATIONS],
}

/// What arrives at a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// A notification.
    Told(Form),
    /// What the other tab kept.
    Heard,
    /// The time after which a click is taken, once the lock is there.
    Settled,
    /// The next phase of time, and then its timer.
    Time,
    Timer,
}

impl Arrival {
    const ALL: [Self; 7] = [
        Self::Told(Form::Full),
        Self::Told(Form::Bare),
        Self::Told(Form::Gone),
        Self::Heard,
        Self::Settled,
        Self::Time,
        Self::Timer,
    ];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Told(Form::Full) => "gets the next notification; what ends with it, in full",
            Self::Told(Form::Bare) => "gets the next notification; what ends with it, abbreviated",
            Self::Told(Form::Gone) => "gets the next notification; what ends with it is not in it any more",
            Self::Heard => "hears what the other tab kept",
            Self::Settled => "has had the lock for 100 ms",
            Self::Time => "gets to the next phase of time, but for its timer",
            Self::Timer => "is called by its timer",
        }
    }
}

/// Of how many tabs that is kept: what is asked for again is asked for soon.
const MOST_REACHED: usize = 300_000;

/// What of the world counts for a tab while something arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Context {
    /// How far time has gone on.
    pub(crate) phase: u8,
    /// In which phase each invitation was made.
    pub(crate) made: [u8; INVITATIONS],
    pub(crate) taken: Taken,
}

/// All that can become of a tab by what arrives, in every order, the least first: from which of them, and by what.
pub(crate) struct Reached {
    pub(crate) tabs: Vec<(Tab, Option<(usize, Arrival)>)>,
    /// What must not be, from which of them and by what.
    pub(crate) violation: Option<(usize, Arrival, String)>,
}

impl Reached {
    /// What arrived, in order, up to one of them.
    pub(crate) fn way(&self, mut place: usize) -> Vec<Arrival> {
        let mut way = Vec::new();
        while let Some((before, arrival)) = self.tabs[place].1 {
            way.push(arrival);
            place = before;
        }
        way.reverse();
        way
    }
}

impl Tab {
    /// All that can become of it by what arrives.
    pub(crate) fn reach(self, pages: &mut Pages, context: &Context) -> Rc<Reached> {
        if let Some(reached) = pages.reached.get(&(self, *context)) {
            return Rc::clone(reached);
        }
        let mut reached = Reached { tabs: vec![(self, None)], violation: None };
        let mut place = 0;
        'all: while let Some((tab, _)) = reached.tabs.get(place).copied() {
            for arrival in Arrival::ALL {
                let mut next = tab;
                match next.arrive(pages, context, arrival) {
                    None => {}
                    Some(Ok(())) if reached.tabs.iter().any(|(known, _)| *known == next) => {}
                    Some(Ok(())) => reached.tabs.push((next, Some((place, arrival)))),
                    Some(Err(sentence)) => {
                        reached.violation = Some((place, arrival, sentence));
                        break 'all;
                    }
                }
            }
            place += 1;
        }
        let reached = Rc::new(reached);
        if pages.reached.len() >= MOST_REACHED {
            pages.reached.clear();
        }
        pages.reached.insert((self, *context), Rc::clone(&reached));
        reached
    }

    /// Nothing, where that cannot arrive now.
    fn arrive(&mut self, pages: &mut Pages, context: &Context, arrival: Arrival) -> Option<Result<(), String>> {
        let deed = match arrival {
            Arrival::Told(form) => {
                let notification = self.told.take(self.phase)?;
                let told = pages.told_by(notification);
                if !told.forms().contains(&form) {
                    return None;
                }
                self.is_told(told, notification);
                Deed::Told(notification, form)
            }
            Arrival::Heard => Deed::Heard(self.heard.take(self.phase)?),
            // What was kept before the lock changed hands is heard within that time.
            Arrival::Settled if self.lock == Lock::Granted && self.heard.is_empty() => {
                self.lock = Lock::Held;
                Deed::Settle
            }
            // A lock that was granted is settled long before.
            Arrival::Time if self.phase < context.phase && self.lock != Lock::Granted && !self.rings => {
                self.phase += 1;
                self.rings = true;
                Deed::Wait { phase: self.phase }
            }
            Arrival::Timer if self.rings => {
                self.rings = false;
                Deed::Ring
            }
            _ => return None,
        };
        Some(self.act(pages, context, deed).and_then(|()| self.judge(pages, context)))
    }

    /// A notification is about to come.
    pub(crate) fn is_told(&mut self, service: &Service, notification: Number) {
        if service.is_open() && service.dialogs.contains(&Dialog::Invited) {
            self.invited = Some(notification);
        }
        self.knows.iter_mut().enumerate().for_each(|(invitation, knows)| knows.hear(service, invitation));
    }

    /// What comes to the page of this tab, where nothing may come of it for others.
    fn act(&mut self, pages: &mut Pages, context: &Context, deed: Deed) -> Result<(), String> {
        let done = pages.after(self.page, deed);
        self.page = done.page;
        for effect in &done.effects {
            match effect {
                Effect::Kept(key, _) if !is_shared(key) => {}
                Effect::Published { what, invitation, phase, taken } => {
                    let is_late = *phase > context.made[*invitation];
                    self.knows[*invitation].published(*what, is_late, *taken, None)?;
                }
                Effect::Fault(sentence) => return Err(sentence.clone()),
                other => return Err(format!("what only arrives leads to {other:?}")),
            }
        }
        Ok(())
    }

    pub(crate) fn judge(&self, pages: &Pages, context: &Context) -> Result<(), String> {
        let view = pages.view(self.page);
        if view.has_strange {
            return Err("there is an invitation that was never made, or one twice".into());
        }
        for (invitation, knows) in self.knows.iter().enumerate() {
            let is_taken = context.taken.0[invitation] && self.heard.is_empty();
            let is_late = self.phase > context.made[invitation] && !self.rings;
            knows.judge(view, invitation, is_taken, is_late)?;
        }
        Ok(())
    }
}

/// Whether what is kept under a key is looked at by the other tab. Who sends what is written, and whether a page connects
/// by itself, decides nothing here: nothing is written, and a page connects while there is a conversation.
pub(crate) fn is_shared(key: &str) -> bool {
    !key.ends_with("|sender") && !key.ends_with("|wake")
}
