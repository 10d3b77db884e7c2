//! What the element says.

use super::client;
use crate::app::{Config, Random, ServiceUrl};
use crate::effects::entropy;
use crate::protocol::Origin;

/// What the attributes of an element ask for; white space around a value counts for nothing, and neither does an empty
/// value.
///
/// # Errors
/// A sentence for the developer, naming the attribute and what it should hold.
pub fn read(attribute: &dyn Fn(&str) -> Option<String>) -> Result<Config, String> {
    let given = |name| attribute(name).map(|value| value.trim_ascii().to_owned()).filter(|value| !value.is_empty());
    let account = given("account").unwrap_or_default();
    let service = given("service").unwrap_or_else(|| ServiceUrl::PUBLIC.into());
    let address = ServiceUrl::parse(&service);
    let connector = given("connector");
    let authenticate = attribute("authenticate").map(|_| given("authenticate").unwrap_or_else(|| FUNCTION.into()));
    let function = authenticate.as_deref().unwrap_or(FUNCTION);
    let cobrowse_app = given("cobrowse-app").unwrap_or_else(|| APPS[0].into());
    let urgency = given("urgency").map(|urgency| urgency.to_ascii_uppercase());
    let is_urgency = urgency.as_deref().is_none_or(|urgency| URGENCIES.contains(&urgency));
    let id = connector.as_deref().unwrap_or_default();
    let checks = [
        ("account", account.as_str(), !account.is_empty() && is_word(&account), ACCOUNT),
        ("service", &service, address.is_some(), SERVICE),
        ("connector", id, is_word(id), CONNECTOR),
        ("authenticate", function, is_path(function), AUTHENTICATE),
        ("urgency", urgency.as_deref().unwrap_or(URGENCIES[0]), is_urgency, "normal, prioritized or urgent"),
        ("cobrowse-app", &cobrowse_app, APPS.contains(&cobrowse_app.as_str()), "lpUnifiedWindow or lpCoBrowse"),
    ];
    for (name, value, is_right, expected) in checks {
        if !is_right {
            return Err(["<alongside-chat ", name, "=\"", value, "\">: \"", name, "\" is to be ", expected].concat());
        }
    }
    Ok(Config {
        account: account.as_str().into(),
        service: address.ok_or(SERVICE)?,
        connector,
        authenticate,
        visitor_name: given("visitor-name").unwrap_or_else(|| "Visitor".into()),
        cobrowse_app,
        hidden: given("cobrowse-hidden").unwrap_or_default(),
        origin: Box::new(Origin {
            skill: given("skill"),
            urgency,
            campaign: given("campaign"),
            engagement: given("engagement"),
            visitor: given("visitor-id"),
            session: given("session-id"),
            language: client::language(),
            ..Origin::default()
        }),
        sound: attribute("sound").is_some(),
        mask: given("mask").as_deref() != Some("off"),
        client: Box::new(client::properties()),
        page_id: Random::new(entropy::seed()).word(),
        seed: entropy::seed(),
    })
}

/// What may stand in a path as it is.
fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Names with dots between them.
fn is_path(text: &str) -> bool {
    let mut before = b'.';
    for byte in text.bytes().chain([b'.']) {
        if before == b'.' && byte == b'.' || !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.')) {
            return false;
        }
        before = byte;
    }
    true
}

/// As the vendor's own window calls it.
const FUNCTION: &str = "lpGetAuthenticationToken";
const AUTHENTICATE: &str = "the name of a function of the page, like authenticate=\"lpGetAuthenticationToken\"";
const ACCOUNT: &str = "the number of the account, like account=\"10001\"";
const SERVICE: &str = "scheme and host without a path, like service=\"https://api.liveperson.net\"";
const CONNECTOR: &str = "the id of a connector for unauthenticated messaging";
/// As the service calls them.
const URGENCIES: [&str; 3] = ["NORMAL", "PRIORITIZED", "URGENT"];
/// The tutorial's application, and the one that newer tags listen to.
const APPS: [&str; 2] = ["lpUnifiedWindow", "lpCoBrowse"];
