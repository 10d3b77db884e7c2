//! A page: the production `app`, and what the browser and the service do for it at once. Everything that takes time, or
//! that others have a part in, comes out as an [`Effect`].

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use alongside::app::{App, Input, Intent, LinkId, Lock, Output, WireOutput};
use alongside::protocol::Millis;
use alongside::store::cobrowse::{Answer, Invitation, Phase};
use alongside::store::view::{AcceptGate, BannerStage, banner};
use serde_json::{Value, json};

use super::beginning::{Beginning, SKEW, START};
use super::config::config;
use super::service::{INVITATIONS, PHASE, Revision, agent, created};

/// What the tags of the pages are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TagKind {
    /// None ever comes.
    Absent,
    /// It comes when it likes.
    Late,
    /// It is there, and throws; it heals and breaks again when it likes.
    Throwing,
}

/// What a page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Offered,
    Accepted,
    Declined,
}

/// What comes of an input besides another page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// A value is kept, or forgotten.
    Kept(String, Option<String>),
    /// The tag was told something, in a phase of time, and took it or threw.
    Published {
        what: What,
        invitation: usize,
        phase: u8,
        taken: bool,
    },
    /// The lock for answers is asked for, or let go of.
    Asked,
    LetGo,
    /// The service is to tell how everything stands, and from now on what changes.
    Subscribed,
    /// It hears nothing any more.
    Disconnected,
    /// What must not happen.
    Fault(String),
}

/// What a page shows, as far as invariants speak of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    pub(crate) phases: [Option<Phase>; INVITATIONS],
    /// Of which invitation the banner speaks, and whether as of one that stands or a session.
    pub(crate) banner: Option<(usize, Banner)>,
    /// An invitation of a sort that was never made, or one more than once.
    pub(crate) has_strange: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Banner {
    Invited { accept: AcceptGate, failed_before: bool },
    Accepting,
    Session,
    Over,
}

#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) app: App,
    pub(crate) now: Millis,
    link: Option<LinkId>,
    /// Whether its tag is there, and whether it throws.
    pub(crate) has_tag: bool,
    pub(crate) throws: bool,
}

/// Which phase of time this is.
pub(crate) fn phase_of(now: Millis) -> u8 {
    u8::try_from((now - START).0 / PHASE.0).unwrap()
}

pub(crate) fn begin_of(phase: u8) -> Millis {
    START + Millis(PHASE.0 * i64::from(phase))
}

/// How long after the lock was granted an answer is taken, and a little more.
const SETTLES: Millis = Millis(110);

/// What a page lives in.
pub(crate) struct Surroundings {
    pub(crate) beginning: Beginning,
    pub(crate) revision: Revision,
    pub(crate) tag: TagKind,
    /// Whether there can be an invitation while another one is open.
    pub(crate) is_beside: bool,
}

impl Page {
    /// A page that is loaded, with what the browser keeps.
    pub(crate) fn load(
        around: &Surroundings,
        now: Millis,
        stored: &BTreeMap<String, String>,
        effects: &mut Vec<Effect>,
    ) -> Self {
        let mut page = Self {
            app: App::new(config(1), stored.clone().into_iter().collect(), now),
            now,
            link: None,
            has_tag: around.tag == TagKind::Throwing,
            throws: around.tag == TagKind::Throwing,
        };
        page.input(around, Input::Started { open: false, visible: true, online: true, shared: true }, effects);
        page
    }

    pub(crate) fn frame(&mut self, around: &Surroundings, text: String, effects: &mut Vec<Effect>) {
        if let Some(link) = self.link {
            self.input(around, Input::Frame { link, text }, effects);
        }
    }

    pub(crate) fn click(
        &mut self,
        around: &Surroundings,
        invitation: usize,
        answer: Answer,
        effects: &mut Vec<Effect>,
    ) {
        let known = self.known(invitation).next().map(|known| known.key.clone());
        if let Some(key) = known {
            self.input(around, Input::Intent(Intent::Answer { key, answer }), effects);
        }
    }

    /// Lets the time pass after which an answer is taken.
    pub(crate) fn settle(&mut self, around: &Surroundings, effects: &mut Vec<Effect>) {
        let until = self.now + SETTLES;
        self.run(around, until, effects);
        self.ring(around, effects);
    }

    /// Lets time go by up to an instant; what is due exactly then is not done yet.
    pub(crate) fn run(&mut self, around: &Surroundings, until: Millis, effects: &mut Vec<Effect>) {
        while let Some(at) = self.app.poll_timeout().filter(|at| *at < until) {
            self.now = self.now.max(at);
            self.ring(around, effects);
            if matches!(effects.last(), Some(Effect::Fault(_))) {
                return;
            }
        }
        self.now = until;
    }

    /// Its timer rings, if it is due.
    pub(crate) fn ring(&mut self, around: &Surroundings, effects: &mut Vec<Effect>) {
        if self.app.poll_timeout().is_none_or(|at| at > self.now) {
            return;
        }
        self.input(around, Input::Timeout, effects);
        if self.app.poll_timeout().is_some_and(|at| at <= self.now) {
            effects.push(Effect::Fault("after a timeout it wants one at a time that has passed".into()));
        }
    }

    pub(crate) fn input(&mut self, around: &Surroundings, input: Input, effects: &mut Vec<Effect>) {
        let works = catch_unwind(AssertUnwindSafe(|| {
            self.handle(input);
            while let Some(output) = self.app.poll_output() {
                self.perform(around, output, effects);
            }
        }));
        if works.is_err() {
            effects.push(Effect::Fault("it panics".into()));
        }
    }

