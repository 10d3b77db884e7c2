//! The agent desk in a browser of its own, used by its buttons.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::Value;

use super::browser::Browser;
use super::service::Service;
use super::wait::until;
use super::world::World;

/// A desk at which somebody is logged in.
pub(crate) struct Desk {
    pub(crate) browser: Rc<Browser>,
}

/// What can be seen at a desk.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct DeskSeen {
    /// The word of the connection: `connecting`, `connected` or `offline`.
    pub(crate) connection: String,
    /// How many conversations the list holds.
    pub(crate) conversations: usize,
    pub(crate) visitor: String,
    pub(crate) about: String,
    pub(crate) messages: Vec<Message>,
    pub(crate) typing: String,
    /// The state of the CoBrowse dialog.
    pub(crate) session: String,
    /// Its `notificationKey`.
    pub(crate) key: String,
    /// What the visitor answered.
    pub(crate) answer: String,
    pub(crate) status: String,
    pub(crate) notice: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Message {
    /// `consumer` or `me`.
    pub(crate) from: String,
    pub(crate) text: String,
    /// `sent`, `delivered` or `read`.
    pub(crate) receipt: String,
}

impl Desk {
    /// Opens a desk in a browser of its own, and waits until it is connected.
    pub(crate) async fn open(world: &World, service: &Service, name: &str) -> Self {
        let browser = world.browser().await;
        browser.visit(&format!("{}/agent?name={name}", service.origin)).await;
        let desk = Self { browser };
        desk.until("the desk is connected", |seen| seen.connection == "connected").await;
        desk
    }

    /// Waits until what can be seen is as wanted, and gives it.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&DeskSeen) -> bool) -> DeskSeen {
        until(what, async || {
            let seen = self.browser.driver.execute(SEEN, Vec::new()).await.and_then(|seen| seen.convert::<DeskSeen>());
            match seen {
                Ok(seen) if is_so(&seen) => Ok(seen),
                Ok(seen) => Err(format!("{seen:#?}")),
                Err(error) => Err(error.to_string()),
            }
        })
        .await
    }

    /// Waits until the screen for the visitor's page is in this state; without one where there is none.
    pub(crate) async fn watches(&self, what: &str, state: &str) {
        let shown = "(() => { const box = document.querySelector('[data-watch]'); return box.hidden ? '' : box.dataset.state; })()";
        until(what, async || {
            let seen = self.browser.value(shown).await;
            if seen == state { Ok(()) } else { Err(seen) }
        })
        .await;
    }

    /// Waits until an expression has a value in the visitor's page, as it is replayed. Until there is one it has none.
    pub(crate) async fn sees(&self, expression: &str, wanted: &Value) {
        until(&format!("the agent sees that {expression} is {wanted}"), async || {
            let seen = self.replayed(expression).await;
            if seen == *wanted { Ok(()) } else { Err(seen) }
        })
        .await;
    }

    /// The value of an expression in the visitor's page, as it is replayed. No script runs in there, so it is the desk's own
    /// window that looks.
    pub(crate) async fn replayed(&self, expression: &str) -> Value {
        let script = format!("{REPLAYED} if (!document) return null; return ({expression});");
        self.browser.driver.execute(script, Vec::new()).await.map_or(Value::Null, |seen| seen.json().clone())
    }

    /// A bearer of the same agent, of a login of its own.
    pub(crate) async fn bearer(&self) -> String {
        let login = "return fetch('/api/account/10001/login?v=1.3', { method: 'POST', headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ username: 'Ada', password: '' }) }).then((answer) => answer.json()).then(({ bearer }) => bearer);";
        self.browser.run(login, Vec::new()).await.as_str().unwrap().to_owned()
    }

    /// Where an element of the visitor's page lies in the desk's window.
    pub(crate) async fn place_of(&self, css: &str) -> (i64, i64) {
        let script = format!(
            "{REPLAYED} const outer = window.document.querySelector('[data-screen] iframe');
            const inner = screen.querySelector('.replayer-wrapper iframe');
            const [a, b, c] = [outer, inner, document.querySelector({css:?})].map((one) => one.getBoundingClientRect());
            const scale = b.width / inner.offsetWidth;
            return [a.left + b.left + (c.left + c.width / 2) * scale, a.top + b.top + (c.top + c.height / 2) * scale];"
        );
        let place = self.browser.run(&script, Vec::new()).await;
        #[expect(clippy::cast_possible_truncation, reason = "places in a window are small")]
        let at = |index: usize| place[index].as_f64().unwrap().round() as i64;
        (at(0), at(1))
    }

    /// Clicks an element of the visitor's page.
    pub(crate) async fn click_on(&self, css: &str) {
        let place = self.place_of(css).await;
        self.browser.mouse_at(place, true).await;
    }

    /// What the visitor's page refused last.
    pub(crate) async fn refused(&self, words: &str) {
        let said = format!("document.querySelector('[data-refused]').textContent.includes({words:?})");
        self.browser.until(&said, &Value::Bool(true)).await;
    }

    /// Clicks the button of an action.
    pub(crate) async fn act(&self, action: &str) {
        self.browser.click(&format!("[data-action={action}]")).await;
    }

    /// Writes into the reply box.
    pub(crate) async fn write(&self, text: &str) {
        self.browser.element("[data-field=reply]").await.send_keys(text).await.unwrap();
    }
}

const REPLAYED: &str = "const screen = window.document.querySelector('[data-screen] iframe')?.contentDocument;
const document = screen?.querySelector('.replayer-wrapper iframe')?.contentDocument;";

const SEEN: &str = r#"
const hook = (name) => document.querySelector(`[data-${name}]`);
const text = (name) => { const found = hook(name); return found?.checkVisibility() ? found.textContent.trim() : ""; };
const card = hook("cobrowse").dataset;
return {
  connection: hook("connection").dataset.state ?? "",
  conversations: document.querySelectorAll("[data-conversation]").length,
  visitor: text("visitor"),
  about: text("about"),
  messages: [...document.querySelectorAll("[data-event]")].map((item) => ({
    from: item.dataset.from ?? "",
    text: item.querySelector("p").textContent,
    receipt: item.dataset.receipt ?? "",
  })),
  typing: text("typing"),
  session: card.session ?? "",
  key: card.key ?? "",
  answer: card.answer ?? "",
  status: text("cobrowse-status"),
  notice: text("notice"),
};"#;
