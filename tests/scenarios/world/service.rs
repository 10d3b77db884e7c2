//! What the service does to the tab and the agent.

use alongside::emulator::Output as ServiceOutput;

use super::{LATENCY, Parcel, World};

impl World {
    pub(super) fn service_output(&mut self, output: ServiceOutput) {
        match output {
            ServiceOutput::Transmit { socket, text } if Some(socket) == self.agent_socket => {
                self.later(LATENCY, Parcel::ToAgent { text });
            }
            ServiceOutput::Transmit { socket, text } => {
                let link = self.links.iter().find(|(_, known)| **known == socket).map(|(link, _)| *link);
                if let Some(link) = link {
                    self.later(LATENCY, Parcel::ToTab { link, text });
                }
            }
            ServiceOutput::Close { socket, code, .. } => {
                let link = self.links.iter().find(|(_, known)| **known == socket).map(|(link, _)| *link);
                if let Some(link) = link {
                    self.links.remove(&link);
                    self.later(LATENCY, Parcel::ClosedAtTab { link, code });
                }
            }
        }
    }
}
