//! Names of frame types. Servers and revisions write the same name in several ways; they are compared by family.

use crate::protocol::json::Value;

use super::wire::{Trace, Wire};

/// A type name as it stood in the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName(String);

impl TypeName {
    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name by which the host compares types: no leading dot, no `ams.`, the newer word of each pair of words.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn family(&self) -> String {
        let name = self.0.strip_prefix('.').unwrap_or(&self.0);
        let name = name.strip_prefix("ams.").unwrap_or(name);
        let name = name.strip_prefix("ReqBody$").unwrap_or(name);
        let name = name.replace("$Response", "Response");
        let name = match name.split_once('.') {
            Some(("aam", rest)) => format!("cqm.{rest}"),
            Some(("up", rest)) => format!("userprofile.{rest}"),
            _ => name,
        };
        match name.as_str() {
            "ms.BaseGenerateURLResponse" => "ms.GenerateURLResponse".into(),
            "ms.OnlineEventDistribution" => "ms.MessagingEventNotification".into(),
            "StringResponse" => "StringResp".into(),
            _ => name,
        }
    }
}

impl From<&str> for TypeName {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl Wire for TypeName {
    fn blank() -> Self {
        Self(String::new())
    }

    fn fill(&mut self, value: &Value, trace: &mut Trace) -> bool {
        self.0.fill(value, trace)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn write(&self) -> Value {
        Value::from(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::TypeName;

    #[test]
    fn names_of_one_family_compare_equal() {
        let check = |written: &str, family: &str| assert_eq!(TypeName::from(written).family(), family, "{written}");
        check("cqm.ExConversationChangeNotification", "cqm.ExConversationChangeNotification");
        check("aam.ExConversationChangeNotification", "cqm.ExConversationChangeNotification");
        check(".ams.aam.ExConversationChangeNotification", "cqm.ExConversationChangeNotification");
        check(".ams.ms.OnlineEventDistribution", "ms.MessagingEventNotification");
        check(".ams.ms.PublishEvent$Response", "ms.PublishEventResponse");
        check(".ams.GenericSubscribeResponse", "GenericSubscribeResponse");
        check(".ReqBody$StringResp", "StringResp");
        check("StringResponse", "StringResp");
        check("up.GetUserProfile$Response", "userprofile.GetUserProfileResponse");
        check(".GetClock$Response", "GetClockResponse");
        check("", "");
    }
}
