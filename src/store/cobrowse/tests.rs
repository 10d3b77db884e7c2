//! Every row of the machine's table, and what tells one invitation from another.

use std::rc::Rc;

use super::{Action, Answer, CoBrowse, Ending, Key, KeyParts, Phase, reduce};
use crate::protocol::wire::Wire as _;
use crate::protocol::{
    ChangeType, ChannelType, CoBrowseMetadata, CoBrowseMode, ConversationChange, ConversationDetails, Dialog, Millis,
    NotificationKey, Seconds, SessionState,
};
use crate::store::Diagnostic;

/// When the invitation of these tests was made, and until when it stands.
const MADE: Millis = Millis(1_000_000);
const EXPIRES: Millis = Millis(1_120_000);
const SOON: Millis = Millis(1_005_000);

const INVITED: Phase = Phase::Invited { failed_before: false };
const ELSEWHERE: Phase = Phase::Active { joined: false, confirmed: true, elsewhere: true };
const HERE: Phase = Phase::Active { joined: false, confirmed: true, elsewhere: false };
const ENDED: Phase = Phase::Closed(Ending::Ended { after_session: false });
const SESSION_ENDED: Phase = Phase::Closed(Ending::Ended { after_session: true });

/// The invitations, and what was said of passed-over input.
#[derive(Default)]
struct Tried {
    state: Rc<CoBrowse>,
    said: Vec<Diagnostic>,
}

fn key(dialog: &str, stamp: Millis) -> Key {
    KeyParts { conversation: "c".into(), dialog: dialog.into(), service: "u#c".into(), stamp }.into()
}

fn first() -> Key {
    key("d", MADE)
}

/// What a dialog tells, in short.
struct Sighted {
    dialog: &'static str,
    service: Option<&'static str>,
    mode: Option<CoBrowseMode>,
    state: Option<SessionState>,
    step: Option<NotificationKey>,
    expires: Option<Millis>,
    created: Option<Millis>,
    told: Option<Millis>,
}

impl From<Sighted> for Dialog {
    fn from(seen: Sighted) -> Self {
        let metadata = CoBrowseMetadata {
            service_id: seen.service.map(Into::into),
            mode: seen.mode,
            session_state: seen.state,
            notification_key: seen.step,
            expires: seen.expires.map(Seconds::from),
            ..CoBrowseMetadata::blank()
        };
        Self {
            dialog_id: seen.dialog.into(),
            channel_type: Some(ChannelType::CoBrowse),
            meta_data: Some(metadata),
            creation_ts: seen.created,
            meta_data_last_update_ts: seen.told,
            ..Self::blank()
        }
    }
}

fn change(details: Option<ConversationDetails>) -> ConversationChange {
    let mut change = ConversationChange::blank();
    change.result.conv_id = "c".into();
    change.result.conversation_details = details;
    change
}

fn dialog(dialog: &'static str, created: Millis, state: SessionState) -> Sighted {
    Sighted {
        dialog,
        service: Some("u#c"),
        mode: Some(CoBrowseMode::View),
        state: Some(state),
        step: None,
        expires: Some(created + Millis::from_secs(120)),
        created: Some(created),
        told: None,
    }
}

fn told(state: SessionState) -> Sighted {
    dialog("d", MADE, state)
}

/// A CLOSED that holds nothing but its state.
fn bare_closed(told: Millis) -> Sighted {
    Sighted {
        service: None,
        mode: None,
        expires: None,
        created: None,
        told: Some(told),
        ..self::told(SessionState::Closed)
    }
}

impl Tried {
    fn with(mut self, action: &Action) -> Self {
        reduce(&mut self.state, action, &mut self.said);
        self
    }

    fn see(self, now: Millis, dialogs: Vec<Sighted>) -> Self {
        let details = ConversationDetails {
            meta_data_last_update_ts: Some(now),
            dialogs: dialogs.into_iter().map(Dialog::from).collect::<Vec<_>>().into(),
            ..ConversationDetails::blank()
        };
        self.with(&Action::Seen { change: change(Some(details)).into(), now })
    }

    fn invited() -> Self {
        Self::default().see(SOON, vec![told(SessionState::Invited)])
    }

    fn answer(self, answer: Answer) -> Self {
        self.answer_at(SOON, answer)
    }

    fn answer_at(self, now: Millis, answer: Answer) -> Self {
        self.with(&Action::Answered { key: first(), answer, now })
    }

    fn accepting() -> Self {
        Self::invited().answer(Answer::Accepted)
    }

