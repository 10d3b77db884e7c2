//! What the page of every visitor says.

use alongside::app::{Config, ServiceUrl};
use alongside::protocol::{AccountId, ClientProperties};

pub(crate) fn config(seed: u64) -> Config {
    Config {
        account: AccountId::from("10001"),
        service: ServiceUrl::parse("https://api.example.com").unwrap(),
        connector: Some("4711".into()),
        authenticate: None,
        visitor_name: "Visitor".into(),
        cobrowse_app: "lpUnifiedWindow".into(),
        client: ClientProperties::header().into(),
        page_id: "page-1".into(),
        seed,
    }
}
