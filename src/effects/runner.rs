//! The loop that turns what happens into inputs, and outputs into deeds.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;

use super::announce::announce;
use super::authentication;
use super::files::Files;
use super::later::Later;
use super::life::Life;
use super::listener::Listener;
use super::lp_tag::{Calls, Watch, look, publish};
use super::page::{self, is_focused, is_online, is_visible};
use super::socket::Socket;
use super::storage::Storage;
use super::tabs::Tabs;
use super::{
    Inbox, Machine, call_screen, clock, console, deferred, download, files, http, js, notices, report, tell, visitor,
};
use crate::app::{Input, Intent, LinkId, Lock, Output, Stored, WireOutput, earliest, is_due};
use crate::protocol::Millis;
use crate::store::{Row, Store};

/// Runs one machine in the page.
///
/// * Outputs are performed in the call that caused them, so what a click publishes is published within the click.
/// * What comes in while outputs are performed is queued, and taken in the same loop: no borrow is held across a call
///   that leaves this room.
/// * The state is shown at most once per animation frame.
///
/// Clones are handles to the same runner. [`Runner::end`] releases everything; after that it does nothing any more.
pub struct Runner<M: Machine> {
    inner: Rc<Inner<M>>,
}

/// Tells what a message says to be read.
pub type Says = Rc<dyn Fn(&Row) -> Rc<str>>;

struct Inner<M> {
    machine: RefCell<M>,
    store: Store,
    queue: RefCell<Vec<Input>>,
    is_draining: Cell<bool>,
    has_ended: Cell<bool>,
    storage: Storage,
    /// What was kept when the page went out of use.
    kept_when_hidden: RefCell<Stored>,
    tabs: Tabs,
    inbox: Inbox,
    life: Life,
    element: JsValue,
    /// For everything that has its time: the machine, the next look at the tag, and a frame that does not come.
    alarm: Later,
    rings_at: Cell<Option<Millis>>,
    frame: Later,
    /// When a requested frame is given up: a page that is not painted has none.
    shows_by: Cell<Option<Millis>>,
    /// How many frames of the service came since the last one of the browser.
    came: Cell<u32>,
    tag: Watch,
    socket: RefCell<Option<Socket>>,
    calls: RefCell<Option<Calls>>,
    /// How many messages the page's title tells of.
    badge: Cell<usize>,
    files: Rc<Files>,
    says: Says,
    page: Listener,
    reports: Listener,
}

impl<M: Machine> Runner<M> {
    /// Starts a machine. What people are to see comes to the store, what the page is told comes to the element; what is
    /// held of the page ends with the life, if [`Runner::end`] was not called before. `says` tells what a message says
    /// outside of the widget.
    #[must_use]
    pub fn start(
        machine: M,
        storage: Storage,
        store: Store,
        says: Says,
        life: Life,
        element: &JsValue,
        open: bool,
    ) -> Self {
        let inner = Rc::new_cyclic(|weak: &Weak<Inner<M>>| {
            let call = |method: fn(&Inner<M>)| {
                let weak = Weak::clone(weak);
                js::function(Box::new(move |_| {
                    if let Some(inner) = weak.upgrade() {
                        method(&inner);
                    }
                }))
            };
            let weak = Weak::clone(weak);
            let inbox: Inbox = Rc::new(move |input| {
                if let Some(inner) = weak.upgrade() {
                    inner.dispatch(input);
                }
            });
            Inner {
                machine: RefCell::new(machine),
                store,
                queue: RefCell::default(),
                is_draining: Cell::new(false),
                has_ended: Cell::new(false),
                tabs: Tabs::new(storage.prefix().to_owned()),
                files: Rc::new(Files::new(storage.prefix().to_owned())),
                storage,
                kept_when_hidden: RefCell::default(),
                alarm: Later::timer(call(Inner::ring)),
                rings_at: Cell::default(),
                frame: Later::frame(call(Inner::paint)),
                shows_by: Cell::default(),
                came: Cell::default(),
                tag: Watch::default(),
                socket: RefCell::default(),
                calls: RefCell::default(),
                badge: Cell::default(),
                says,
                page: page::listen(&inbox, &life),
                reports: report::listen(element, &inbox, &life),
                inbox,
                life,
                element: element.clone(),
            }
        });
        let shared = inner.tabs.open(&inner.inbox, &inner.life);
        inner.dispatch(Input::Focused(is_focused()));
        inner.dispatch(Input::Started { open, visible: is_visible(), online: is_online(), shared });
        // The first picture is to be there when the first component reads it.
        inner.show();
        Self { inner }
    }

    /// Takes an input, and performs what comes of it.
    pub fn dispatch(&self, input: Input) {
        self.inner.dispatch(input);
    }

    /// Takes files for this runner, by the event that brings them: yields whether it brings any. Does not keep it alive.
    #[must_use]
    pub fn chooser(&self) -> Rc<dyn Fn(&JsValue) -> bool> {
        let inner = Rc::downgrade(&self.inner);
        Rc::new(move |event| {
            let Some(inner) = inner.upgrade() else { return false };
            let chosen = inner.files.choose(event);
            if let Some(Some(choice)) = chosen {
                inner.dispatch(Input::Chosen(choice));
            }
            if chosen.is_some() {
                // A page that takes files, too, is not to take the same ones.
                let _ = js::call(event, "stopPropagation", &[]);
            }
            chosen.is_some()
        })
    }

