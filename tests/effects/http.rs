//! Requests.

use alongside::app::{HttpId, Output, WireOutput};
use alongside::store::Store;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::script::{Script, until};

fn get(id: u64, url: String) -> Output {
    Output::Wire(WireOutput::Http { id: HttpId(id), method: "GET", url, body: None })
}

#[wasm_bindgen_test]
async fn an_answer_is_told_with_status_and_body() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    let origin = web_sys::window().unwrap().origin();
    script.perform(&runner, get(1, format!("{origin}/")));
    script.perform(&runner, get(2, format!("{origin}/nothing-of-that-name")));
    until("both answers", || script.heard("HttpId(1)") && script.heard("HttpId(2)")).await;
    assert!(script.heard("HttpId(1), result: Ok((200, \""), "{:?}", script.heard.borrow());
    assert!(script.heard("HttpId(2), result: Ok((404, \""), "{:?}", script.heard.borrow());
    runner.end();
}

#[wasm_bindgen_test]
async fn what_cannot_be_reached_is_told() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    script.perform(&runner, get(1, "http://127.0.0.1:1/".into()));
    until("the failure", || script.heard("HttpId(1), result: Err(Unreachable)")).await;
    runner.end();
}
