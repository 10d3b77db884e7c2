//! What the service is told of this browser: enough to tell a phone from a desktop, and no more.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::window;

use crate::protocol::{ClientProperties, DeviceFamily, Feature, Integration, Os};

/// Describes the client that runs this.
#[must_use]
pub fn properties() -> ClientProperties {
    let browser = this_browser();
    ClientProperties {
        app_id: Some("alongside".into()),
        app_version: Some(env!("CARGO_PKG_VERSION").into()),
        device_family: Some(browser.family),
        os: browser.os,
        browser: browser.name,
        browser_version: browser.version,
        time_zone: time_zone(),
        integration: Some(Integration::WebSdk),
        features: vec![Feature::CoBrowse, Feature::MultiDialog].into(),
        ..ClientProperties::header()
    }
}

/// A browser, as far as it can be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Browser {
    /// The kind of device.
    pub family: DeviceFamily,
    /// The operating system.
    pub os: Option<Os>,
    /// What it calls itself.
    pub name: Option<String>,
    /// Its major version.
    pub version: Option<String>,
}

/// Reads a `User-Agent`. A touch screen tells a tablet that poses as a Mac.
#[must_use]
pub fn sniff(agent: &str, has_touch: bool) -> Browser {
    let says = |word: &str| agent.contains(word);
    let os = OS_WORDS.iter().find(|(word, _)| says(word)).map(|(_, os)| os.clone());
    let os = if os == Some(Os::Osx) && has_touch { Some(Os::Ios) } else { os };
    let is_phone = says("Mobi") && !says("iPad");
    let found = BROWSER_WORDS.iter().find_map(|(word, name)| Some((*name, agent.split_once(word)?.1)));
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    Browser {
        family: family(os.as_ref(), is_phone),
        os,
        name: found.map(|(name, _)| name.into()),
        version: found.map(|(_, rest)| digits(rest)).filter(|version| !version.is_empty()),
    }
}

fn this_browser() -> Browser {
    let Some(navigator) = window().map(|window| window.navigator()) else { return sniff("", false) };
    let data = Reflect::get(&navigator, &"userAgentData".into()).unwrap_or_default();
    by_hints(&data)
        .unwrap_or_else(|| sniff(&navigator.user_agent().unwrap_or_default(), navigator.max_touch_points() > 1))
}

/// What newer browsers tell in parts.
fn by_hints(data: &JsValue) -> Option<Browser> {
    let os = match text(data, "platform")?.as_str() {
        "Windows" => Some(Os::Windows),
        "macOS" => Some(Os::Osx),
        "Linux" | "Chrome OS" | "Chromium OS" => Some(Os::Linux),
        "Android" => Some(Os::Android),
        "iOS" => Some(Os::Ios),
        _ => None,
    };
    let is_phone = Reflect::get(data, &"mobile".into()).ok()?.is_truthy();
    let brands: Array = Reflect::get(data, &"brands".into()).ok()?.dyn_into().ok()?;
    let named = brands.iter().filter_map(|brand| Some((text(&brand, "brand")?, text(&brand, "version")?)));
    // One brand is made up, so that nobody relies on the list; of the others the engine's is the least telling.
    let named = named.filter(|(name, _)| !(name.contains("Not") && name.contains("Brand")));
    let (name, version) = named.min_by_key(|(name, _)| name == "Chromium").unzip();
    Some(Browser { family: family(os.as_ref(), is_phone), os, name, version })
}

fn family(os: Option<&Os>, is_phone: bool) -> DeviceFamily {
    match os {
        _ if is_phone => DeviceFamily::Mobile,
        Some(Os::Android | Os::Ios) => DeviceFamily::Tablet,
        _ => DeviceFamily::Desktop,
    }
}

fn time_zone() -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let format: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let format = format.call0(&intl).ok()?;
    let options: Function = Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
    let options: Object = options.call0(&format).ok()?.dyn_into().ok()?;
    text(&options, "timeZone")
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    Reflect::get(of, &name.into()).ok()?.as_string()
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
