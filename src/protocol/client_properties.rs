//! The headers of `InitConnection`: who connects, with what device, and which features it can show.

use crate::protocol::json::{ObjectWriter, Value};

use super::wire::{Many, Members, Trace, Wire, wire_enum, wire_struct};

wire_enum! {
    /// The kind of device.
    pub enum DeviceFamily {
        /// A desktop computer.
        Desktop = "DESKTOP",
        /// A tablet.
        Tablet = "TABLET",
        /// A phone.
        Mobile = "MOBILE",
    }
}

wire_enum! {
    /// The operating system.
    pub enum Os {
        /// Windows.
        Windows = "WINDOWS",
        /// Linux.
        Linux = "LINUX",
        /// macOS.
        Osx = "OSX",
        /// Android.
        Android = "ANDROID",
        /// iOS and iPadOS.
        Ios = "IOS",
    }
}

wire_enum! {
    /// How the client was built.
    pub enum Integration {
        /// A web client.
        WebSdk = "WEB_SDK",
        /// A mobile client.
        MobileSdk = "MOBILE_SDK",
        /// A brand's own client.
        BrandSdk = "BRAND_SDK",
    }
}

wire_enum! {
    /// What a client says that it can show.
    pub enum Feature {
        /// CoBrowse, voice and video invitations on the web.
        CoBrowse = "CO_BROWSE",
        /// The counterpart inside mobile apps.
        CoApp = "CO_APP",
        /// Sending images.
        PhotoSharing = "PHOTO_SHARING",
        /// Secure forms.
        SecureForms = "SECURE_FORMS",
        /// Automatic messages of the system.
        AutoMessages = "AUTO_MESSAGES",
        /// Structured content.
        RichContent = "RICH_CONTENT",
        /// Quick replies.
        QuickReplies = "QUICK_REPLIES",
        /// More than one dialog in a conversation.
        MultiDialog = "MULTI_DIALOG",
        /// Documents.
        FileSharing = "FILE_SHARING",
        /// Links in the markdown form inside plain texts.
        MarkdownHyperlinks = "MARKDOWN_HYPERLINKS",
    }
}

wire_struct! {
    /// What a client tells of itself; all members are optional. The misspelt `deviceManufacture` is the protocol's.
    #[derive(Default)]
    pub struct ClientProperties {
        /// `.ams.headers.ClientProperties` as a header, `.ClientProperties` elsewhere.
        type_name: Option<String> = "type",
        /// The application, up to 64 characters.
        app_id: Option<String> = "appId",
        /// Its version, up to 32 characters.
        app_version: Option<String> = "appVersion",
        /// The kind of device.
        device_family: Option<DeviceFamily> = "deviceFamily",
        /// The operating system.
        os: Option<Os> = "os",
        /// The browser in free text.
        browser: Option<String> = "browser",
        /// Its version in free text.
        browser_version: Option<String> = "browserVersion",
        /// An IANA time zone name.
        time_zone: Option<String> = "timeZone",
        /// How the client was built.
        integration: Option<Integration> = "integration",
        /// Its version in free text.
        integration_version: Option<String> = "integrationVersion",
        /// What it can show.
        features: Many<Feature> = "features",
    } natively {
        /// Written by the service.
        ip_address: Option<String> = "ipAddress",
        /// Its name in free text.
        os_name: Option<String> = "osName",
        /// Its version in free text.
        os_version: Option<String> = "osVersion",
        /// Who made the device.
        device_manufacture: Option<String> = "deviceManufacture",
        /// Which device it is.
        device_model: Option<String> = "deviceModel",
    }
}

impl ClientProperties {
    /// Nothing but the header's type.
    #[must_use]
    pub fn header() -> Self {
        Self { type_name: Some(".ams.headers.ClientProperties".into()), ..Self::default() }
    }
}

impl ClientProperties {
    /// The object as a JSON text.
    #[must_use]
    pub fn json(&self) -> String {
        let features: Vec<String> =
            self.features.iter().map(|feature| ["\"", feature.as_str(), "\""].concat()).collect();
        let texts = [
            ("type", self.type_name.as_deref()),
            ("appId", self.app_id.as_deref()),
            ("appVersion", self.app_version.as_deref()),
            ("deviceFamily", self.device_family.as_ref().map(DeviceFamily::as_str)),
            ("os", self.os.as_ref().map(Os::as_str)),
            ("browser", self.browser.as_deref()),
            ("browserVersion", self.browser_version.as_deref()),
            ("timeZone", self.time_zone.as_deref()),
            ("integration", self.integration.as_ref().map(Integration::as_str)),
            ("integrationVersion", self.integration_version.as_deref()),
        ];
        let mut object = ObjectWriter::new();
        for (key, text) in texts {
            object.optional_text(key, text);
        }
        object.list("features", &features);
        object.finish()
    }
}

/// One header of `InitConnection`.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq)]
pub enum Header {
    /// The token of the consumer. A secret: never logged.
    ConsumerAuthentication {
        /// The token, at most 2048 characters.
        jwt: String,
    },
    /// What the client tells of itself.
    ClientProperties(Box<ClientProperties>),
    /// A header that this version does not know.
    Unknown(Value),
}

#[cfg(not(target_arch = "wasm32"))]
const AUTHENTICATION: &str = ".ams.headers.ConsumerAuthentication";

#[cfg(not(target_arch = "wasm32"))]
impl Wire for Header {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
        if kind == AUTHENTICATION {
            let mut members = Members::open(value, trace)?;
            let (mut kind, mut jwt) = (String::new(), String::new());
            members.field("type", &mut kind);
            members.field("jwt", &mut jwt);
            members.close().then_some(Self::ConsumerAuthentication { jwt })
        } else if kind.ends_with(".ClientProperties") {
            ClientProperties::read(value, trace).map(Box::new).map(Self::ClientProperties)
        } else {
            trace.note_misread_at("/type");
            Some(Self::Unknown(value.clone()))
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::ConsumerAuthentication { jwt } => {
                crate::protocol::json::text_object(&[("type", AUTHENTICATION), ("jwt", jwt)])
            }
            Self::ClientProperties(properties) => properties.write(),
            Self::Unknown(value) => value.clone(),
        }
    }
}
