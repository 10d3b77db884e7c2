//! Storage that works, and storage that is refused.

use alongside::app::Output;
use alongside::effects::storage::{Refused, Storage};
use alongside::store::Store;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::script::Script;

#[wasm_bindgen_test]
fn what_is_kept_is_read_by_its_prefix() {
    let storage = Storage::open("alongside1|a|".into());
    storage.save("alongside1|a|1", "one").unwrap();
    storage.save("alongside1|b|1", "other").unwrap();
    assert_eq!(storage.read(), [("alongside1|a|1".into(), "one".into())]);
    storage.remove("alongside1|a|1");
    storage.remove("alongside1|b|1");
    assert_eq!(storage.read(), []);
}

/// Takes storage away from the page while it lives, as a browser does that blocks cookies.
struct Blocked(Object);

impl Blocked {
    fn begin() -> Self {
        // It is a property of the window's own: to delete it would be to take it away for good.
        let window = web_sys::window().unwrap();
        let before = Object::get_own_property_descriptor(&window, &"localStorage".into());
        let property = Object::new();
        let getter = Function::new_no_args("throw new DOMException('denied', 'SecurityError')");
        Reflect::set(&property, &"get".into(), &getter).unwrap();
        Reflect::set(&property, &"configurable".into(), &JsValue::TRUE).unwrap();
        Object::define_property(&window, &"localStorage".into(), &property);
        Self(before.unchecked_into())
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        Object::define_property(&web_sys::window().unwrap(), &"localStorage".into(), &self.0);
    }
}

#[wasm_bindgen_test]
fn a_refused_storage_is_told_and_breaks_nothing() {
    let _blocked = Blocked::begin();
    let storage = Storage::open("alongside1|".into());
    assert_eq!(storage.save("alongside1|x", "1"), Err(Refused));
    assert_eq!(storage.read(), []);
    storage.remove("alongside1|x");

    let script = Script::default();
    let runner = script.start(&Store::default());
    for _ in 0..3 {
        script.perform(&runner, Output::Save { key: "alongside1|x".into(), value: "1".into() });
    }
    let told = script.heard.borrow().iter().filter(|heard| heard.starts_with("StorageFailed")).count();
    assert_eq!(told, 3);
    runner.end();
}

#[wasm_bindgen_test]
fn a_full_storage_is_told() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    script.perform(&runner, Output::Save { key: "alongside1|x".into(), value: "x".repeat(12 << 20) });
    assert!(script.heard("StorageFailed"));
    runner.end();
}
