//! A look at a seed that went wrong.

use super::{START, World};

impl World {
    /// Which events a tab shows, of what the log holds: for a look at a seed.
    pub(crate) fn picture(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for entry in self.service.log() {
            if let alongside::emulator::LogEntry::Event {
                at,
                event,
                dialog,
                sequence: Some(sequence),
                metadata,
                originator,
                ..
            } = entry
                && let Some(text) = event.as_text()
            {
                let name = metadata.iter().find_map(alongside::protocol::Metadata::as_external_id);
                let (at, dialog) = ((*at - START).0, dialog.as_str());
                lines.push(format!("log {at} {dialog} {} {text:?} {name:?} {originator:?}", sequence.0));
            }
        }
        for (browser, tab) in self.living() {
            for row in self.app(browser, tab).state().conversation.rows.iter() {
                lines.push(format!("{browser}.{tab} shows {:?} {:?}", row.place, row.content));
            }
        }
        lines
    }
}