    fn handle(&mut self, input: Input) {
        self.app.handle(self.now, input);
        if self.app.wants_tag() && self.app.state().tag_ready != self.has_tag {
            self.app.handle(self.now, Input::Tag { ready: self.has_tag, ids: Rc::default() });
        }
    }

    fn perform(&mut self, around: &Surroundings, output: Output, effects: &mut Vec<Effect>) {
        match output {
            Output::Wire(WireOutput::Http { id, url, .. }) => {
                let answer = around.beginning.http.get(&url).cloned().unwrap_or((404, String::new()));
                self.handle(Input::Http { id, result: Ok(answer) });
            }
            Output::Wire(WireOutput::Connect { link, .. }) => {
                self.link = Some(link);
                self.handle(Input::SocketOpened(link));
            }
            Output::Wire(WireOutput::Transmit { link, text }) => {
                let request: Value = serde_json::from_str(&text).unwrap();
                let name = request["type"].as_str().unwrap();
                let answer = self.answer(&around.beginning, name, &request["id"]);
                self.handle(Input::Frame { link, text: answer });
                if name == "cqm.SubscribeExConversations" {
                    effects.push(Effect::Subscribed);
                }
            }
            Output::Wire(WireOutput::Disconnect { .. }) => {
                self.link = None;
                effects.push(Effect::Disconnected);
            }
            Output::Wire(WireOutput::Authenticate { .. }) | Output::Console { .. } | Output::FetchDeferred => {}
            Output::LookAtTag => unreachable!("nothing is written"),
            Output::LookAtElement => {}
            Output::Badge(_) | Output::Sound | Output::AskToNotify | Output::Notify { .. } => {}
            Output::BeginAnew => effects.push(Effect::Fault("it wants to begin anew".into())),
            // It decides nothing.
            Output::Save { key, .. } if key.contains("|ledger|") => {}
            Output::Save { key, value } => effects.push(Effect::Kept(key, Some(value))),
            Output::Remove { key } => effects.push(Effect::Kept(key, None)),
            Output::Lock(Lock::Answers, _) => effects.push(Effect::Asked),
            Output::Unlock(Lock::Answers) => effects.push(Effect::LetGo),
            Output::Lock(Lock::Identity, _) => self.handle(Input::Locked(Lock::Identity)),
            // A third tab, out of sight, sends what is written: nothing is written here.
            Output::Lock(Lock::Outbox, _) | Output::Unlock(_) => {}
            Output::Announce(step) if step.may_be_taken => self.handle(Input::Announced(false)),
            Output::Announce(_)
            | Output::CallScreen(_)
            | Output::Download { .. }
            | Output::File(_)
            | Output::Tell(_) => {}
            Output::Publish { event, data, .. } => {
                let what = match event {
                    "cobrowseOffered" => What::Offered,
                    "cobrowseAccepted" => What::Accepted,
                    "cobrowseDeclined" => What::Declined,
                    other => panic!("{other} is no event of the tutorial's"),
                };
                let who = data.iter().find(|(name, _)| *name == "agentId").map(|(_, who)| who.as_str());
                let of = |invitation: &usize| who == Some(agent(around.revision, *invitation).as_str());
                let taken = self.has_tag && !self.throws;
                match (0..INVITATIONS).find(of) {
                    Some(invitation) => {
                        effects.push(Effect::Published { what, invitation, phase: phase_of(self.now), taken });
                    }
                    None => effects.push(Effect::Fault(format!("{event} is published for nobody's invitation"))),
                }
                if !self.has_tag {
                    effects.push(Effect::Fault("something is published on a tag that is not there".into()));
                }
                let result = if taken { Ok(()) } else { Err("win is undefined".into()) };
                self.handle(Input::Published(result));
            }
        }
    }

    fn answer(&self, beginning: &Beginning, name: &str, id: &Value) -> String {
        let unknown = || json!({ "kind": "resp", "code": 200, "type": "GenericResponse", "body": {} });
        let mut answer = beginning.answers.get(name).cloned().unwrap_or_else(unknown);
        answer["reqId"] = id.clone();
        if name == "GetClock" {
            answer["body"]["currentTime"] = (self.now + SKEW).0.into();
        }
        answer.to_string()
    }

    fn known(&self, invitation: usize) -> impl Iterator<Item = &Rc<Invitation>> {
        let known = self.app.state().cobrowse.invitations.iter();
        known.filter(move |known| known.key.stamp == created(invitation))
    }

    pub(crate) fn view(&self) -> View {
        let state = self.app.state();
        let phase = |invitation: usize| self.known(invitation).next().map(|known| known.phase);
        let phases = std::array::from_fn(phase);
        let banner = banner(state).and_then(|shown| {
            let invitation = (0..INVITATIONS).find(|invitation| created(*invitation) == shown.key.stamp)?;
            let kind = match shown.stage {
                BannerStage::Invited { accept, failed_before, .. } => Banner::Invited { accept, failed_before },
                BannerStage::Accepting { .. } => Banner::Accepting,
                BannerStage::Active { .. } | BannerStage::Ending { .. } => Banner::Session,
                BannerStage::Over(_) => Banner::Over,
            };
            Some((invitation, kind))
        });
        let told = phases.iter().flatten().count();
        View { phases, banner, has_strange: state.cobrowse.invitations.len() != told }
    }
}