    fn active() -> Self {
        Self::accepting().see(SOON, vec![told(SessionState::Accepted)])
    }

    fn failed() -> Self {
        Self::accepting().with(&Action::Tick(EXPIRES + Millis::from_secs(10)))
    }

    fn phases(&self) -> Vec<Phase> {
        self.state.invitations.iter().map(|invitation| invitation.phase).collect()
    }

    #[track_caller]
    fn check(self, phases: &[Phase]) -> Self {
        assert_eq!(self.phases(), phases, "{:?}", self.said);
        self
    }
}

#[test]
fn an_invitation_raises_a_prompt_once() {
    let invited = Tried::invited().check(&[INVITED]);
    let before = Rc::clone(&invited.state);
    let again = invited.see(SOON, vec![told(SessionState::Invited)]).check(&[INVITED]);
    assert!(Rc::ptr_eq(&before, &again.state), "the same INVITED again changes nothing");
    again.answer(Answer::Declined).see(SOON, vec![told(SessionState::Invited)]).check(&[Phase::Declined]);
}

#[test]
fn what_is_expired_or_unknown_or_stands_too_long_raises_none() {
    Tried::default().see(EXPIRES, vec![told(SessionState::Invited)]).check(&[Phase::Expired]);
    let check = |seen: Sighted, diagnostic| {
        assert_eq!(Tried::default().see(SOON, vec![seen]).check(&[]).said, [diagnostic]);
    };
    let invited = || told(SessionState::Invited);
    check(Sighted { mode: None, ..invited() }, Diagnostic::UnknownCoBrowseMode);
    check(Sighted { mode: Some(CoBrowseMode::from("HOLOGRAM")), ..invited() }, Diagnostic::UnknownCoBrowseMode);
    check(Sighted { state: None, ..invited() }, Diagnostic::CoBrowseWithoutState);
    check(told(SessionState::from("PAUSED")), Diagnostic::UnknownCoBrowseState);
    check(Sighted { service: None, ..invited() }, Diagnostic::UnusableServiceId);
    check(Sighted { service: Some("a\tb"), ..invited() }, Diagnostic::UnusableServiceId);
    let too_long = || Sighted { expires: Some(SOON + Millis::from_secs(901)), ..invited() };
    let hidden = [Phase::Closed(Ending::Failed)];
    let tried = Tried::default().see(SOON, vec![too_long()]).check(&hidden);
    assert_eq!(tried.said, [Diagnostic::StandsTooLong]);
    assert_eq!(tried.state.invitations[0].since, Millis(i64::MIN), "nothing is said of it");
    let tried = tried.see(SOON + Millis::from_secs(60), vec![too_long()]).check(&hidden);
    tried.see(SOON + Millis::from_secs(61), vec![told(SessionState::Accepted)]).check(&[HERE]);
    let endless = Sighted { expires: None, ..invited() };
    assert_eq!(Tried::default().see(SOON, vec![endless]).state.invitations[0].expires, EXPIRES);
}

#[test]
fn a_remembered_answer_is_not_asked_for_again() {
    for (answer, phase) in [(Answer::Accepted, Phase::Accepting), (Answer::Declined, Phase::Declined)] {
        let tried = Tried::default().with(&Action::Remembered { answers: vec![(first(), answer)], now: Millis(0) });
        let tried = tried.see(SOON, vec![told(SessionState::Invited)]).check(&[phase]);
        assert!(tried.state.invitations[0].answer_published);
    }
}

#[test]
fn an_answer_of_another_tab_counts_and_nothing_takes_an_answer_back() {
    let remembered = |answers: &[(Key, Answer)]| Action::Remembered { answers: answers.to_vec(), now: SOON };
    for (answer, phase) in [(Answer::Accepted, Phase::Accepting), (Answer::Declined, Phase::Declined)] {
        let tried = Tried::invited().with(&remembered(&[(first(), answer)])).check(&[phase]);
        assert!(tried.state.invitations[0].answer_published, "it is the other's to publish");
        tried.with(&remembered(&[])).check(&[phase]);
    }
    let mut mine = Tried::accepting().with(&Action::AnswerPublished(first()));
    mine = mine.with(&remembered(&[])).check(&[Phase::Accepting]);
    mine.answer(Answer::Declined).check(&[Phase::Accepting]);
}

#[test]
fn a_session_found_running_is_shown() {
    Tried::default().see(SOON, vec![told(SessionState::Accepted)]).check(&[ELSEWHERE]);
}

