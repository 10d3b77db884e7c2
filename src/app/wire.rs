//! What the session tells, made into actions and outputs.

use std::rc::Rc;

use super::{App, Level, Output};
use crate::protocol::{Millis, ParticipantId};
use crate::session::{Event, Output as SessionOutput, Phase, Refusal};
use crate::store::Action;

impl From<SessionOutput> for Output {
    fn from(output: SessionOutput) -> Self {
        match output {
            SessionOutput::Http { id, method, url, body } => Self::Http { id, method, url, body },
            SessionOutput::Connect { link, url } => Self::Connect { link, url },
            SessionOutput::Transmit { link, text } => Self::Transmit { link, text },
            SessionOutput::Disconnect { link } => Self::Disconnect { link },
        }
    }
}

impl App {
    pub(super) fn session_event(&mut self, now: Millis, event: Event) {
        match event {
            Event::Phase(phase) => self.phase(now, phase),
            Event::Identified(me) => self.identified(me),
            Event::Credentials => self.keep_credentials(),
            Event::SignedUpForDemonstration => {
                let line = "the consumer was signed up without a connector, which the service offers for demonstrations \
                            only: set the attribute `connector` in production";
                self.console(Level::Warn, line);
            }
            Event::Clock { offset } => {
                self.apply(Action::Clock { offset });
                self.clock_known(now);
            }
            Event::Conversations(changes) => {
                self.note_server_times(&changes);
                for change in changes {
                    let change = Rc::new(change);
                    self.apply(Action::Conversation(Rc::clone(&change)));
                    self.sighted(now, change);
                }
                self.metadata_came();
            }
            Event::CaughtUp => self.caught_up(),
            Event::Messages(changes) => {
                self.recognise(&changes, false);
                self.apply(Action::Events { changes, now });
            }
            Event::Opened(conversation) => self.opened(&conversation),
            Event::OpenRefused { status } => self.open_refused(now, status),
            Event::Published { text, sequence } => self.text_published(text, sequence),
            Event::Refused { text, status } => self.text_refused(now, text, status),
            Event::Queried(result) => self.queried(now, result),
            Event::Named { who, name } => self.apply(Action::Named { who, name: name.into() }),
            Event::Diagnostic(sentence) => self.console(Level::Debug, &sentence),
        }
    }

    fn phase(&mut self, now: Millis, phase: Phase) {
        self.show_phase(now, phase);
        // A refused token leads from one connection to the next attempt without a pause between.
        if phase != Phase::Online {
            self.outbox_disconnected();
        }
        if let Phase::Refused(refusal) = phase {
            let advice = match refusal {
                Refusal::Account => "check the attributes `account` and `service`",
                Refusal::SignIn => "check the attribute `connector` and the account's settings",
            };
            let (service, because) = (self.config.service.origin(), self.session.refused_because());
            let line = format!("no chat with {service} for account {}: {because}; {advice}", self.config.account);
            self.console(Level::Error, &line);
        }
    }

    /// Somebody else than before: nothing of the former person is theirs.
    fn identified(&mut self, me: ParticipantId) {
        let somebody_else = self.state.conversation.me.as_ref().is_some_and(|known| *known != me);
        self.apply(Action::Identified(me));
        if somebody_else {
            self.new_person();
        }
    }
}
