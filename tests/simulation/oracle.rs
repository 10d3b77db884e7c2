//! What has to hold in the end. The service's raw log is the truth.

use std::collections::{BTreeMap, BTreeSet};

use alongside::emulator::LogEntry;
use alongside::protocol::{AcceptStatus, Event, Sequence};
use alongside::store::{Author, Delivery, Place, RowContent};

use super::world::World;

#[derive(Default)]
pub(crate) struct Verdict {
    pub(crate) violations: Vec<String>,
    /// Texts that stand twice because the service took a frame from a connection that was long gone.
    pub(crate) doubles_allowed: u64,
}

/// A text in the log.
struct Said {
    mine: bool,
    text: String,
}

fn log(world: &World) -> Vec<Said> {
    let agent = world.agent.id.as_str();
    let said = |entry: &LogEntry| match entry {
        LogEntry::Event { event, originator, sequence: Some(_), .. } => {
            let text = event.as_text()?.to_owned();
            Some(Said { mine: originator.as_str() != agent, text })
        }
        _ => None,
    };
    world.service.log().iter().filter_map(said).collect()
}

/// The texts that are shown as failed, and how often.
fn failed(world: &World) -> BTreeMap<String, usize> {
    let mut failed = BTreeMap::new();
    for message in world.browser.messages() {
        if matches!(message.delivery, Delivery::Failed(..)) {
            *failed.entry(message.text.to_string()).or_default() += 1;
        }
    }
    failed
}

pub(crate) fn judge(world: &World, sent: &[String]) -> Verdict {
    let mut verdict = Verdict::default();
    let log = log(world);
    nothing_lost_or_doubled(world, sent, &log, &mut verdict);
    in_order(sent, &log, &mut verdict);
    if verdict.doubles_allowed == 0 {
        shown_as_it_is(world, &log, &mut verdict);
    }
    no_receipt_is_made_up(world, &mut verdict);
    one_of_each(world, &mut verdict);
    verdict
}

fn nothing_lost_or_doubled(world: &World, sent: &[String], log: &[Said], verdict: &mut Verdict) {
    let failed = failed(world);
    for text in sent.iter().collect::<BTreeSet<_>>() {
        let wanted = sent.iter().filter(|other| *other == text).count() - failed.get(text).copied().unwrap_or(0);
        let stands = log.iter().filter(|said| said.mine && said.text == *text).count();
        if stands < wanted {
            verdict.violations.push(format!("lost: {text:?} was sent {wanted} times and stands {stands} times"));
        }
        let late = world.late.iter().filter(|late| *late == text).count();
        let doubled = stands.saturating_sub(wanted);
        verdict.doubles_allowed += doubled.min(late) as u64;
        if doubled > late {
            verdict.violations.push(format!("doubled: {text:?} was sent {wanted} times and stands {stands} times"));
        }
    }
}

/// Texts stand in the order in which they were sent; of one that stands twice the first time counts.
fn in_order(sent: &[String], log: &[Said], verdict: &mut Verdict) {
    let place = |text: &str| sent.iter().position(|other| other == text);
    let mut seen = BTreeSet::new();
    let mut newest = None;
    for said in log.iter().filter(|said| said.mine && said.text != "ok") {
        if seen.insert(&said.text) {
            let place = place(&said.text);
            if place < newest {
                verdict.violations.push(format!("out of order: {:?}", said.text));
            }
            newest = newest.max(place);
        }
    }
}

fn shown_as_it_is(world: &World, log: &[Said], verdict: &mut Verdict) {
    let shown: Vec<_> = world
        .browser
        .messages()
        .into_iter()
        .filter(|message| !matches!(message.delivery, Delivery::Failed(..)))
        .map(|message| (message.author == Author::Me, message.text.to_string()))
        .collect();
    let said: Vec<_> = log.iter().map(|said| (said.mine, said.text.clone())).collect();
    if shown != said {
        let at = shown.iter().zip(&said).take_while(|(shown, said)| shown == said).count();
        verdict.violations.push(format!(
            "the transcript is not the log: {} rows for {} texts; from {at} on {:?} for {:?}",
            shown.len(),
            said.len(),
            shown.iter().skip(at).take(3).collect::<Vec<_>>(),
            said.iter().skip(at).take(3).collect::<Vec<_>>()
        ));
    }
}

fn no_receipt_is_made_up(world: &World, verdict: &mut Verdict) {
    let mut told: BTreeMap<Sequence, bool> = BTreeMap::new();
    for entry in world.service.log() {
        if let LogEntry::Event { event, originator, .. } = entry
            && let Event::AcceptStatus(receipt) = event.as_ref()
            && originator.as_str() == world.agent.id
        {
            for number in &receipt.sequence_list {
                *told.entry(*number).or_default() |= receipt.status == AcceptStatus::Read;
            }
        }
    }
    for row in world.browser.app.state().conversation.rows.iter() {
        let (Place::At { sequence, .. }, RowContent::Message(message)) = (row.place, &row.content) else { continue };
        let is_true = match message.delivery {
            Delivery::Read => told.get(&sequence) == Some(&true),
            Delivery::Delivered => told.contains_key(&sequence),
            _ => true,
        };
        if !is_true {
            verdict.violations.push(format!("{:?} is shown as {:?}", message.text, message.delivery));
        }
    }
}

/// One conversation, and one person.
fn one_of_each(world: &World, verdict: &mut Verdict) {
    let (mut conversations, mut people) = (BTreeSet::new(), BTreeSet::new());
    for entry in world.service.log() {
        match entry {
            LogEntry::Conversation { conversation, .. } => drop(conversations.insert(conversation.clone())),
            LogEntry::Event { originator, .. } => drop(people.insert(originator.clone())),
        }
    }
    if conversations.len() > 1 {
        verdict.violations.push(format!("{} conversations", conversations.len()));
    }
    if people.len() > 2 {
        verdict.violations.push(format!("{} people beside the agent", people.len() - 1));
    }
}
