//! What the service is told of this browser: enough to tell a phone from a desktop, and no more.

use crate::effects::js;
use crate::protocol::{ClientProperties, DeviceFamily, Feature, Integration, Os};

/// What works.
const FEATURES: [Feature; 8] = [
    Feature::AutoMessages,
    Feature::CoBrowse,
    Feature::FileSharing,
    Feature::MarkdownHyperlinks,
    Feature::MultiDialog,
    Feature::PhotoSharing,
    Feature::QuickReplies,
    Feature::RichContent,
];

/// Describes the client that runs this.
#[must_use]
pub fn properties() -> ClientProperties {
    let navigator = js::find(&["navigator"]);
    let has_touch = js::number(&navigator, "maxTouchPoints") > Some(1);
    let agent = js::text(&navigator, "userAgent").unwrap_or_default();
    ClientProperties {
        app_id: Some("alongside".into()),
        app_version: Some(env!("CARGO_PKG_VERSION").into()),
        time_zone: time_zone(),
        integration: Some(Integration::WebSdk),
        features: FEATURES.to_vec().into(),
        ..sniff(&agent, has_touch)
    }
}

/// The language that the browser's owner reads.
#[must_use]
pub fn language() -> Option<String> {
    js::text(&js::find(&["navigator"]), "language").filter(|language| language.len() <= LONGEST_LANGUAGE)
}

/// In bytes: more is no language tag.
const LONGEST_LANGUAGE: usize = 35;

/// Reads a `User-Agent`, which tells enough also where browsers have begun to say less in it. A touch screen tells a
/// tablet that poses as a Mac.
#[must_use]
pub fn sniff(agent: &str, has_touch: bool) -> ClientProperties {
    let says = |word| after(agent, word).is_some();
    let os = OS_WORDS.iter().find(|(word, _)| says(word)).map(|(_, os)| os.clone());
    let os = if os == Some(Os::Osx) && has_touch { Some(Os::Ios) } else { os };
    let family = match os {
        _ if says("Mobi") && !says("iPad") => DeviceFamily::Mobile,
        Some(Os::Android | Os::Ios) => DeviceFamily::Tablet,
        _ => DeviceFamily::Desktop,
    };
    let found = BROWSER_WORDS.iter().find_map(|(word, name)| Some((*name, after(agent, word)?)));
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    ClientProperties {
        device_family: Some(family),
        os,
        browser: found.map(|(name, _)| name.into()),
        browser_version: found.map(|(_, rest)| digits(rest)).filter(|version| !version.is_empty()),
        ..ClientProperties::header()
    }
}

/// What follows a word.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.char_indices().find_map(|(at, _)| text.get(at..)?.strip_prefix(word))
}

fn time_zone() -> Option<String> {
    let format = js::make(&["Intl", "DateTimeFormat"], &[]).ok()?;
    js::text(&js::call(&format, "resolvedOptions", &[]).ok()?, "timeZone")
}

/// In the order in which they are to be looked for: phones name the desktop system that they resemble as well.
const OS_WORDS: [(&str, Os); 8] = [
    ("Android", Os::Android),
    ("iPhone", Os::Ios),
    ("iPad", Os::Ios),
    ("iPod", Os::Ios),
    ("Windows", Os::Windows),
    ("Macintosh", Os::Osx),
    ("Linux", Os::Linux),
    ("CrOS", Os::Linux),
];

/// In the order in which they are to be looked for: most name others as well.
const BROWSER_WORDS: [(&str, &str); 8] = [
    ("Edg/", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];
