//! What the service is told of a browser.

use alongside::embed::client::{properties, sniff};
use alongside::protocol::{DeviceFamily, Feature, Integration, Os};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_user_agent_tells_the_kind_of_device() {
    let check = |agent: &str, touch, family, os, browser: (&str, &str)| {
        let told = sniff(agent, touch);
        assert_eq!((told.device_family, told.os), (Some(family), os), "{agent}");
        assert_eq!(
            (told.browser.as_deref(), told.browser_version.as_deref()),
            (Some(browser.0), Some(browser.1)),
            "{agent}"
        );
    };
    check(
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        false,
        DeviceFamily::Desktop,
        Some(Os::Linux),
        ("Firefox", "128"),
    );
    check(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
        false,
        DeviceFamily::Desktop,
        Some(Os::Windows),
        ("Microsoft Edge", "126"),
    );
    check(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        true,
        DeviceFamily::Mobile,
        Some(Os::Ios),
        ("Safari", "17"),
    );
    check(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
        true,
        DeviceFamily::Tablet,
        Some(Os::Ios),
        ("Safari", "17"),
    );
    check(
        "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        true,
        DeviceFamily::Tablet,
        Some(Os::Android),
        ("Chrome", "126"),
    );
    let nothing = sniff("", false);
    assert_eq!((nothing.device_family, nothing.os, nothing.browser), (Some(DeviceFamily::Desktop), None, None));
}

#[wasm_bindgen_test]
fn this_browser_describes_itself() {
    let told = properties();
    assert_eq!(told.app_id.as_deref(), Some("alongside"));
    assert_eq!(told.integration, Some(Integration::WebSdk));
    let works = [
        Feature::AutoMessages,
        Feature::CoBrowse,
        Feature::FileSharing,
        Feature::MarkdownHyperlinks,
        Feature::MultiDialog,
        Feature::PhotoSharing,
        Feature::QuickReplies,
        Feature::RichContent,
    ];
    assert_eq!(*told.features, works);
    assert_eq!((told.device_family, told.os), (Some(DeviceFamily::Desktop), Some(Os::Linux)));
    assert!(told.browser.is_some_and(|browser| browser.contains("Chrom")));
    assert!(told.time_zone.is_some_and(|zone| !zone.is_empty()));
}
