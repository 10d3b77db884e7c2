//! What the element says.

use alongside::app::Config;
use alongside::embed::attributes;
use wasm_bindgen_test::wasm_bindgen_test;

fn read(given: &[(&str, &str)]) -> Result<Config, String> {
    attributes::read(&|name| given.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()))
}

#[wasm_bindgen_test]
fn an_account_is_enough() {
    let attributes = read(&[("account", " 10001 "), ("visitor-name", "  "), ("connector", "")]).unwrap();
    assert_eq!(attributes.account.as_str(), "10001");
    assert_eq!(attributes.service.origin(), "https://api.liveperson.net");
    assert_eq!(attributes.connector, None);
    assert_eq!(attributes.visitor_name, "Visitor");
    assert_eq!(attributes.cobrowse_app, "lpUnifiedWindow");
}

#[wasm_bindgen_test]
fn the_pages_function_has_the_vendors_name_unless_another_is_given() {
    let function = |value| read(&[("account", "1"), ("authenticate", value)]).map(|config| config.authenticate);
    assert_eq!(read(&[("account", "1")]).unwrap().authenticate, None);
    assert_eq!(function(" ").unwrap().as_deref(), Some("lpGetAuthenticationToken"));
    assert_eq!(function("lpMethods.$token_1").unwrap().as_deref(), Some("lpMethods.$token_1"));
    for wrong in ["a.", ".a", "a()", "a b", "a['b']"] {
        assert!(function(wrong).unwrap_err().contains("lpGetAuthenticationToken"), "{wrong}");
    }
}

#[wasm_bindgen_test]
fn what_cannot_be_used_is_named_with_what_is_expected() {
    let check = |given: &[(&str, &str)], name: &str, expected: &str| {
        let problem = read(given).unwrap_err();
        assert!(problem.contains(name) && problem.contains(expected), "{problem}");
    };
    check(&[], "\"account\"", "account=\"10001\"");
    check(&[("account", "../x")], "account=\"../x\"", "account=\"10001\"");
    check(&[("account", "1"), ("service", "example.org/api")], "service=\"example.org/api\"", "scheme and host");
    check(&[("account", "1"), ("connector", "a/b")], "connector=\"a/b\"", "connector");
    check(&[("account", "1"), ("cobrowse-app", "other")], "cobrowse-app=\"other\"", "lpCoBrowse");
}
