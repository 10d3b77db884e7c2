//! Nothing is shown as delivered or read that is not, at any time.

use std::collections::BTreeMap;

use alongside::emulator::LogEntry;
use alongside::protocol::{AcceptStatus, DialogId, Event, Sequence};
use alongside::store::{Delivery, Place, RowContent};

use crate::browser::Tab;
use crate::world::World;

/// The agent's receipts in the service's log, as far as it was looked at.
#[derive(Default)]
pub(crate) struct Receipts {
    seen: usize,
    /// Whether the message at a place was read, beside being accepted.
    told: BTreeMap<DialogId, BTreeMap<Sequence, bool>>,
}

impl Receipts {
    /// Looks at what has come into the log.
    pub(crate) fn read_on(&mut self, world: &World) {
        let log = world.service.log();
        for entry in &log[self.seen..] {
            if let LogEntry::Event { event, originator, dialog, .. } = entry
                && let Event::AcceptStatus(receipt) = event.as_ref()
                && originator.as_str() == world.desk.id
            {
                let told = self.told.entry(dialog.clone()).or_default();
                for number in &receipt.sequence_list {
                    *told.entry(*number).or_default() |= receipt.status == AcceptStatus::Read;
                }
            }
        }
        self.seen = log.len();
    }

    /// What a tab shows too early.
    pub(crate) fn made_up(&self, tab: &Tab) -> Vec<String> {
        let conversation = &tab.app.state().conversation;
        let mut made_up = Vec::new();
        for row in conversation.rows.iter() {
            let (Place::At { sequence, dialog, .. }, RowContent::Message(message)) = (row.place, &row.content) else {
                continue;
            };
            let is_read = match message.delivery {
                Delivery::Read => true,
                Delivery::Delivered => false,
                _ => continue,
            };
            let dialog = conversation.dialog_at(dialog);
            let told = dialog.and_then(|dialog| self.told.get(dialog)?.get(&sequence));
            if told.is_none_or(|was_read| is_read && !was_read) {
                made_up.push(format!("{:?} is shown as {:?}", message.text, message.delivery));
            }
        }
        made_up
    }
}
