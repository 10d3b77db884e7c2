//! Events on the element: what a page hears of CoBrowse, and what it takes over.

use alongside::app::{Output, Step};
use alongside::protocol::Millis;
use alongside::store::Store;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::script::Script;

/// An element in the page whose listeners are at the document.
fn element(listener: &str) -> JsValue {
    let code = format!(
        "const parent = document.body.appendChild(document.createElement('div'));
         const root = parent.attachShadow({{ mode: 'closed' }});
         const element = root.appendChild(document.createElement('p'));
         parent.addEventListener('alongside-cobrowse', (event) => {{
           const {{ detail, bubbles, composed, cancelable }} = event;
           self.heardStep = JSON.stringify({{ detail, bubbles, composed, cancelable }});
           {listener}
         }});
         return element;"
    );
    Function::new_no_args(&code).call0(&JsValue::UNDEFINED).unwrap()
}

fn heard() -> String {
    Function::new_no_args("return self.heardStep").call0(&JsValue::UNDEFINED).unwrap().as_string().unwrap()
}

fn perform(listener: &str, may_be_taken: bool) -> Script {
    let script = Script { element: element(listener), ..Script::default() };
    let runner = script.start(&Store::default());
    let texts = vec![("serviceId", "a#b".to_owned()), ("agentName", "<b>Ada</b>".to_owned())];
    let expires = may_be_taken.then_some(Millis(1_700_000_000_123));
    let step = Step { name: "invited", texts, expires, granted: None, may_be_taken };
    script.perform(&runner, Output::Announce(step));
    runner.end();
    script
}

#[wasm_bindgen_test]
fn a_step_comes_to_the_page_as_an_event_of_the_element() {
    let script = perform("", false);
    let detail = r#"{"step":"invited","serviceId":"a#b","agentName":"<b>Ada</b>"}"#;
    assert_eq!(heard(), format!(r#"{{"detail":{detail},"bubbles":true,"composed":true,"cancelable":false}}"#));
    assert!(!script.heard("Announced"), "nobody waits for what comes of it");
}

#[wasm_bindgen_test]
fn a_page_takes_over_what_it_prevents() {
    let script = perform("event.preventDefault()", true);
    assert!(heard().contains(r#""expires":1700000000123"#), "{}", heard());
    assert!(script.heard("Announced(true)"));
    assert!(perform("", true).heard("Announced(false)"));
    assert!(!perform("event.preventDefault()", false).heard("Announced"), "not what it may not");
}

#[wasm_bindgen_test]
fn what_a_listener_throws_is_the_pages_business() {
    assert!(perform("throw new Error('of the page, on purpose')", true).heard("Announced(false)"));
}

#[wasm_bindgen_test]
fn what_is_reported_from_within_a_listener_comes_after_its_answer() {
    let report = "element.dispatchEvent(new CustomEvent('alongside-session', {
        detail: { serviceId: 'a#b', dialogId: 'd', state: 'live', can: ['pause', 7], hidden: ['<b>', {}], page: '/p'.repeat(200),
        control: 'granted' } }));";
    let script = perform(&format!("{report} event.preventDefault()"), true);
    let heard = script.heard.borrow().clone();
    let place = |words: &str| heard.iter().position(|heard| heard.contains(words)).unwrap();
    assert!(place("Announced(true)") < place("Reported"), "{heard:?}");
    let report = &heard[place("Reported")];
    let page = format!("page: Some({:?})", "/p".repeat(100));
    let parts = ["state: Some(Live)", "can: Some((true, false))", r#"hidden: Some(["<b>"])"#, "control: None", &page];
    for part in parts {
        assert!(report.contains(part), "{part} in {report}");
    }
}
