//! What the session tells, made into actions.

use std::rc::Rc;

use super::{App, HttpId, Level, Output, PageAnswer};
use crate::protocol::{ConversationChange, Millis, ParticipantId};
use crate::session::{Event, Phase, Refusal};
use crate::store::Action;

impl App {
    pub(super) fn session_event(&mut self, now: Millis, event: Event) {
        match event {
            Event::Phase(phase) => self.phase(now, phase),
            Event::Identified(me) => self.identified(&me),
            Event::Credentials => self.keep_credentials(),
            Event::SignedUpForDemonstration => {
                let line = "the consumer was signed up without a connector, which the service offers for demonstrations \
                            only: set the attribute `connector` in production";
                self.console(Level::Warn, line);
            }
            Event::Clock { offset, confirms } => {
                if let Some(offset) = offset {
                    self.clock_told(now, offset);
                }
                if confirms {
                    self.confirmed();
                }
            }
            Event::CaughtUp => {
                self.caught_up();
                self.all_are_told(now);
            }
            Event::Missing(sentence) => self.console(Level::Debug, &sentence),
            Event::Diagnostic(sentence) => self.remark(&sentence),
            Event::Conversations(changes) if changes.is_empty() && !self.is_whole() => self.metadata_came(),
            // Before all of the code is there no frame is read that leads to another.
            event if self.is_whole() => self.conversation_event(now, event),
            _ => {}
        }
    }

    /// What the session tells of conversations and texts.
    #[inline(never)]
    fn conversation_event(&mut self, now: Millis, event: Event) {
        match event {
            Event::Conversations(changes) => {
                let mut changes: Vec<_> = changes.into_iter().map(Rc::new).collect();
                if !self.is_caught_up() {
                    self.expect_end(now);
                    self.miss(&mut changes);
                }
                self.sighted(now, &changes);
                for change in changes {
                    self.apply(Action::Conversation(change));
                }
                self.metadata_came();
                self.judge_sightings(now);
            }
            Event::Messages(mut changes) => {
                self.recognise(&mut changes, false);
                if changes.iter().any(|change| self.state.is_news(change)) {
                    self.apply(Action::Events { changes, now });
                }
            }
            Event::Opened(conversation) => self.opened(&conversation),
            Event::OpenRefused { status } => self.open_refused(now, status),
            Event::Published { text, sequence } => self.text_published(text, sequence),
            Event::Refused { text, status } => self.text_refused(now, text, status),
            Event::Address { id, result } => self.addressed(now, id, result),
            Event::CloseRefused(dialog) => self.end_refused(now, &dialog),
            Event::Earlier { dialog, result } => self.earlier_came(now, dialog, result),
            Event::Rated(conversation, is_taken) => self.rating_told(&conversation, is_taken),
            Event::Queried(result) => self.queried(now, result),
            Event::Named { who, name, picture } => {
                self.apply(Action::Named { who, name: name.into(), picture: picture.map(Into::into) });
            }
            // Needs no conversation.
            _ => {}
        }
    }

    /// The first notification of a connection tells all conversations: one that was open and is not among them left the
    /// stream while nobody listened. It can only have ended.
    fn miss(&self, changes: &mut Vec<Rc<ConversationChange>>) {
        let conversation = &self.state.conversation;
        let open = conversation.open_id();
        let invitations = &self.state.cobrowse.invitations;
        let live = invitations.iter().filter(|invitation| !invitation.phase.is_over());
        for id in open.into_iter().chain(live.map(|invitation| &invitation.key.conversation)) {
            if !changes.iter().any(|change| change.result.conv_id == *id) {
                changes.push(Rc::new(ConversationChange::gone(id.clone())));
            }
        }
    }

    fn phase(&mut self, now: Millis, phase: Phase) {
        self.show_phase(now, phase);
        // A refused token leads from one connection to the next attempt without a pause between.
        if phase != Phase::Online {
            self.outbox_disconnected();
            if self.state.ending.is_some() {
                self.end_disconnected();
            }
            if self.files.load() > 0 {
                self.files_disconnected();
            }
        }
        if let Phase::Refused(refusal) = phase {
            let advice = match refusal {
                Refusal::Account => "check the attributes `account` and `service`",
                Refusal::SignIn => "check the attributes `connector` and `authenticate`, and the account's settings",
            };
            let (config, because) = (self.session.config(), self.session.refused_because());
            let (service, account) = (config.service.origin(), config.account.as_str());
            let line = ["no chat with ", &service, " for account ", account, ": ", because, "; ", advice].concat();
            self.console(Level::Error, &line);
        }
    }

    /// The page said who the consumer is, or why nobody is: then whoever was it leaves nothing to be seen.
    pub(super) fn authenticated(&mut self, now: Millis, id: HttpId, answer: PageAnswer) {
        let is_refused = |phase| matches!(phase, Phase::Refused(_));
        let was_refused = is_refused(self.session.phase());
        self.session.handle_answer(now, id, answer);
        if is_refused(self.session.phase()) && !was_refused && self.state.me.is_some() {
            self.announce_end();
            self.out.push(Output::BeginAnew);
        }
    }

    /// Somebody else than before: nothing of the former person is theirs.
    fn identified(&mut self, me: &ParticipantId) {
        let known = self.state.me.clone();
        if known.as_ref() == Some(me) {
            return;
        }
        if known.is_some() && self.session.is_authenticated() {
            // Another human: nothing of the former one is to be left, not even what stands in the composer.
            self.announce_end();
            self.out.push(Output::BeginAnew);
            return;
        }
        self.apply(Action::Identified(me.clone()));
        if self.session.is_authenticated() {
            self.own_texts(me);
        }
        if known.is_some() {
            if self.files.load() > 0 || self.state.viewed.is_some() {
                self.forget_files();
            }
            self.new_person(me);
            self.take_draft_back();
        }
        self.take_up_what_is_kept();
        self.ledger_changed();
    }
}
