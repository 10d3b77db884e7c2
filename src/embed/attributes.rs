//! What the element says.

use crate::app::ServiceUrl;
use crate::protocol::AccountId;

/// The attributes of an element, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributes {
    /// `account`: the brand's account. Required.
    pub account: AccountId,
    /// `service`: where discovery is asked; without it, the public service.
    pub service: ServiceUrl,
    /// `connector`: the connector of unauthenticated messaging.
    pub connector: Option<String>,
    /// `visitor-name`: what the page's tag is told of the consumer.
    pub visitor_name: String,
    /// `cobrowse-app`: the application under which the page's tag listens.
    pub cobrowse_app: String,
}

impl Attributes {
    /// Reads the attributes; white space around a value counts for nothing, and neither does an empty value.
    ///
    /// # Errors
    /// A sentence for the developer, naming the attribute and what it should hold.
    pub fn read(attribute: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let given = |name: &str| attribute(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let account = given("account").ok_or_else(|| complaint("account", None, ACCOUNT))?;
        if !is_word(&account) {
            return Err(complaint("account", Some(&account), ACCOUNT));
        }
        let service = given("service").unwrap_or_else(|| ServiceUrl::PUBLIC.into());
        let service = ServiceUrl::parse(&service).ok_or_else(|| complaint("service", Some(&service), SERVICE))?;
        let connector = given("connector");
        if let Some(connector) = connector.as_ref().filter(|connector| !is_word(connector)) {
            return Err(complaint("connector", Some(connector), CONNECTOR));
        }
        let cobrowse_app = given("cobrowse-app").unwrap_or_else(|| APPS[0].into());
        if !APPS.contains(&cobrowse_app.as_str()) {
            return Err(complaint("cobrowse-app", Some(&cobrowse_app), "lpUnifiedWindow or lpCoBrowse"));
        }
        Ok(Self {
            account: account.as_str().into(),
            service,
            connector,
            visitor_name: given("visitor-name").unwrap_or_else(|| "Visitor".into()),
            cobrowse_app,
        })
    }
}

/// What may stand in a path as it is.
fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn complaint(name: &str, value: Option<&str>, expected: &str) -> String {
    match value {
        Some(value) => format!("<alongside-chat> has {name}=\"{value}\", which cannot be used: expected {expected}"),
        None => format!("<alongside-chat> has no attribute \"{name}\": expected {expected}"),
    }
}

const ACCOUNT: &str = "the number of the account, like account=\"10001\"";
const SERVICE: &str = "scheme and host without a path, like service=\"https://api.liveperson.net\"";
const CONNECTOR: &str = "the id of a connector for unauthenticated messaging";
/// The tutorial's application, and the one that newer tags listen to.
const APPS: [&str; 2] = ["lpUnifiedWindow", "lpCoBrowse"];
