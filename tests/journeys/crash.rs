//! The widget's wasm breaks in the middle of a send: the chat goes on as if nothing had been.

use serde_json::json;

use crate::harness::{Seen, Shop, World, journey, save_picture, until};

/// Once a frame with the text `breaksAt` is on its way, the next element that is to be drawn is refused. Rust has no
/// other answer to that than a panic.
const PANIC: &str = "const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (frame) {
  send.call(this, frame);
  if (window.breaksAt && frame.includes(breaksAt)) {
    window.breaksAt = '';
    const clone = Node.prototype.cloneNode;
    Node.prototype.cloneNode = function () {
      Node.prototype.cloneNode = clone;
      throw new Error('refused');
    };
  }
};";

/// Instead of a frame with the text `breaksAt` being sent, the next string that the wasm is given lies outside of its
/// memory: whether that ends in a trap of the memory or in one of Rust's own depends on what the string was for.
const TRAP: &str = "let left = 0;
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (frame) {
  if (!window.breaksAt || !frame.includes(breaksAt)) return send.call(this, frame);
  window.breaksAt = '';
  // Its length and its address.
  left = 2;
};
const { setInt32 } = DataView.prototype;
DataView.prototype.setInt32 = function (at, value, isLittle) {
  setInt32.call(this, at, left-- > 0 ? 0x7ffffff0 : value, isLittle);
};";

const OPEN_SOCKETS: &str = "sockets.filter((socket) => socket.readyState < WebSocket.CLOSING).length";

impl Shop {
    /// A visitor on a page that can break the widget.
    async fn with_trouble(world: &World, trouble: &str) -> Self {
        Self::with(world, |page| page.attribute("connector", "4711").watched().first(trouble)).await
    }

    /// Breaks the widget when it sends a text.
    async fn break_at(&self, text: &str) {
        self.browser.run("window.breaksAt = arguments[0];", vec![json!(text)]).await;
        self.widget.write(text).await;
        self.widget.press("Send").await;
        self.browser.until("window.breaksAt", &json!("")).await;
    }

    /// There is one widget, with one connection.
    async fn is_there_once(&self) {
        self.browser.until(OPEN_SOCKETS, &json!(1)).await;
        until("the service sees one", async || match self.service.sockets().await {
            1 => Ok(()),
            open => Err(open),
        })
        .await;
        let holders = "navigator.locks.query().then(({ held, pending }) => \
            [held, pending].map((locks) => locks.filter(({ name }) => name.endsWith('|outbox')).length))";
        until("one holds the right to send, and nobody waits for it", async || {
            let seen = self.browser.value(holders).await;
            if seen == json!([1, 0]) { Ok(()) } else { Err(seen) }
        })
        .await;
        for (counted, wanted) in [
            ("root.querySelectorAll('.widget').length", 1),
            ("root.childElementCount", 1),
            ("root.adoptedStyleSheets.length", 3),
        ] {
            assert_eq!(self.widget.value(counted).await, wanted, "{counted}");
        }
    }

    /// The developer was told of one break, in these words of the browser.
    async fn told_once(&self, words: &str) {
        let lines = self.browser.own_lines().await;
        assert!(
            matches!(lines.as_slice(), [line] if line.contains("the chat broke") && line.contains(words)),
            "{lines:#?}"
        );
        assert_eq!(self.browser.uncaught().await, Vec::<String>::new());
    }
}

#[test]
fn a_panic_in_the_middle_of_a_send_loses_and_doubles_nothing() {
    journey(async |world| {
        let shop = Shop::with_trouble(world, PANIC).await;
        let agent = shop.talk().await;
        shop.break_at("It was on its way").await;
        let is_back = |seen: &Seen| seen.open && seen.receipt() == "Read";
        let seen = shop.widget.until("it is back, and the text is read", is_back).await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "It was on its way"]);
        assert_eq!(seen.focus, "Message", "one who wrote goes on writing");
        shop.told_once("RuntimeError: unreachable").await;
        shop.is_there_once().await;
        assert_eq!(shop.service.count_of("It was on its way").await, 1);

        agent.say("All well?").await;
        shop.widget.until("the answer is there", |seen| seen.says("All well?")).await;
        shop.widget.send("All well").await;
        agent.hears("All well").await;
        assert_eq!(shop.service.conversations().await.len(), 1);
    });
}

