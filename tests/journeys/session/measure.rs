//! What a session costs: bytes for what a visitor does, the delay until the desk shows it, and the time that recording
//! takes from the page. `make cobrowse` prints it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::sleep;

use super::watching::session;
use crate::harness::{Desk, Shop, journey, until};

const PHASE: Duration = Duration::from_secs(12);
const NODES: usize = 10_000;

/// What the session sent; the widget's own socket is not counted.
const LEFT: &str = "window.left = () => sent.filter((text) => /^(snapshot|event|ping)/.test(text))
    .reduce((sum, text) => sum + new Blob([text]).size, 0);";

/// Each key press writes down when it happened, in what is shown.
const CLOCK: &str = "document.addEventListener('keydown', (event) => {
  bought.textContent = performance.timeOrigin + event.timeStamp;
}, true);";

const WATCH: &str = "window.delays = []; let last = '';
const look = () => {
  const frame = document.querySelector('[data-screen] iframe')?.contentDocument?.querySelector('.replayer-wrapper iframe');
  const text = frame?.contentDocument?.querySelector('#bought')?.textContent ?? '';
  if (text !== last && text !== '') delays.push(performance.timeOrigin + performance.now() - Number(text));
  last = text;
  requestAnimationFrame(look);
};
look();";

/// How long the page is held up by a snapshot, and by a hundred changes of text, each in the middle of several.
const COST: &str = "return import(`${arguments[0]}/cobrowse/rrweb.js`).then(async ({ record }) => {
  const list = document.createElement('div');
  list.dataset.cobrowse = 'show';
  while (list.querySelectorAll('*').length < arguments[1]) {
    const row = document.createElement('p');
    row.className = 'row';
    row.append(document.createElement('b'), document.createElement('i'));
    row.firstChild.textContent = 'Hillside green';
    row.lastChild.textContent = 'First leaves, steamed by hand';
    list.append(row);
  }
  document.body.append(list);
  await new Promise((next) => setTimeout(next, 500));
  const middle = (numbers) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];
  const [snapshots, changes] = [[], []];
  for (let round = 0; round < 7; round += 1) {
    const began = performance.now();
    record.takeFullSnapshot();
    snapshots.push(performance.now() - began);
    await new Promise((next) => setTimeout(next, 50));
  }
  const rows = [...list.querySelectorAll('b')].slice(0, 100);
  for (let round = 0; round < 20; round += 1) {
    for (const row of rows) row.textContent = `Round ${round}`;
    const began = performance.now();
    await null;
    changes.push(performance.now() - began);
    await new Promise((next) => setTimeout(next, 20));
  }
  return [middle(snapshots), middle(changes), new Blob([sent.findLast((text) => text.startsWith('snapshot'))]).size];
});";

/// Does something again and again, and gives how many bytes a minute of it sends.
async fn bytes(shop: &Shop, every: Duration, mut act: impl AsyncFnMut(u32)) -> u64 {
    let count = async || shop.browser.value("left()").await.as_u64().unwrap();
    let (before, began, mut turn) = (count().await, Instant::now(), 0);
    while began.elapsed() < PHASE {
        act(turn).await;
        turn += 1;
        sleep((every * turn).saturating_sub(began.elapsed())).await;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is some seconds")]
    let took = began.elapsed().as_millis() as u64;
    (count().await - before) * 60_000 / took
}

async fn delays(desk: &Desk) -> Vec<f64> {
    let told = until("enough was seen", async || {
        let told = desk.browser.value("delays").await;
        if told.as_array().unwrap().len() >= 20 { Ok(told) } else { Err(told) }
    })
    .await;
    let mut all: Vec<_> = told.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    all.sort_by(f64::total_cmp);
    all
}

#[test]
#[ignore = "measures for a minute: make cobrowse"]
fn what_a_session_costs() {
    journey(async |world| {
        let (shop, desk) = session(world, "view", |page| page).await;
        shop.browser.run(LEFT, Vec::new()).await;
        shop.browser.click("#note").await;
        let typing = bytes(&shop, Duration::from_millis(200), async |_| shop.browser.press("a").await).await;
        shop.browser.run(CLOCK, Vec::new()).await;
        desk.browser.run(WATCH, Vec::new()).await;
        bytes(&shop, Duration::from_millis(110), async |_| shop.browser.press("a").await).await;
        let delays = delays(&desk).await;
        let clicking = bytes(&shop, Duration::from_millis(500), async |_| shop.browser.click("#note").await).await;
        let scrolling = bytes(&shop, Duration::from_millis(100), async |turn| {
            shop.browser.wheel_at((300, 400), if turn % 20 < 10 { 120 } else { -120 }).await;
        })
        .await;
        let cost = shop.browser.run(COST, vec![json!(shop.service.origin), json!(NODES)]).await;
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        let at = |share: usize| tenth(delays[(delays.len() * share / 100).min(delays.len() - 1)]);
        let line = json!({
            "bytesPerMinute": { "typing": typing, "scrolling": scrolling, "clicking": clicking },
            "delayMs": { "p50": at(50), "p95": at(95), "samples": delays.len() },
            "mainThreadMs": { "nodes": NODES, "snapshot": tenth(cost[0].as_f64().unwrap()),
                "hundredChanges": tenth(cost[1].as_f64().unwrap()) },
            "snapshotBytes": cost[2],
        });
        println!("{line}");
    });
}
