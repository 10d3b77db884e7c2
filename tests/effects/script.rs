//! A machine that does what a test says, and remembers what it was told.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use alongside::app::{Input, Output, Stored};
use alongside::effects::storage::Storage;
use alongside::effects::{Life, Machine, Runner};
use alongside::protocol::Millis;
use alongside::store::{Row, State, Store};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

/// What a test and its machine share.
#[derive(Clone, Default)]
pub(crate) struct Script {
    /// What came in, in the words of `Debug`.
    pub(crate) heard: Rc<RefCell<Vec<String>>>,
    /// What is done on the next input, whichever it is.
    pub(crate) next: Rc<RefCell<VecDeque<Output>>>,
    /// When the machine wants a timeout.
    pub(crate) timeout: Rc<RefCell<Option<Millis>>>,
    /// Whether something waits for the page's tag.
    pub(crate) wants_tag: Rc<Cell<bool>>,
    /// Shown from the next input on.
    pub(crate) state: Rc<RefCell<Rc<State>>>,
    /// Whether the machine finds everything forgotten.
    pub(crate) is_forgotten: Rc<Cell<bool>>,
    /// What it was told then to have been kept before.
    pub(crate) before: Rc<RefCell<Stored>>,
    /// The keys of what it kept itself.
    pub(crate) leftovers: Rc<RefCell<Vec<String>>>,
    /// What the page is told of comes to it.
    pub(crate) element: JsValue,
    /// What the page's part of it all hangs on.
    pub(crate) life: Abort,
}

/// A controller of its own for each script.
#[derive(Clone)]
pub(crate) struct Abort(pub(crate) AbortController);

impl Default for Abort {
    fn default() -> Self {
        Self(AbortController::new().unwrap())
    }
}

struct Scripted {
    script: Script,
    state: Rc<State>,
    outputs: VecDeque<Output>,
}

impl Machine for Scripted {
    fn handle(&mut self, now: Millis, input: Input) {
        let due = self.script.timeout.borrow().is_some_and(|at| at <= now);
        if matches!(input, Input::Timeout) && due {
            self.script.timeout.take();
        }
        self.script.heard.borrow_mut().push(format!("{input:?}"));
        self.outputs.extend(self.script.next.borrow_mut().drain(..));
        self.state = Rc::clone(&self.script.state.borrow());
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Millis> {
        *self.script.timeout.borrow()
    }

    fn state(&self) -> &Rc<State> {
        &self.state
    }

    fn is_forgotten(&self, before: &Stored, _: &Stored) -> bool {
        self.script.before.replace(before.clone());
        self.script.is_forgotten.get()
    }

    fn leftovers(&self, stored: &Stored) -> Vec<String> {
        let mut left = self.script.leftovers.borrow().clone();
        left.retain(|key| stored.iter().any(|(other, _)| other == key));
        left
    }

    fn wants_tag(&self) -> bool {
        self.script.wants_tag.get()
    }
}

impl Script {
    /// Starts a runner with a machine that follows the script, and forgets what it heard while starting.
    pub(crate) fn start(&self, store: &Store) -> Runner<impl Machine> {
        let state = Rc::clone(&self.state.borrow());
        let machine = Scripted { script: self.clone(), state, outputs: VecDeque::new() };
        let life = Life::until(&self.life.0.signal());
        let says = Rc::new(|_: &Row| Rc::from("something"));
        let runner = Runner::start(
            machine,
            Storage::open("alongside1|".into()),
            store.clone(),
            says,
            life,
            &self.element,
            false,
        );
        self.heard.borrow_mut().clear();
        runner
    }

    /// Has an output performed.
    pub(crate) fn perform(&self, runner: &Runner<impl Machine>, output: Output) {
        self.next.borrow_mut().push_back(output);
        runner.dispatch(Input::Online(true));
    }

    /// Whether something was heard.
    pub(crate) fn heard(&self, words: &str) -> bool {
        self.heard.borrow().iter().any(|heard| heard.contains(words))
    }
}

/// Waits until something is so; a test that waits in vain fails.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..500 {
        if is_so() {
            return;
        }
        turn().await;
    }
    panic!("waited in vain: {what}");
}

/// Lets the browser do its other work.
async fn turn() {
    let window = web_sys::window().unwrap();
    let promise = Promise::new(&mut |resolve, _| {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 10).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}