#[test]
fn what_was_being_written_when_it_broke_is_still_there() {
    journey(async |world| {
        let shop = Shop::with_trouble(world, TRAP).await;
        let agent = shop.talk().await;
        agent.is_read().await;
        // The first key is what the service is told of.
        shop.browser.run("window.breaksAt = 'COMPOSING';", Vec::new()).await;
        shop.widget.write("W").await;
        shop.browser.until("window.breaksAt", &json!("")).await;
        let is_back = |seen: &Seen| seen.open && seen.rows.len() == 2;
        let seen = shop.widget.until("it is back", is_back).await;
        assert_eq!((seen.draft.as_str(), seen.focus.as_str()), ("W", "Message"));
        shop.widget.write("hy?").await;
        shop.widget.press("Send").await;
        agent.hears("Why?").await;
        shop.is_there_once().await;
    });
}

#[test]
fn a_memory_trap_in_the_middle_of_a_send_loses_and_doubles_nothing() {
    journey(async |world| {
        let shop = Shop::with_trouble(world, TRAP).await;
        let agent = shop.talk().await;
        let dialog = agent.invite("view", 120.0).await;
        shop.widget.until("the agent asks", |seen| seen.banner_kind() == "invited").await;
        shop.break_at("It never left").await;
        agent.hears("It never left").await;
        let is_back = |seen: &Seen| seen.open && seen.receipt() == "Read";
        let seen = shop.widget.until("it is back, and the text is read", is_back).await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "It never left"]);
        shop.told_once("RuntimeError: ").await;
        shop.is_there_once().await;
        assert_eq!(shop.service.count_of("It never left").await, 1);

        // The invitation is back as well, and can be accepted.
        shop.widget.until("the agent still asks", |seen| seen.banner_kind() == "invited").await;
        shop.widget.answer("Accept").await;
        agent.until("the session runs", |state| state.session(&dialog) == "ACCEPTED").await;
        let published = shop.published().await;
        let answers = published.iter().filter(|event| event["eventName"] != "cobrowseOffered");
        assert_eq!(answers.map(|event| &event["eventName"]).collect::<Vec<_>>(), ["cobrowseAccepted"]);
        assert_eq!(shop.service.conversations().await.len(), 1);
    });
}

#[test]
fn what_breaks_again_and_again_is_given_up_with_a_way_out() {
    journey(async |world| {
        let shop = Shop::with_trouble(world, PANIC).await;
        let _agent = shop.talk().await;
        for text in ["One", "Two", "Three"] {
            shop.break_at(text).await;
            let is_back = |seen: &Seen| seen.open && seen.says(text) && seen.receipt() == "Read";
            shop.widget.until("it is back", is_back).await;
        }
        shop.break_at("Four").await;
        let sentence = "The chat stopped working. Reload the page to go on; what you wrote is kept. Reload";
        shop.widget.until("it is given up", |seen| seen.note == sentence && !seen.mounted).await;
        save_picture(&shop.browser, "given-up").await;
        shop.browser.until(OPEN_SOCKETS, &json!(0)).await;
        assert_eq!(shop.browser.own_lines().await.len(), 4);

        shop.widget.press("Reload").await;
        shop.widget.until("the page is fresh", |seen| seen.mounted).await;
        shop.widget.open().await;
        let seen = shop.widget.until("all of it is there", |seen| seen.rows.len() == 6).await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada", "One", "Two", "Three", "Four"]);
    });
}
