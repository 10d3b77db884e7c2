//! Alongside: a chat widget with CoBrowse invitations for the Messaging Window API.
//!
//! Rooms, from the ground up; each imports only from rooms below it (see `ARCHITECTURE.md`):
//!
//! | room | what lives there |
//! | :-- | :-- |
//! | [`protocol`] | the wire, typed |
//! | [`emulator`] | the service on the other side, sans-IO |

pub mod emulator;
pub mod protocol;
