//! What a scenario asks its world: the transcript, what the service took, receipts, the banner.

use alongside::emulator::LogEntry;
use alongside::protocol::Event;
use alongside::store::view::{self, BannerStage};
use alongside::store::{Author, Delivery, EntryId, Failure, Message, RowContent};

use crate::world::World;

impl World {
    /// Whether every text of the consumer has reached the service.
    pub(crate) fn is_settled(&self) -> bool {
        self.messages().iter().all(|message| !matches!(message.delivery, Delivery::Queued(_) | Delivery::Sending(_)))
    }

    pub(crate) fn messages(&self) -> Vec<Message> {
        let rows = self.state().conversation.rows.iter();
        rows.filter_map(|row| match &row.content {
            RowContent::Message(message) => Some(message.clone()),
            RowContent::Note(_) => None,
        })
        .collect()
    }

    /// Why the newest message was not sent, if it is one that could not be; and its entry.
    pub(crate) fn failed(&self) -> Option<(EntryId, Failure)> {
        match self.messages().last()?.delivery {
            Delivery::Failed(entry, failure) => Some((entry, failure)),
            _ => None,
        }
    }

    /// The texts that were not sent as their conversation had ended.
    pub(crate) fn too_late(&self) -> Vec<EntryId> {
        let of = |message: &Message| match message.delivery {
            Delivery::Failed(entry, Failure::Ended) => Some(entry),
            _ => None,
        };
        self.messages().iter().filter_map(of).collect()
    }

    /// Under which name the first text is kept that is on its way or failed, and as what.
    pub(crate) fn kept_text(&self) -> (String, String) {
        let (key, value) = self.storage.iter().find(|(key, _)| key.contains("|text|")).expect("a text is kept");
        (key.clone(), value.clone())
    }

    /// How often the service was asked for something, by a word of the request.
    pub(crate) fn asked_for(&self, what: &str) -> usize {
        self.heard.iter().filter(|text| text.contains(what)).count()
    }

    /// The transcript in short: `>` before the consumer's texts, `<` before the others'.
    pub(crate) fn transcript(&self) -> Vec<String> {
        let sign = |author: &Author| if *author == Author::Me { '>' } else { '<' };
        self.messages().iter().map(|message| format!("{} {}", sign(&message.author), message.text)).collect()
    }

    /// The texts that the service took, in its order.
    pub(crate) fn log(&self) -> Vec<String> {
        let texts = self.service.log().iter().filter_map(|entry| match entry {
            LogEntry::Event { event, .. } => event.as_text().map(str::to_owned),
            LogEntry::Conversation { .. } => None,
        });
        texts.collect()
    }

    /// How many files the service was told of.
    pub(crate) fn has_files(&self) -> usize {
        let is_file = |entry: &&LogEntry| matches!(entry, LogEntry::Event { event, .. } if event.as_file().is_some());
        self.service.log().iter().filter(is_file).count()
    }

    /// The receipts that the consumer sent, as status and numbers.
    pub(crate) fn receipts(&self) -> Vec<(String, Vec<i64>)> {
        let me = self.state().me.clone();
        let receipts = self.service.log().iter().filter_map(|entry| match entry {
            LogEntry::Event { event, originator, .. } if Some(originator) == me.as_ref() => match event.as_ref() {
                Event::AcceptStatus(receipt) => {
                    let numbers = receipt.sequence_list.iter().map(|number| number.0).collect();
                    Some((receipt.status.as_str().to_owned(), numbers))
                }
                _ => None,
            },
            _ => None,
        });
        receipts.collect()
    }

    pub(crate) fn banner(&self) -> Option<BannerStage> {
        view::banner(self.state()).map(|banner| banner.stage)
    }

    pub(crate) fn published_events(&self) -> Vec<&'static str> {
        self.published.iter().map(|published| published.event).collect()
    }
}
