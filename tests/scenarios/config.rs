//! What the page of every visitor says.

use alongside::app::{Config, ServiceUrl};
use alongside::protocol::{AccountId, ClientProperties, Feature};

pub(crate) fn config(seed: u64) -> Config {
    let mut client = ClientProperties::header();
    client.features = vec![Feature::CoBrowse, Feature::MultiDialog].into();
    Config {
        account: AccountId::from("10001"),
        service: ServiceUrl::parse("https://api.example.com").unwrap(),
        connector: Some("4711".into()),
        authenticate: None,
        visitor_name: "Visitor".into(),
        cobrowse_app: "lpUnifiedWindow".into(),
        hidden: String::new(),
        sound: false,
        mask: true,
        origin: Box::default(),
        client: client.into(),
        page_id: "page-1".into(),
        seed,
    }
}