#[test]
fn an_answer_is_given_once_and_in_time() {
    let accepted = Tried::accepting().check(&[Phase::Accepting]);
    assert_eq!(accepted.state.remembered, [(first(), Answer::Accepted)]);
    assert_eq!(accepted.answer(Answer::Declined).check(&[Phase::Accepting]).said, [Diagnostic::SecondAnswer]);
    Tried::invited().answer(Answer::Declined).check(&[Phase::Declined]);
    let late = Tried::invited().answer_at(EXPIRES, Answer::Accepted).check(&[Phase::Expired]);
    assert_eq!((late.said, late.state.remembered.len()), (vec![Diagnostic::LateAnswer], 0));
    assert_eq!(Tried::default().answer(Answer::Accepted).check(&[]).said, [Diagnostic::AnswerToNothing]);
}

#[test]
fn an_answer_in_another_tab_is_seen_by_its_session() {
    Tried::invited().see(SOON, vec![told(SessionState::Accepted)]).check(&[ELSEWHERE]);
}

#[test]
fn a_no_that_waits_for_the_tag_gives_way_to_a_yes_of_another_tab() {
    let elsewhere = |answer| Action::Remembered { answers: vec![(first(), answer)], now: SOON };
    for (answer, is_given_up) in [(Answer::Declined, false), (Answer::Accepted, true)] {
        let tried = Tried::invited().answer(Answer::Declined).with(&elsewhere(answer)).check(&[Phase::Declined]);
        assert_eq!(tried.state.invitations[0].answer_published, is_given_up, "{answer:?}");
    }
}

#[test]
fn what_another_tab_answered_otherwise_stands_where_the_own_answer_could_not_be_published() {
    // A No has given way before that.
    for (here, there) in [(Answer::Accepted, Answer::Declined), (Answer::Declined, Answer::Accepted)] {
        let tried = Tried::invited()
            .answer(here)
            .with(&Action::Remembered { answers: vec![(first(), there)], now: SOON })
            .with(&Action::PublishFailed { key: first(), now: SOON });
        assert_eq!(
            (tried.state.invitations[0].phase, &*tried.state.remembered),
            (Phase::Declined, &[(first(), there)][..])
        );
        assert!(tried.state.invitations[0].answer_published, "nothing is published here any more");
    }
}

#[test]
fn time_ends_an_invitation() {
    Tried::invited().with(&Action::Tick(EXPIRES - Millis(1))).check(&[INVITED]);
    Tried::invited().with(&Action::Tick(EXPIRES)).check(&[Phase::Expired]);
}

#[test]
fn another_invitation_takes_the_place_of_one_that_waits() {
    let both = || vec![told(SessionState::Invited), dialog("e", SOON, SessionState::Invited)];
    let replaced = [Phase::Closed(Ending::Replaced), INVITED];
    Tried::invited().see(SOON, both()).check(&replaced).see(SOON, both()).check(&replaced);
    // Also of one that comes back, because its answer could not be published.
    Tried::accepting()
        .see(SOON, both())
        .check(&[Phase::Accepting, INVITED])
        .with(&Action::PublishFailed { key: first(), now: SOON })
        .check(&replaced);
    // One that is over already takes nobody's place.
    let stale = dialog("e", MADE - Millis::from_secs(200), SessionState::Invited);
    Tried::invited().see(SOON, vec![told(SessionState::Invited), stale]).check(&[INVITED, Phase::Expired]);
}

#[test]
fn of_two_invitations_the_newer_one_stands_whichever_is_told_first() {
    let both = vec![dialog("e", SOON, SessionState::Invited), told(SessionState::Invited)];
    Tried::default().see(SOON, both).check(&[INVITED, Phase::Closed(Ending::Replaced)]);
}

#[test]
fn a_known_invitation_that_is_told_with_less_goes_on() {
    for seen in [
        Sighted { state: None, ..told(SessionState::Invited) },
        Sighted { service: None, ..told(SessionState::Invited) },
    ] {
        assert!(Tried::invited().see(SOON, vec![seen]).check(&[INVITED]).said.is_empty());
    }
}

#[test]
fn an_answer_that_the_tag_did_not_take_can_be_given_again() {
    let failed = |tried: Tried, now| tried.with(&Action::PublishFailed { key: first(), now });
    let again = failed(Tried::accepting(), SOON).check(&[Phase::Invited { failed_before: true }]);
    assert!(again.state.remembered.is_empty());
    failed(Tried::accepting(), EXPIRES).check(&[Phase::Expired]);
    failed(Tried::invited().answer(Answer::Declined), SOON).check(&[Phase::Invited { failed_before: true }]);
    failed(Tried::accepting().with(&Action::AnswerPublished(first())), SOON).check(&[Phase::Accepting]);
    failed(Tried::active(), SOON).check(&[HERE]);
}

