//! The page's function that gives a credential.

use alongside::app::{HttpId, Output, WireOutput};
use alongside::store::Store;
use js_sys::Function;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::script::{Script, until};

/// What comes of asking `shop.token`, which does this with its `callback`.
fn told(body: &str) -> Vec<String> {
    Function::new_no_args(&format!("window.shop = {{ token(callback) {{ {body} }} }}"))
        .call0(&js_sys::global())
        .unwrap();
    let script = Script::default();
    let runner = script.start(&Store::default());
    let function = "shop.token".into();
    script.perform(&runner, Output::Wire(WireOutput::Authenticate { id: HttpId(7), function }));
    runner.end();
    let heard = script.heard.borrow();
    heard
        .iter()
        .filter_map(|line| line.strip_prefix("Authenticated { id: HttpId(7), answer: ").map(str::to_owned))
        .collect()
}

#[wasm_bindgen_test]
fn what_the_page_says_is_handed_on() {
    let check = |body: &str, expected: &str| assert_eq!(told(body), [format!("{expected} }}")], "{body}");
    check("callback('abc')", "Credential { token: \"abc\", redirect_uri: None }");
    check(
        "callback({ ssoKey: 'code', redirect_uri: 'https://a.example' })",
        "Credential { token: \"code\", redirect_uri: Some(\"https://a.example\") }",
    );
    check("callback({ ssoKey: 'code' })", "Credential { token: \"code\", redirect_uri: None }");
    check("callback('', 'logged out')", "Refused(\"logged out\")");
    check("callback('', new Error('logged out'))", "Refused(\"logged out\")");
    for nothing in ["callback()", "callback(null)", "callback({})", "callback(5)", "callback({ redirect_uri: 'x' })"] {
        check(nothing, "Refused(\"something without a message\")");
    }
    check("throw new Error('no such thing')", "Unready(\"shop.token threw: no such thing\")");
    check("callback('one'); callback('two'); throw 1", "Credential { token: \"one\", redirect_uri: None }");
    check("this.other('three'); callback('x')", "Unready(\"shop.token threw: this.other is not a function\")");
    assert!(told("").is_empty(), "it has not called back");
}

#[wasm_bindgen_test]
async fn an_async_function_that_throws_is_told_as_well() {
    let body = "window.shop = { async later() { throw new Error('no such thing') } }";
    Function::new_no_args(body).call0(&js_sys::global()).unwrap();
    let script = Script::default();
    let runner = script.start(&Store::default());
    let output = WireOutput::Authenticate { id: HttpId(1), function: "shop.later".into() };
    script.perform(&runner, Output::Wire(output));
    until("it is told", || script.heard("Unready(\"shop.later threw: no such thing\")")).await;
    runner.end();
}

#[wasm_bindgen_test]
fn a_function_that_is_not_there_is_told() {
    let check = |function: &str| {
        let script = Script::default();
        let runner = script.start(&Store::default());
        let output = WireOutput::Authenticate { id: HttpId(1), function: function.into() };
        script.perform(&runner, Output::Wire(output));
        assert!(script.heard(&format!("Unready(\"{function} is not there\")")), "{function}");
        runner.end();
    };
    ["nowhere", "no.where", "navigator.onLine", "localStorage.x.y"].into_iter().for_each(check);
}
