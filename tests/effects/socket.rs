//! Sockets that come to nothing. Those that work are driven by the journeys.

use alongside::app::{LinkId, Output, WireOutput};
use alongside::store::Store;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::script::{Script, until};

/// Port 1 is one that browsers never connect to, so nothing answers there in any environment.
const NOTHING: &str = "ws://127.0.0.1:1/";

#[wasm_bindgen_test]
async fn a_connection_to_nothing_is_told_as_closed() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    script.perform(&runner, Output::Wire(WireOutput::Connect { link: LinkId(1), url: NOTHING.into() }));
    until("closed", || script.heard("SocketClosed { link: LinkId(1), code: 1006 }")).await;
    runner.end();
}

#[wasm_bindgen_test]
fn an_address_that_is_none_is_told_as_closed() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    script.perform(&runner, Output::Wire(WireOutput::Connect { link: LinkId(1), url: "ws://[".into() }));
    assert!(script.heard("SocketClosed { link: LinkId(1), code: 1006 }"));
    runner.end();
}

#[wasm_bindgen_test]
async fn nothing_is_heard_of_a_connection_that_was_given_up() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    script.perform(&runner, Output::Wire(WireOutput::Connect { link: LinkId(1), url: NOTHING.into() }));
    script.perform(&runner, Output::Wire(WireOutput::Connect { link: LinkId(2), url: NOTHING.into() }));
    script.perform(&runner, Output::Wire(WireOutput::Connect { link: LinkId(3), url: NOTHING.into() }));
    script.perform(&runner, Output::Wire(WireOutput::Disconnect { link: LinkId(2) }));
    until("the last one is closed", || script.heard("LinkId(3)")).await;
    assert!(!script.heard("LinkId(1)") && !script.heard("LinkId(2)"), "{:?}", script.heard.borrow());
    runner.end();
}

/// No Rust runs any more when a broken instance's life ends.
#[wasm_bindgen_test]
fn at_the_end_of_a_life_the_browser_closes_the_connection_that_stands() {
    let run = |script: &str| Function::new_no_args(script).call0(&JsValue::UNDEFINED).unwrap();
    run("window.codes = []; window.kept = WebSocket;
        window.WebSocket = class extends EventTarget { close(code) { codes.push(code); } };");
    let script = Script::default();
    let runner = script.start(&Store::default());
    for link in [LinkId(1), LinkId(2)] {
        script.perform(&runner, Output::Wire(WireOutput::Connect { link, url: NOTHING.into() }));
    }
    let closed = || run("return codes.join()").as_string().unwrap();
    assert_eq!(closed(), "1000", "the second took the place of the first");
    script.life.0.abort();
    assert_eq!(closed(), "1000,1000", "only the second was left");
    runner.end();
    run("window.WebSocket = kept;");
}