    /// Takes inputs for this runner, and does not keep it alive.
    #[must_use]
    pub fn inbox(&self) -> Rc<dyn Fn(Input)> {
        Rc::clone(&self.inner.inbox)
    }

    /// Leaves the page: tells the machine so, and releases everything.
    pub fn end(&self) {
        self.inner.end();
    }
}

impl<M: Machine> Clone for Runner<M> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }
}

impl<M: Machine> Inner<M> {
    fn dispatch(&self, input: Input) {
        if self.has_ended.get() {
            return;
        }
        if matches!(input, Input::Intent(Intent::Answer { .. })) {
            // The tag may have learned or lost something since the last look; what is published now is to be true now.
            let seen = self.tag.look();
            self.queue.borrow_mut().extend(seen);
        }
        self.queue.borrow_mut().push(input);
        if self.is_draining.replace(true) {
            return;
        }
        while let Some(mut input) = self.next() {
            let is_hidden = matches!(input, Input::PageHidden);
            if matches!(input, Input::Frame { .. }) {
                self.came.set(self.came.get().saturating_add(1));
            }
            let mut is_forgotten = matches!(&input, Input::Kept { key, .. } if key == self.storage.prefix());
            if let Input::PageShown { stored } = &mut input {
                self.tabs.open(&self.inbox, &self.life);
                *stored = self.storage.read();
                is_forgotten = self.machine.borrow().is_forgotten(&self.kept_when_hidden.take(), stored);
                self.queue.borrow_mut().push(Input::Visible(is_visible()));
            }
            if is_forgotten {
                return self.forget();
            }
            self.machine.borrow_mut().handle(clock::now(), input);
            while let Some(output) = self.next_output() {
                self.perform(output);
            }
            if is_hidden {
                self.tabs.close();
                self.kept_when_hidden.replace(self.storage.read());
            }
        }
        self.is_draining.set(false);
        self.settle();
    }

    /// The next thing that came in; nothing after the end. When that was all, the machine may want to know of the tag.
    fn next(&self) -> Option<Input> {
        if self.has_ended.get() {
            return None;
        }
        let mut queue = self.queue.borrow_mut();
        if !queue.is_empty() {
            return Some(queue.remove(0));
        }
        drop(queue);
        let is_wanted = self.machine.borrow().wants_tag();
        self.tag.follow(is_wanted)
    }

    /// The next thing to do; nothing after the end, which may have come of the thing before.
    fn next_output(&self) -> Option<Output> {
        if self.has_ended.get() { None } else { self.machine.borrow_mut().poll_output() }
    }

    /// When nothing is left to be done: what is to be shown, and when to go on.
    fn settle(&self) {
        if self.has_ended.get() {
            return;
        }
        let now = clock::now();
        let (timeout, is_new) = {
            let machine = self.machine.borrow();
            (machine.poll_timeout(), !Rc::ptr_eq(machine.state(), &self.store.state()))
        };
        if is_new && self.shows_by.get().is_none() {
            self.shows_by.set(Some(now + WITHOUT_FRAMES));
            self.came.set(0);
            self.frame.begin(0);
        }
        let next = earliest(&[timeout, self.tag.next_look(), self.shows_by.get()]);
        if self.rings_at.replace(next) == next {
            return;
        }
        match next {
            // A timer counts no time while the computer sleeps and may be late in a hidden page, so it never waits for
            // long, and whoever is rung looks at the clock.
            Some(at) => self.alarm.begin(i32::try_from((at - now).0.clamp(0, LONGEST_DELAY_MS)).unwrap_or(0)),
            None => self.alarm.clear(),
        }
    }

    fn perform(&self, output: Output) {
        match output {
            Output::Wire(WireOutput::Http { id, method, url, body }) => {
                http::ask(id, method, &url, body.as_deref(), &self.inbox);
            }
            Output::Wire(WireOutput::Authenticate { id, function }) => authentication::ask(id, &function, &self.inbox),
            Output::Wire(WireOutput::Connect { link, url }) => {
                // The older one is closed before the new one is opened.
                drop(self.socket.take());
                let socket = Socket::connect(link, &url, &self.inbox, &self.life);
                drop(self.socket.replace(socket));
            }
            Output::Wire(WireOutput::Transmit { link, text }) => {
                if let Some(socket) = self.socket.borrow().as_ref().filter(|socket| socket.link() == link) {
                    socket.send(&text);
                }
            }
            Output::Wire(WireOutput::Disconnect { link }) => self.disconnect(link),
            Output::Save { key, value } => {
                self.tabs.tell(&key, Some(&value));
                if self.storage.save(&key, &value).is_err() {
                    let is_older_kept = self.storage.get(&key).is_some();
                    self.dispatch(Input::StorageFailed { key, is_older_kept });
                }
            }
            Output::Remove { key } => {
                self.tabs.tell(&key, None);
                self.storage.remove(&key);
            }
            Output::Lock(lock, name) => self.tabs.request(lock, &name, &self.inbox, &self.life),
            Output::Unlock(lock) => self.tabs.release(lock),
            Output::FetchDeferred => deferred::fetch(self.life.signal(), &self.inbox),
            Output::BeginAnew => self.begin_anew(),
            Output::Console { level, line } => console::line(level, &line),
            output => self.perform_in_conversation(output),
        }
    }