#[test]
fn an_acceptance_of_which_nothing_comes_fails_ten_seconds_after_expiry() {
    Tried::accepting().with(&Action::Tick(EXPIRES + Millis(9_999))).check(&[Phase::Accepting]);
    Tried::failed().check(&[Phase::Closed(Ending::Failed)]);
}

#[test]
fn a_running_session_is_always_shown() {
    let accepted = |tried: Tried| tried.see(SOON, vec![told(SessionState::Accepted)]);
    accepted(Tried::accepting()).check(&[HERE]);
    accepted(Tried::failed()).check(&[HERE]);
    accepted(Tried::invited().answer(Answer::Declined)).check(&[ELSEWHERE]);
    accepted(Tried::invited().with(&Action::Tick(EXPIRES))).check(&[ELSEWHERE]);
    // Nor was the service the one that ended these.
    accepted(Tried::invited().answer(Answer::Declined).with(&Action::Tick(EXPIRES))).check(&[ELSEWHERE]);
    let both = |state| vec![told(state), dialog("e", SOON, SessionState::Invited)];
    let replaced = Tried::invited().see(SOON, both(SessionState::Invited));
    replaced.see(SOON, both(SessionState::Accepted)).check(&[ELSEWHERE, INVITED]);
    // What it leaves out was told before.
    let short = Sighted { service: None, created: None, mode: None, ..told(SessionState::Accepted) };
    Tried::accepting().see(SOON, vec![short]).check(&[HERE]);
}

#[test]
fn a_session_is_joined_once_and_stays_so() {
    let joined = Sighted { step: Some(NotificationKey::Joined), ..told(SessionState::Accepted) };
    let phase = Phase::Active { joined: true, confirmed: true, elsewhere: false };
    Tried::active()
        .see(SOON, vec![joined])
        .check(&[phase])
        .see(SOON, vec![told(SessionState::Accepted)])
        .check(&[phase]);
}

#[test]
fn an_invitation_beside_a_session_is_a_second_prompt() {
    let both = || vec![told(SessionState::Accepted), dialog("e", SOON, SessionState::Invited)];
    Tried::active().see(SOON, both()).check(&[HERE, INVITED]);
    // Older servers give all dialogs one name: the creation time tells them apart, however often both are told.
    let both = || vec![told(SessionState::Accepted), dialog("d", SOON, SessionState::Invited)];
    Tried::active().see(SOON, both()).see(SOON, both()).check(&[HERE, INVITED]);
}

#[test]
fn a_session_is_unconfirmed_until_the_first_notification() {
    let unconfirmed = || Tried::active().with(&Action::Unconfirmed);
    unconfirmed().check(&[Phase::Active { joined: false, confirmed: false, elsewhere: false }]);
    unconfirmed().see(SOON, vec![told(SessionState::Accepted)]).check(&[HERE]);
    unconfirmed().see(SOON, Vec::new()).check(&[SESSION_ENDED]);
    Tried::invited().with(&Action::Unconfirmed).check(&[INVITED]);
}

#[test]
fn what_the_consumer_ends_is_ending_until_the_service_says_so() {
    let end = |tried: Tried, now| tried.with(&Action::End { key: first(), now });
    let asked = |asked| [Phase::Ending { asked, began: true }];
    let ending =
        || end(Tried::active(), SOON).check(&asked(false)).with(&Action::EndAsked(first())).check(&asked(true));
    // What was told before the service heard of it changes nothing; neither does a lost connection, but for the asking.
    ending().see(SOON, vec![told(SessionState::Accepted)]).check(&asked(true));
    let lost = ending().with(&Action::Unconfirmed).check(&asked(false));
    assert_eq!(lost.state.invitations[0].since, SOON, "the consumer waits since then");
    ending().see(SOON, vec![told(SessionState::Closed)]).check(&[SESSION_ENDED]);
    ending().see(SOON, Vec::new()).check(&[SESSION_ENDED]);
    ending().with(&Action::Tick(EXPIRES + Millis::from_secs(60))).check(&asked(true));
    let later = SOON + Millis::from_secs(20);
    let again = end(ending(), later).check(&asked(false));
    assert_eq!(again.state.invitations[0].since, later);
    // What was accepted can be taken back; what nobody accepted, or is over, not.
    let taken_back = end(Tried::accepting(), SOON).check(&[Phase::Ending { asked: false, began: false }]);
    taken_back.see(SOON, vec![told(SessionState::Closed)]).check(&[ENDED]);
    end(Tried::invited(), SOON).check(&[INVITED]);
    end(Tried::failed(), EXPIRES).check(&[Phase::Closed(Ending::Failed)]);
    end(Tried::default(), SOON).check(&[]);
}

