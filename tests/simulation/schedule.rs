//! What people do and what goes wrong, and when: it all comes from the seed.

use alongside::app::Random;
use alongside::protocol::Millis;
use alongside::store::cobrowse::Answer;

use super::browser::Standing;
use super::fault::Fault;
use super::world::START;

/// How many texts and faults a schedule has. What is sent of drafts comes on top.
const TEXTS: u64 = 40;
const FAULTS: u64 = 30;
const WORDS_OF_AGENT: u64 = 12;
const INVITATIONS: u64 = 4;
/// How long things go wrong.
pub(crate) const TROUBLE: Millis = Millis::from_secs(300);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    Write(u64),
    /// The same moment, in all tabs.
    WriteEverywhere(u64),
    AgentWrites(u64),
    AgentCloses,
    ConsumerCloses,
    Invite(Millis),
    EndCoBrowse,
    /// In one tab, or in all at the same moment.
    Answer(bool, Answer),
    /// The page's tag is there from now on, or goes.
    Tag(bool),
    /// Written and not sent; then the page may be loaded again.
    Draft(bool),
    SendDraft,
    /// One tab is shown and the others are not; or all are, in windows of their own.
    Look(bool),
    Suffer(Fault, Standing, Millis),
}

/// What is done, in the order of time.
pub(crate) fn schedule(chance: &mut Random) -> Vec<(Millis, Deed)> {
    let at = |chance: &mut Random| START + Millis((chance.next_u64() % TROUBLE.0.unsigned_abs()).cast_signed());
    let mut deeds = Vec::new();
    for number in 0..TEXTS - 1 {
        deeds.push((at(chance), Deed::Write(number)));
    }
    deeds.push((at(chance), Deed::WriteEverywhere(TEXTS - 1)));
    for number in 0..WORDS_OF_AGENT {
        deeds.push((at(chance), Deed::AgentWrites(number)));
    }
    if chance.next_u64().is_multiple_of(3) {
        deeds.push((at(chance), Deed::AgentCloses));
    }
    for _ in 0..INVITATIONS {
        let invited = at(chance);
        let lasts = Millis((chance.next_u64() % 60_000).cast_signed() + 2_000);
        deeds.push((invited, Deed::Invite(lasts)));
        if chance.next_u64().is_multiple_of(2) {
            let ended = invited + Millis((chance.next_u64() % 20_000).cast_signed());
            deeds.push((ended, Deed::EndCoBrowse));
            // While the word of it is on its way.
            for _ in 0..2 {
                let clicked = ended + Millis((chance.next_u64() % 100).cast_signed());
                deeds.push((clicked, Deed::Answer(true, Answer::Accepted)));
            }
        }
        // Around its end, in a moment in which one tab may know of that and another not.
        for span in [8, 300, 6_000] {
            let clicked = invited + lasts + Millis((chance.next_u64() % span).cast_signed() - span.cast_signed() / 2);
            deeds.push((clicked, Deed::Answer(true, Answer::Accepted)));
        }
        // In two tabs with a few milliseconds between.
        let clicked = invited + Millis((chance.next_u64() % 5_000).cast_signed());
        deeds.push((clicked, Deed::Answer(false, Answer::Accepted)));
        deeds.push((clicked + Millis((chance.next_u64() % 8).cast_signed()), Deed::Answer(false, Answer::Declined)));
        for _ in 0..3 {
            let answer = if chance.next_u64().is_multiple_of(3) { Answer::Declined } else { Answer::Accepted };
            let clicked = invited + Millis((chance.next_u64() % 30_000).cast_signed());
            deeds.push((clicked, Deed::Answer(chance.next_u64().is_multiple_of(2), answer)));
        }
    }
    for number in 0..12 {
        deeds.push((at(chance), Deed::Look(number % 3 == 2)));
        deeds.push((at(chance), Deed::Tag(number % 2 == 0)));
        deeds.push((at(chance), Deed::Draft(number % 3 == 0)));
    }
    for _ in 0..4 {
        deeds.push((at(chance), Deed::SendDraft));
    }
    for _ in 0..FAULTS {
        let fault = Fault::any(chance);
        let lasts = Millis((chance.next_u64() % 60_000).cast_signed() + 1_000);
        let standing = Standing::ALL[usize::try_from(chance.next_u64() % Standing::ALL.len() as u64).unwrap()];
        deeds.push((at(chance), Deed::Suffer(fault, standing, lasts)));
    }
    // While everybody signs up for the first time.
    if chance.next_u64().is_multiple_of(2) {
        let early =
            [Fault::HalfOpenDown, Fault::HalfOpenUp, Fault::Kill, Fault::Reload, Fault::Race, Fault::any(chance)];
        let fault = early[usize::try_from(chance.next_u64() % early.len() as u64).unwrap()];
        let lasts = Millis((chance.next_u64() % 30_000).cast_signed() + 1_000);
        let at = START + Millis((chance.next_u64() % 160).cast_signed());
        deeds.push((at, Deed::Suffer(fault, Standing::SigningIn, lasts)));
    }
    for _ in 0..chance.next_u64() % 3 {
        deeds.push((at(chance), Deed::ConsumerCloses));
    }
    deeds.sort_by_key(|(at, _)| *at);
    deeds
}
