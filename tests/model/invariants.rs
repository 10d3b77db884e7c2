//! What must hold, judged by what was published and by what had come to the tab that published it.

use alongside::store::cobrowse::Phase;
use alongside::store::view::AcceptGate;

use super::page::{Banner, View, What};
use super::service::{Conversation, Dialog, INVITATIONS, Service};

/// How far a page was told of an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Told {
    #[default]
    Nothing,
    Invited,
    Accepted,
    Ended,
}

/// What a page has to do with an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Knows {
    told: Told,
    offered: bool,
    /// A No was taken that its tag has not been told yet.
    unsaid: bool,
}

/// Of which invitations an answer was taken, by whichever tab, so that the tag has not thrown at it since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Taken(pub(crate) [bool; INVITATIONS]);

/// A click, and whether the tag took what was published for it, if anything was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Click {
    pub(crate) invitation: usize,
    pub(crate) accepts: bool,
    pub(crate) published: Option<bool>,
}

type Judged<T = ()> = Result<T, String>;

fn fail<T>(sentence: &str) -> Judged<T> {
    Err(sentence.to_owned())
}

impl Knows {
    /// What a notification says of it. One that comes again says nothing newer.
    pub(crate) fn hear(&mut self, service: &Service, invitation: usize) {
        let told = match (service.dialogs[invitation], service.conversation) {
            (Dialog::NotMade, _) => Told::Nothing,
            (Dialog::Invited, Conversation::Open) => Told::Invited,
            (Dialog::Accepted, Conversation::Open) => Told::Accepted,
            _ => Told::Ended,
        };
        self.told = self.told.max(told);
        if self.told == Told::Ended {
            // Whatever was before decides nothing any more.
            *self = Self { told: self.told, ..Self::default() };
        }
    }

    /// Something is published for it, in the course of a click or of something else; yields whether the tag took an answer.
    pub(crate) fn published(
        &mut self,
        what: What,
        is_late: bool,
        taken: bool,
        click: Option<&mut Click>,
    ) -> Judged<bool> {
        if self.told == Told::Ended {
            return fail("something is published after its end was told");
        }
        if is_late {
            return fail("something is published after its time");
        }
        if what == What::Offered {
            if self.offered {
                return fail("it is offered twice in one page load");
            }
            self.offered = taken;
            if let Some(click) = click.filter(|_| !taken) {
                click.published = Some(false);
            }
            return Ok(false);
        }
        if !self.offered {
            return fail("it is answered without having been offered in this page load");
        }
        let accepts = what == What::Accepted;
        let is_unsaid = std::mem::take(&mut self.unsaid);
        match click {
            Some(click) if click.accepts == accepts => click.published = Some(taken),
            // A No may wait for the tag, a Yes may not.
            _ if is_unsaid && !accepts => {}
            _ => return fail("an answer is published that nobody gave, or not at once"),
        }
        Ok(taken)
    }

    /// What a click came to, where the page might take it or not; yields whether it took it.
    pub(crate) fn clicked(&mut self, click: &Click, may: bool, before: &View, after: &View) -> Judged<bool> {
        let Click { invitation, accepts, published } = *click;
        let stood = matches!(before.phases[invitation], Some(Phase::Invited { .. }));
        let stands_again = matches!(after.phases[invitation], Some(Phase::Invited { failed_before: true }));
        let is_taken = matches!(after.phases[invitation], Some(Phase::Accepting | Phase::Declined));
        if stood && is_taken && published.is_none() {
            if accepts {
                return fail("a Yes is taken and not published at once");
            }
            self.unsaid = true;
        }
        let was_ready = before.banner.is_some_and(|(shown, banner)| {
            let is_ready = |accept| accept == AcceptGate::Ready || !accepts && accept == AcceptGate::GettingReady;
            shown == invitation && matches!(banner, Banner::Invited { accept, .. } if is_ready(accept))
        });
        if was_ready && may {
            match published {
                Some(true) if is_taken => {}
                Some(false) if stands_again => {}
                None if !accepts && is_taken => {}
                _ => return fail("a click is neither published at once nor does it stand again with a sentence"),
            }
        }
        Ok(stood && is_taken)
    }

    /// What is shown of it, by what was told; `is_late`: its time is over, and the timer has rung.
    pub(crate) fn judge(&self, view: &View, invitation: usize, is_taken: bool, is_late: bool) -> Judged {
        let stands = view.phases[invitation];
        let shown = view.banner.filter(|(shown, _)| *shown == invitation).map(|(_, banner)| banner);
        let prompts = matches!(stands, Some(Phase::Invited { .. })) || matches!(shown, Some(Banner::Invited { .. }));
        let runs = matches!(stands, Some(Phase::Active { .. })) || matches!(shown, Some(Banner::Session));
        let waits = matches!(shown, Some(Banner::Accepting));
        match self.told {
            Told::Ended if prompts || runs || waits => fail("it is shown as if it had not ended"),
            Told::Accepted if !runs => fail("a session runs that is not shown"),
            Told::Nothing | Told::Invited if runs => fail("a session is shown that nobody told of"),
            _ if is_taken && prompts => fail("it was answered, and prompts nevertheless"),
            _ if is_late && prompts => fail("it prompts after its time"),
            _ => Ok(()),
        }
    }
}