#[test]
fn a_session_found_running_has_run_since_its_dialog_last_changed() {
    let found = |told_at| Tried::default().see(SOON, vec![Sighted { told: told_at, ..told(SessionState::Accepted) }]);
    let since = |tried: Tried| tried.state.invitations[0].since;
    assert_eq!(since(found(Some(MADE + Millis(7)))), MADE + Millis(7));
    assert_eq!(since(found(None)), Millis(i64::MIN), "nobody knows");
}

#[test]
fn closed_ends_whatever_is_not_over() {
    let closed = |step| Sighted { step, ..told(SessionState::Closed) };
    let plain = || vec![closed(None)];
    let cancel = || vec![closed(Some(NotificationKey::CancelInvitation))];
    Tried::invited().see(SOON, plain()).check(&[ENDED]);
    Tried::invited().see(SOON, cancel()).check(&[Phase::Closed(Ending::Cancelled)]);
    Tried::invited().see(EXPIRES - Millis(500), plain()).check(&[Phase::Closed(Ending::Expired)]);
    Tried::accepting().see(SOON, plain()).check(&[ENDED]);
    Tried::accepting().see(SOON, cancel()).check(&[Phase::Closed(Ending::Cancelled)]);
    Tried::active().see(SOON, plain()).check(&[SESSION_ENDED]);
    Tried::invited().answer(Answer::Declined).see(SOON, plain()).check(&[Phase::Closed(Ending::Declined)]);
    let expired = || Tried::invited().with(&Action::Tick(EXPIRES));
    expired().see(EXPIRES, plain()).check(&[Phase::Closed(Ending::Expired)]);
    // Any but Closed: these have ended before.
    Tried::failed().see(EXPIRES, cancel()).check(&[Phase::Closed(Ending::Failed)]);
    let over = Tried::invited().see(SOON, cancel()).see(SOON, plain()).check(&[Phase::Closed(Ending::Cancelled)]);
    let over = over.see(SOON, vec![told(SessionState::Accepted)]).check(&[Phase::Closed(Ending::Cancelled)]);
    assert_eq!(over.said, [Diagnostic::AcceptedAfterItsEnd]);
    // Nothing of it is left: the dialog or the conversation is gone.
    Tried::invited().see(SOON, Vec::new()).check(&[ENDED]);
    let gone = ConversationChange { change_type: Some(ChangeType::Delete), ..change(None) };
    Tried::active().with(&Action::Seen { change: gone.into(), now: SOON }).check(&[SESSION_ENDED]);
}

#[test]
fn an_abbreviated_closed_ends_the_newest_of_its_dialog_unless_it_is_older() {
    Tried::invited().see(SOON, vec![bare_closed(SOON)]).check(&[ENDED]);
    let older = || bare_closed(MADE - Millis(1));
    Tried::invited().see(SOON, vec![older(), told(SessionState::Invited)]).check(&[INVITED]);
    // A cancellation with its key is that of its invitation, though a newer one of the same name stands.
    let cancelled = Sighted { step: Some(NotificationKey::CancelInvitation), ..told(SessionState::Closed) };
    let tried = Tried::active().see(SOON, vec![cancelled, dialog("d", SOON, SessionState::Invited)]);
    tried.check(&[Phase::Closed(Ending::Cancelled), INVITED]);
}

#[test]
fn an_older_notification_tells_nothing() {
    let tried = Tried::invited();
    let before = Rc::clone(&tried.state);
    let tried = tried.see(SOON - Millis(1), Vec::new()).check(&[INVITED]);
    assert!(Rc::ptr_eq(&before, &tried.state));
    assert_eq!(tried.said, [Diagnostic::OlderCoBrowseDialogs]);
}

#[test]
fn invitations_are_bounded_and_the_oldest_that_is_over_goes_first() {
    let mut tried = Tried::default();
    for number in 0..40 {
        tried = tried.see(SOON + Millis(number), vec![dialog("d", SOON + Millis(number), SessionState::Invited)]);
    }
    assert_eq!(tried.state.invitations.len(), 32);
    assert_eq!(tried.phases().last(), Some(&INVITED));
}
