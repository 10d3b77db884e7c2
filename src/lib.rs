//! Alongside: a chat widget with CoBrowse invitations for the Messaging Window API.
//!
//! Rooms, from the ground up; each imports only from rooms below it (see `ARCHITECTURE.md`):
//!
//! | room | what lives there |
//! | :-- | :-- |
//! | [`protocol`] | the wire, typed |
//! | [`store`] | what people see: state, actions, a pure `reduce`, view models |
//! | `ui` | components, which read view models and say what the consumer does |

pub mod app;
#[cfg(feature = "ui")]
pub mod effects;
#[cfg(feature = "ui")]
pub mod embed;
pub mod protocol;
pub mod session;
pub mod store;
#[cfg(feature = "ui")]
pub mod ui;
