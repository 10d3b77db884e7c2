//! Writing, answering, and what became of it.

use crate::harness::{Shop, journey};

#[test]
fn a_first_message_is_answered() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        let seen = shop.widget.until("the agent has read it", |seen| seen.receipt() == "Read").await;
        assert_eq!(seen.texts(), ["Hello", "Hello, I am Ada"]);
        agent.until("the consumer has read it", |state| state.receipts.values().any(|status| status == "READ")).await;
    });
}
