//! Alongside: a chat widget with CoBrowse invitations for the Messaging Window API.
//!
//! Rooms, from the ground up; each imports only from rooms below it (see `ARCHITECTURE.md`):
//!
//! | room | what lives there |
//! | :-- | :-- |
//! | [`protocol`] | the wire, typed |
//! | [`session`] | the consumer on the wire, sans-IO |
//! | [`store`] | what people see: state, actions, a pure `reduce`, view models |
//! | [`emulator`] | the service on the other side, sans-IO |
//! | [`app`] | one consumer in one tab, sans-IO: marries `session` and `store` |
//! | `effects` | what touches the browser: performs what `app` asks for |
//! | `ui` | components, which read view models and say what the consumer does |
//! | `embed` | the page's door: the element, its attributes, mounting |

pub mod app;
#[cfg(feature = "ui")]
pub mod effects;
#[cfg(feature = "ui")]
pub mod embed;
// The other side runs on the host only, and with the members of the wire that the wasm leaves out.
#[cfg(not(target_arch = "wasm32"))]
pub mod emulator;
pub mod protocol;
pub mod session;
pub mod store;
#[cfg(feature = "ui")]
pub mod ui;
