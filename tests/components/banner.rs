//! The CoBrowse banner in every stage and mode.

use std::rc::Rc;

use crate::check;
use crate::fixture::{NOW, conversation, invitation, state};
use alongside::protocol::{CoBrowseMode, Millis};
use alongside::store::cobrowse::{Carried, CarrierState, Control, Ending, KeyParts, Phase};
use alongside::store::{Conversation, State};

const INVITED: Phase = Phase::Invited { failed_before: false };

fn with(mode: CoBrowseMode, phase: Phase) -> State {
    State { cobrowse: invitation(mode, phase), ..state(conversation()) }
}

#[test]
fn an_invitation_says_who_asks_and_for_what() {
    check!("banner_shared", with(CoBrowseMode::Shared, INVITED), "class=\"banner-place\"");
    check!("banner_view", with(CoBrowseMode::View, INVITED), "class=\"rights\"");
    check!("banner_follow", with(CoBrowseMode::Follow, INVITED), "class=\"rights\"");
    check!("banner_voice", with(CoBrowseMode::VoiceCall, INVITED), "class=\"banner-place\"");
    check!("banner_video", with(CoBrowseMode::VideoCall, INVITED), "class=\"banner-title\"");
}

#[test]
fn accepting_waits_for_the_page_and_declining_does_not() {
    let state = State { tag_ready: false, ..with(CoBrowseMode::View, INVITED) };
    check!("banner_getting_ready", state, "class=\"choices\"");
    let state = State { may_answer: false, ..with(CoBrowseMode::View, INVITED) };
    check!("banner_elsewhere", state, "class=\"choices\"");
}

#[test]
fn an_answer_that_the_page_did_not_take_can_be_given_again() {
    let state = with(CoBrowseMode::View, Phase::Invited { failed_before: true });
    check!("banner_failed_before", state, "class=\"failed-before\"");
}

#[test]
fn the_last_seconds_are_counted() {
    let invited = with(CoBrowseMode::View, INVITED);
    check!("banner_last_seconds", State { now: NOW + Millis(98_500), ..invited }, "class=\"countdown\"");
}

#[test]
fn an_unknown_agent_is_an_agent() {
    let nameless = Rc::new(Conversation { names: Vec::new(), ..conversation() });
    let state = State { conversation: nameless, ..with(CoBrowseMode::Shared, INVITED) };
    check!("banner_without_a_name", state, "class=\"banner-title\"");
}

#[test]
fn an_accepted_invitation_says_only_what_is_known() {
    let accepting = with(CoBrowseMode::View, Phase::Accepting);
    check!("banner_accepting", accepting.clone(), "class=\"banner-place\"");
    check!("banner_slow", State { now: NOW + Millis(15_000), ..accepting }, "class=\"banner-title\"");
    let active = |mode, joined, confirmed| with(mode, Phase::Active { joined, confirmed, elsewhere: false });
    check!("banner_active", active(CoBrowseMode::Shared, false, true), "class=\"banner-place\"");
    check!("banner_joined", active(CoBrowseMode::Follow, true, true), "class=\"banner-place\"");
    let elsewhere = Phase::Active { joined: true, confirmed: true, elsewhere: true };
    check!("banner_perhaps", with(CoBrowseMode::View, elsewhere), "class=\"banner-place\"");
    check!("banner_unconfirmed", active(CoBrowseMode::View, true, false), "class=\"banner-place\"");
    check!("banner_call", active(CoBrowseMode::VoiceCall, false, true), "class=\"banner-title\"");
    check!("banner_call_joined", active(CoBrowseMode::VideoCall, true, true), "class=\"banner-title\"");
}

#[test]
fn an_end_that_is_not_confirmed_says_what_to_do() {
    let ending = with(CoBrowseMode::View, Phase::Ending { asked: true, began: true });
    check!("banner_ending", ending.clone(), "class=\"banner-place\"");
    check!("banner_ending_slow", State { now: NOW + Millis(10_000), ..ending }, "class=\"banner-place\"");
}

/// A session that is carried, as its carrier reports it.
fn carried(carried: &Carried) -> State {
    let phase = Phase::Active { joined: true, confirmed: true, elsewhere: false };
    let mut cobrowse = invitation(CoBrowseMode::Shared, phase);
    for invitation in &mut Rc::make_mut(&mut cobrowse).invitations {
        Rc::make_mut(invitation).carried = Rc::new(carried.clone());
    }
    State { cobrowse, ..state(conversation()) }
}

#[test]
fn what_a_carrier_reports_is_shown_and_nothing_beyond() {
    let live = Carried { state: Some(CarrierState::Live), can_pause: true, can_control: true, ..Carried::default() };
    let hidden = Some(["passwords".into(), "card <numbers>".into()].into());
    let is = |state| carried(&Carried { state: Some(state), ..live.clone() });
    let controls = |control| carried(&Carried { control, ..live.clone() });
    check!("banner_carried", carried(&Carried { hidden, ..live.clone() }), "class=\"banner-place\"");
    check!("banner_paused", is(CarrierState::Paused), "class=\"banner\"");
    check!("banner_lost", is(CarrierState::Lost), "class=\"banner-title\"");
    check!("banner_asks", controls(Control::Asked), "class=\"session\"");
    check!("banner_controls", controls(Control::Granted), "class=\"session\"");
}

#[test]
fn a_session_is_seen_beside_another_invitation() {
    let mut both = with(CoBrowseMode::VoiceCall, INVITED);
    let mut session = (*both.cobrowse.invitations[0]).clone();
    session.key =
        KeyParts { conversation: "c".into(), dialog: "e".into(), service: "s".into(), stamp: NOW - Millis(60_000) }
            .into();
    (session.mode, session.phase) =
        (CoBrowseMode::View, Phase::Active { joined: true, confirmed: true, elsewhere: false });
    Rc::make_mut(&mut both.cobrowse).invitations.insert(0, Rc::new(session));
    check!("banner_beside", both, "class=\"others\"");
}

#[test]
fn the_end_is_told_in_words() {
    let over = |phase| with(CoBrowseMode::View, phase);
    check!("banner_declined", over(Phase::Declined), "class=\"banner-place\"");
    check!("banner_expired", over(Phase::Expired), "class=\"banner-place\"");
    check!("banner_cancelled", over(Phase::Closed(Ending::Cancelled)), "class=\"banner-place\"");
    let ended = |after_session| over(Phase::Closed(Ending::Ended { after_session }));
    check!("banner_invitation_ended", ended(false), "class=\"banner-title\"");
    check!("banner_session_ended", ended(true), "class=\"banner-title\"");
    check!("banner_failed", over(Phase::Closed(Ending::Failed)), "class=\"banner-place\"");
    let gone = State { now: NOW + Millis(8_000), ..over(Phase::Declined) };
    check!("banner_gone", gone, "class=\"banner-place\"");
}
