//! Files that are fetched, kept and sent.

use alongside::app::{FetchId, FileTask, Output};
use alongside::store::Store;
use js_sys::eval;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::script::{Script, until};

/// A browser that draws a picture when it is told to, and counts the addresses that there are.
const DRAWS_LATER: &str = "window.before = { draw: createImageBitmap, make: URL.createObjectURL };
window.drawing = 0;
window.blobs = 0;
const { blob } = Response.prototype;
window.before.blob = blob;
Response.prototype.blob = async function () {
  const read = await blob.call(this);
  setTimeout(() => { blobs += 1; });
  return read;
};
window.addresses = 0;
window.createImageBitmap = () => {
  drawing = 1;
  return new Promise((drawn) => { window.draw = () => drawn({ close() { drawing = 2; } }); });
};
URL.createObjectURL = function (file) {
  addresses += 1;
  return before.make.call(this, file);
};";

const AS_BEFORE: &str = "window.createImageBitmap = before.draw; URL.createObjectURL = before.make;
Response.prototype.blob = before.blob;";

fn is(expression: &str) -> bool {
    eval(expression).unwrap().is_truthy()
}

fn fetch(picture: Option<&'static str>) -> Output {
    Output::File(FileTask::Fetch {
        id: FetchId(1),
        address: "data:image/png,any".into(),
        picture,
        saved_as: "any.png".into(),
    })
}

#[wasm_bindgen_test]
async fn a_picture_that_comes_after_the_widget_has_gone_is_not_held() {
    for (is_gone, addresses) in [(false, 1), (true, 0)] {
        eval(DRAWS_LATER).unwrap();
        let script = Script::default();
        let runner = script.start(&Store::default());
        script.perform(&runner, fetch(Some("image/png")));
        until("it is being drawn", || is("drawing === 1")).await;
        if is_gone {
            runner.end();
        }
        eval("draw()").unwrap();
        until("it is drawn", || is("drawing === 2")).await;
        assert_eq!(eval("addresses").unwrap().as_f64(), Some(f64::from(addresses)), "gone: {is_gone}");
        assert_eq!(script.heard("Fetched"), !is_gone);
        eval(AS_BEFORE).unwrap();
        runner.end();
    }
}

#[wasm_bindgen_test]
async fn a_file_that_comes_after_the_widget_has_gone_is_not_saved() {
    for (is_gone, addresses) in [(false, 1), (true, 0)] {
        eval(DRAWS_LATER).unwrap();
        let script = Script::default();
        let runner = script.start(&Store::default());
        script.perform(&runner, fetch(None));
        if is_gone {
            runner.end();
        }
        until("it is read", || is("blobs === 1")).await;
        assert_eq!(eval("addresses").unwrap().as_f64(), Some(f64::from(addresses)), "gone: {is_gone}");
        eval(AS_BEFORE).unwrap();
        runner.end();
    }
}
