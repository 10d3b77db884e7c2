//! The page's tag in all its states.

use alongside::app::{Input, TagIds};
use alongside::effects::lp_tag::{Sight, look, publish};
use alongside::store::Store;
use js_sys::{Function, Reflect};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::script::{Script, until};

/// The tag of the page, as a JavaScript expression; taken away when dropped.
pub(crate) struct Tag;

impl Tag {
    pub(crate) fn set(expression: &str) -> Self {
        let make = Function::new_no_args(&format!("window.lpTag = {expression}"));
        make.call0(&js_sys::global()).unwrap();
        Self
    }
}

impl Drop for Tag {
    fn drop(&mut self) {
        Reflect::delete_property(&web_sys::window().unwrap(), &"lpTag".into()).unwrap();
    }
}

#[wasm_bindgen_test]
fn only_a_tag_with_a_function_publish_is_ready() {
    let check = |expression: &str, ready: bool| {
        let _tag = Tag::set(expression);
        assert_eq!(look().ready, ready, "{expression}");
    };
    assert_eq!(look(), Sight::default(), "no tag at all");
    check("undefined", false);
    check("null", false);
    check("'a text'", false);
    check("{}", false);
    check("{ events: null }", false);
    check("{ events: { bind() {}, trigger() {} } }", false);
    check("{ events: { publish: {} } }", false);
    check("{ get events() { throw new Error('no') } }", false);
    check("{ events: { get publish() { throw new Error('no') } } }", false);
    check("new Proxy({}, { get() { throw new Error('no') } })", false);
    check("{ events: { publish() {} } }", true);
    check("{ events: { publish() {} }, taglets: { lp_monitoringSDK: { getSid() { throw 1 } } } }", true);
    check("{ events: { publish() {}, hasFired() { throw 1 } } }", true);
}

#[wasm_bindgen_test]
fn a_tag_is_asked_for_its_ids() {
    let _tag = Tag::set(
        "{ taglets: { lp_monitoringSDK: { sid: 'S', getSid() { return this.sid }, getVid() { return 17 } } },
           events: { publish() {}, hasFired(app) { return app === 'LP_OFFERS' ? [
               { eventName: 'OFFER_DISPLAY', data: { contextId: 'old', engagementId: 1 } },
               { eventName: 'OFFER_CLICK', data: { contextId: 'C', engagementId: 22 } },
               { eventName: 'START' } ] : [] } } }",
    );
    let ids = [("ssid", "S"), ("svid", "17"), ("cid", "C"), ("eid", "22")];
    let ids = TagIds::new(ids.map(|(name, value)| (name, value.to_owned())).into());
    assert_eq!(look(), Sight { ready: true, ids });
}

#[wasm_bindgen_test]
fn what_is_published_arrives_as_it_is() {
    let _tag = Tag::set("{ events: { publish(...all) { this.heard = JSON.stringify(all) } } }");
    let data = [("serviceId", "a#b".to_owned()), ("visitorName", "<b>\"V\"</b>".to_owned())];
    publish("lpUnifiedWindow", "cobrowseOffered", &data).unwrap();
    let heard = Function::new_no_args("return lpTag.events.heard").call0(&js_sys::global()).unwrap();
    assert_eq!(
        heard.as_string().unwrap(),
        r#"["lpUnifiedWindow","cobrowseOffered",{"serviceId":"a#b","visitorName":"<b>\"V\"</b>"}]"#
    );
}

#[wasm_bindgen_test]
fn what_a_tag_throws_becomes_a_sentence() {
    let check = |expression: &str, sentence: &str| {
        let _tag = Tag::set(expression);
        assert_eq!(publish("app", "event", &[]).unwrap_err(), sentence, "{expression}");
    };
    check("undefined", "the page has no tag");
    check("{ events: {} }", "the page's tag has no publish");
    check("{ events: { publish() { throw new TypeError('win is undefined') } } }", "win is undefined");
    check("{ events: { publish() { throw 'text' } } }", "text");
    check("{ events: { publish() { throw undefined } } }", "something without a message");
}

#[wasm_bindgen_test]
async fn a_tag_that_comes_late_is_noticed_while_it_is_waited_for() {
    let script = Script::default();
    let runner = script.start(&Store::default());
    script.wants_tag.set(true);
    runner.dispatch(Input::Online(true));
    assert!(!script.heard("Tag {"), "there is none, as the machine knows");
    let tag = Tag::set("{ events: { publish() {} } }");
    until("the tag is noticed", || script.heard("Tag { ready: true")).await;
    drop(tag);
    until("its end is noticed", || script.heard("Tag { ready: false")).await;
    script.heard.borrow_mut().clear();
    script.wants_tag.set(false);
    runner.dispatch(Input::Online(true));
    let _tag = Tag::set("{ events: { publish() {} } }");
    runner.dispatch(Input::Online(true));
    assert!(!script.heard("Tag {"), "nobody wants to know any more");
    runner.end();
}

#[wasm_bindgen_test]
fn a_tag_that_is_there_is_noticed_when_it_is_wanted() {
    let _tag = Tag::set("{ events: { publish() {} } }");
    let script = Script::default();
    let runner = script.start(&Store::default());
    assert!(!script.heard("Tag {"), "nobody wants to know");
    script.wants_tag.set(true);
    runner.dispatch(Input::Online(true));
    assert!(script.heard("Tag { ready: true"));
    runner.end();
}
