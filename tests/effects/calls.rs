//! Calls: the element in the page into which the tag draws them, and what the tag tells.

use alongside::app::Output;
use alongside::effects::Machine;
use alongside::effects::Runner;
use alongside::store::Store;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::lp_tag::Tag;
use crate::script::Script;

/// A tag that keeps what is bound, and has found a call before.
const TAG: &str = "{ events: {
    bound: [],
    bind(what) { this.bound.push(what) },
    unbind(what) { this.bound = this.bound.filter((other) => other.func !== what.func) },
    hasFired(app, name) { return app === 'cobrowse' && name === 'sessionResume' ? self.firedBefore : [] },
    fire(name, data) { for (const one of [...this.bound]) if (one.eventName === name) one.func(data, one) },
} }";

fn run(code: &str) -> JsValue {
    Function::new_no_args(code).call0(&JsValue::UNDEFINED).unwrap()
}

fn script() -> Script {
    let element = run("return document.body.appendChild(document.createElement('section'))");
    Script { element, ..Script::default() }
}

fn show(script: &Script, runner: &Runner<impl Machine>, is_shown: bool) {
    script.perform(runner, Output::CallScreen(is_shown));
}

const SCREENS: &str = "return [...document.querySelectorAll('.lp_cobrowse_callscreen_container')]
    .map((screen) => [screen.parentElement.localName, screen.slot].join('/')).join()";

#[wasm_bindgen_test]
fn a_call_has_an_element_in_the_page_as_long_as_it_lasts() {
    let script = script();
    let runner = script.start(&Store::default());
    show(&script, &runner, true);
    show(&script, &runner, true);
    assert_eq!(run(SCREENS), "section/call");
    show(&script, &runner, false);
    assert_eq!(run(SCREENS), "");
    show(&script, &runner, true);
    runner.end();
    assert_eq!(run(SCREENS), "", "it goes with the widget");
}

#[wasm_bindgen_test]
fn a_page_may_have_one_of_its_own() {
    let script = script();
    let runner = script.start(&Store::default());
    run("document.body.insertAdjacentHTML('beforeend', '<main><p class=lp_cobrowse_callscreen_container></p></main>')");
    show(&script, &runner, true);
    assert_eq!(run(SCREENS), "main/");
    show(&script, &runner, false);
    assert_eq!(run(SCREENS), "main/", "that is the page's to take away");
    run("document.querySelector('main').remove()");
    runner.end();
}

#[wasm_bindgen_test]
fn what_the_tag_tells_of_a_call_is_heard_while_there_is_one() {
    let _tag = Tag::set(TAG);
    let script = script();
    let runner = script.start(&Store::default());
    run("self.firedBefore = []");
    show(&script, &runner, true);
    assert!(!script.heard("CallResumed"));
    run("lpTag.events.fire('sessionResume')");
    assert!(script.heard("CallResumed"));
    run("lpTag.events.fire('sessionError', { id: 'NO_CAMERA_ACCESS', msg: '<b>No camera</b>' })");
    assert!(script.heard(r#"CallFailed("<b>No camera</b>")"#));
    run("lpTag.events.fire('sessionError', { id: 'AGENT_DISCONNECTED' })");
    assert!(script.heard(r#"CallFailed("AGENT_DISCONNECTED")"#));
    show(&script, &runner, false);
    assert_eq!(run("return lpTag.events.bound.length"), 0);
    show(&script, &runner, true);
    assert_eq!(run("return lpTag.events.bound.length"), 2);
    runner.end();
    assert_eq!(run("return lpTag.events.bound.length"), 0);
}

#[wasm_bindgen_test]
fn a_call_that_the_tag_found_before_anybody_listened_is_known() {
    let _tag = Tag::set(TAG);
    let script = script();
    let runner = script.start(&Store::default());
    run("self.firedBefore = [{}]");
    show(&script, &runner, true);
    assert!(script.heard("CallResumed"));
    runner.end();
}
