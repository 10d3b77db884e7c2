//! The room that touches the browser: it performs what `app` asks for, and tells it what happened.
//!
//! One file a device. A [`Runner`] owns them all for one widget; each timer, listener and socket ends when its owner is
//! dropped, and from then on no answer is heard either; what the page would keep of a broken widget hangs on a [`Life`].
//! Nothing is global. No decision lives here: what is sent, kept or
//! published, and when, is said by the machine that the runner drives. A `JsValue` that was thrown becomes a typed error
//! in the file that called, and goes no further.

mod announce;
mod authentication;
mod call_screen;
pub(crate) mod clipboard;
pub mod clock;
pub mod console;
pub mod deferred;
mod download;
pub mod entropy;
mod files;
mod http;
pub(crate) mod js;
mod later;
mod life;
pub(crate) mod listener;
pub mod lp_tag;
mod machine;
mod notices;
mod page;
mod report;
mod runner;
mod socket;
pub mod storage;
mod tabs;
mod tell;
mod visitor;

use std::rc::Rc;

pub use life::Life;
pub use machine::Machine;
pub use runner::{Runner, Says};

use crate::app::Input;

/// Where a device puts what it hears.
pub(crate) type Inbox = Rc<dyn Fn(Input)>;
