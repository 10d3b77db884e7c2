//! The world of a journey: what was started for it, ended whatever becomes of it.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::rc::Rc;

use futures_util::FutureExt;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::browser::Browser;
use super::picture::{forget_picture, save_picture};

/// Holds the browsers, so that they can be pictured and closed at the end.
#[derive(Default)]
pub(crate) struct World {
    browsers: RefCell<Vec<Rc<Browser>>>,
    lane: RefCell<Option<SemaphorePermit<'static>>>,
}

/// Two journeys are on their way at a time: more browsers than that only make each other slow.
static LANES: Semaphore = Semaphore::const_new(2);

impl World {
    /// Starts one more browser.
    pub(crate) async fn browser(&self) -> Rc<Browser> {
        let browser = Rc::new(Browser::start().await);
        self.browsers.borrow_mut().push(Rc::clone(&browser));
        browser
    }

    /// Waits for something that takes its time and no computer's, and lets another journey go meanwhile.
    pub(crate) async fn aside<T>(&self, wait: impl Future<Output = T>) -> T {
        drop(self.lane.take());
        let value = wait.await;
        self.enter().await;
        value
    }

    async fn enter(&self) {
        let lane = LANES.acquire().await.unwrap();
        self.lane.replace(Some(lane));
    }

    async fn picture(&self, name: &str) {
        let browsers = self.browsers.borrow().clone();
        for (number, browser) in browsers.iter().enumerate() {
            let path = save_picture(browser, &format!("failed-{name}-{number}")).await;
            eprintln!("{name}: browser {number} is pictured in {}, and its console says", path.display());
            for line in browser.console().await {
                eprintln!("    {} {} {}", line.source, line.level, line.text);
            }
        }
    }

    async fn end(&self) {
        for browser in self.browsers.take() {
            browser.end().await;
        }
    }
}

/// Goes a way through the widget, and cleans up behind it.
pub(crate) fn journey(way: impl AsyncFnOnce(&World)) {
    let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on(async {
        let world = World::default();
        world.enter().await;
        (0..MOST_BROWSERS).for_each(|number| forget_picture(&format!("failed-{name}-{number}")));
        let outcome = AssertUnwindSafe(way(&world)).catch_unwind().await;
        if outcome.is_err() {
            // What it looked like is only a help: it must not hide why the journey failed.
            let _ = AssertUnwindSafe(world.picture(&name)).catch_unwind().await;
        }
        world.end().await;
        outcome
    });
    if let Err(reason) = outcome {
        resume_unwind(reason);
    }
}

/// No journey needs more: a visitor's, and an agent's.
const MOST_BROWSERS: usize = 2;