    /// What nobody wants before there is a conversation.
    #[inline(never)]
    fn perform_in_conversation(&self, output: Output) {
        match output {
            Output::Publish { app, event, data } => {
                self.dispatch(Input::Published(publish(&app, event, &data)));
            }
            Output::Announce(step) => {
                let is_taken = announce(&self.element, &step);
                if step.may_be_taken {
                    // Before what the page reports from within its listener.
                    self.queue.borrow_mut().insert(0, Input::Announced(is_taken));
                }
            }
            Output::Tell(detail) => tell::page(&self.element, &detail),
            Output::CallScreen(is_shown) => {
                call_screen::show(&self.element, is_shown);
                // Before the tag is told of an answer; and of the call that goes on after a reload nobody else would tell.
                drop(self.calls.replace(is_shown.then(|| Calls::listen(&self.inbox, &self.life))));
            }
            Output::Download { name, text } => download::give(name, &text),
            Output::LookAtTag => self.dispatch(Input::TagKnows(look().ids)),
            Output::Badge(count) => {
                notices::badge(self.badge.replace(count), count);
            }
            Output::Sound => notices::sound(),
            Output::LookAtElement => visitor::look(&self.element, &self.inbox, &self.life),
            Output::AskToNotify => notices::ask(&self.inbox),
            Output::Notify { who, row } => notices::notify(who.as_deref(), &(self.says)(&row)),
            Output::File(task) => files::perform(&self.files, task, &self.inbox),
            // Seen to already.
            _ => {}
        }
    }

    fn disconnect(&self, link: LinkId) {
        let is_it = self.socket.borrow().as_ref().is_some_and(|socket| socket.link() == link);
        if is_it {
            drop(self.socket.take());
        }
    }

    fn ring(&self) {
        self.rings_at.set(None);
        let now = clock::now();
        if is_due(now, self.tag.next_look())
            && let Some(seen) = self.tag.look()
        {
            self.dispatch(seen);
        }
        let timeout = self.machine.borrow().poll_timeout();
        if is_due(now, timeout) {
            self.dispatch(Input::Timeout);
        }
        if is_due(now, self.shows_by.get()) {
            self.show();
        }
        self.settle();
    }

    /// The browser paints. While a history pours in, what is drawn of it is drawn over at once: it takes longer than reading
    /// it, and so waits until less comes, or the time is up.
    fn paint(&self) {
        if self.came.take() < FLOOD {
            return self.show();
        }
        self.frame.begin(0);
    }

    /// Shows the newest state, and takes back what was requested for it.
    fn show(&self) {
        self.shows_by.set(None);
        self.frame.clear();
        let state = Rc::clone(self.machine.borrow().state());
        self.store.publish(state);
    }

    /// Somebody wants everything forgotten. What this instance kept meanwhile goes as well, and nothing else: somebody
    /// else may have begun by now.
    fn forget(&self) {
        let leftovers = self.machine.borrow().leftovers(&self.storage.read());
        for key in leftovers {
            self.perform(Output::Remove { key });
        }
        self.take_leave();
        self.begin_anew();
    }

    /// Ends, and with it all that it knows. A fresh one takes its place.
    fn begin_anew(&self) {
        self.release();
        let _ = js::call(self.life.signal(), "again", &[]);
    }

    fn end(&self) {
        self.dispatch(Input::PageHidden);
        if !self.has_ended.get() {
            self.take_leave();
        }
        self.release();
    }

    /// Whoever carries a session for the page is told that it is not in sight any more.
    fn take_leave(&self) {
        self.machine.borrow_mut().handle(clock::now(), Input::Ended);
        while let Some(output) = self.next_output() {
            if let Output::Announce(step) = output {
                announce(&self.element, &step);
            }
        }
    }

    fn release(&self) {
        if self.has_ended.replace(true) {
            return;
        }
        self.tabs.close();
        self.alarm.clear();
        self.frame.clear();
        self.page.stop();
        self.reports.stop();
        self.socket.take();
        if self.files.is_used() {
            files::let_go(&self.files, self.machine.borrow().state());
        }
        let badge = self.badge.take();
        if badge > 0 {
            notices::badge(badge, 0);
        }
        if self.calls.take().is_some() {
            call_screen::show(&self.element, false);
        }
        for lock in Lock::ALL {
            self.tabs.release(lock);
        }
    }
}

/// After a sleep of the computer the clock has gone on, the timer has not: this is how late a deadline can be noticed.
const LONGEST_DELAY_MS: i64 = 30_000;
const WITHOUT_FRAMES: Millis = Millis(100);

/// So many frames of the service between two of the browser are a history, or what was missed.
const FLOOD: u32 = 4;
