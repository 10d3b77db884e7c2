//! Somebody who writes over a bad line, and an agent who has a good one.

use std::cell::Cell;
use std::time::Duration;

use crate::harness::{Agent, Proxy, Seen, Shop, State, World, until};

/// So many texts are written.
const ALL: usize = 20;

const ENTER: &str = "\u{E007}";
const HOME: &str = "\u{E011}";

/// The panel is open, and the visitor and the agent have said hello.
pub(super) struct Line<'a> {
    world: &'a World,
    pub(super) shop: Shop,
    pub(super) proxy: Proxy,
    pub(super) agent: Agent,
    written: Cell<usize>,
}

impl<'a> Line<'a> {
    pub(super) async fn open(world: &'a World) -> Self {
        let (shop, proxy) = Shop::through_a_proxy(world, |page| page).await;
        let agent = shop.talk().await;
        Self { world, shop, proxy, agent, written: Cell::new(0) }
    }

    /// Writes so many texts more into the composer, and sends each with Enter.
    pub(super) async fn write(&self, count: usize) {
        for _ in 0..count {
            self.written.set(self.written.get() + 1);
            self.shop.browser.press(&format!("{}{ENTER}", text(self.written.get()))).await;
        }
    }

    /// Waits until the agent has heard everything that was written so far.
    pub(super) async fn hears_all(&self) {
        let all = self.all();
        let is_so = |state: &State| state.heard.values().eq(&all);
        self.agent.until("the agent hears all of it, in order", is_so).await;
    }

    /// The same, with a browser that says all the time that the network is back, after which nobody waits for another
    /// attempt. Waits double from one broken connection to the next until one has lasted half a minute, and a journey
    /// with many of them would take minutes.
    pub(super) async fn catches_up(&self) {
        let all = self.all();
        until("all of it arrives, in order", async || {
            let heard = self.agent.heard();
            if heard == all {
                return Ok(());
            }
            self.shop.browser.says_online().await;
            Err(heard)
        })
        .await;
    }

    /// Waits until the newest text is on its way.
    pub(super) async fn is_sending(&self) {
        self.shop.widget.until("it is on its way", |seen| seen.receipt() == "Sending").await;
    }

    /// Waits until the widget has noticed that the connection is no good any more, which takes it ten seconds where
    /// nothing but silence tells so.
    pub(super) async fn is_left(&self) {
        let within = Duration::from_secs(40);
        let is_left = |seen: &Seen| seen.status == "Connecting…";
        self.world.aside(self.shop.widget.until_within(within, "the connection is left", is_left)).await;
    }

    /// All twenty texts stand once and in order in the service's log, in what the agent was told and in the
    /// transcript, and none has failed or waits.
    pub(super) async fn ends_well(&self) {
        assert_eq!(self.written.get(), ALL, "the journey is to write so many texts");
        self.hears_all().await;
        let all = self.all();
        let is_settled = |seen: &Seen| seen.receipt() == "Read" && seen.status.is_empty();
        let seen = self.shop.widget.until("the agent has read all of it", is_settled).await;
        // What is far from the view is not mounted: the first rows are looked at by themselves.
        let newest = mine(&seen);
        assert!(all.ends_with(&newest) && newest.len() > ALL / 2, "{seen:#?}");
        // The newest text has the only receipt, but for those that failed.
        let receipts = seen.rows.iter().filter(|row| row.side == "mine" && !row.receipt.is_empty());
        assert_eq!(receipts.count(), 1, "{seen:#?}");
        self.shop.widget.element(".log").await.click().await.unwrap();
        self.shop.browser.press(HOME).await;
        let seen = self.shop.widget.until("the first rows", |seen| seen.says(&all[0])).await;
        let oldest = mine(&seen);
        assert!(all.starts_with(&oldest) && oldest.len() + newest.len() >= all.len(), "{seen:#?}");
        let log = self.shop.service.log().await;
        let said = log.iter().filter_map(|entry| entry["event"]["message"].as_str());
        let said: Vec<_> = said.filter(|text| *text != "Hello, I am Ada").collect();
        assert_eq!(said, all);
        assert_eq!(self.shop.service.conversations().await.len(), 1);
        // Each broken connection was let go of.
        assert_eq!(self.shop.service.sockets().await, 1);
    }

    fn all(&self) -> Vec<String> {
        let texts = (1..=self.written.get()).map(text);
        std::iter::once("Hello".to_owned()).chain(texts).collect()
    }
}

/// What the visitor has written, of what is mounted.
fn mine(seen: &Seen) -> Vec<String> {
    seen.rows.iter().filter(|row| row.side == "mine").map(|row| row.text.clone()).collect()
}

fn text(number: usize) -> String {
    format!("Text {number}")
}
