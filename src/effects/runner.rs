//! The loop that turns what happens into inputs, and outputs into deeds.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use super::frame::Frame;
use super::http::Request;
use super::lp_tag::{Watch, publish};
use super::page::{Page, is_online, is_visible};
use super::socket::Socket;
use super::storage::Storage;
use super::timers::Alarm;
use super::{Inbox, Machine, clock, console};
use crate::app::{Input, Intent, LinkId, Output};
use crate::store::Store;

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

struct Inner<M> {
    machine: RefCell<M>,
    store: Store,
    queue: RefCell<VecDeque<Input>>,
    is_draining: Cell<bool>,
    has_ended: Cell<bool>,
    storage: Storage,
    storage_refused: Cell<bool>,
    inbox: Inbox,
    alarm: Alarm,
    frame: Frame,
    tag: Watch,
    socket: RefCell<Option<Socket>>,
    requests: RefCell<Vec<Request>>,
    page: RefCell<Option<Page>>,
}

impl<M: Machine> Runner<M> {
    /// Starts a machine. What people are to see comes to the store.
    #[must_use]
    pub fn start(machine: M, storage: Storage, store: Store, open: bool) -> Self {
        let inner = Rc::new_cyclic(|weak: &Weak<Inner<M>>| {
            let call = |method: fn(&Inner<M>)| -> Rc<dyn Fn()> {
                let weak = Weak::clone(weak);
                Rc::new(move || {
                    if let Some(inner) = weak.upgrade() {
                        method(&inner);
                    }
                })
            };
            let weak = Weak::clone(weak);
            Inner {
                machine: RefCell::new(machine),
                store,
                queue: RefCell::default(),
                is_draining: Cell::new(false),
                has_ended: Cell::new(false),
                storage,
                storage_refused: Cell::new(false),
                alarm: Alarm::new(call(Inner::ring)),
                frame: Frame::new(call(Inner::show)),
                tag: Watch::new(call(Inner::look_at_tag)),
                inbox: Rc::new(move |input| {
                    if let Some(inner) = weak.upgrade() {
                        inner.dispatch(input);
                    }
                }),
                socket: RefCell::default(),
                requests: RefCell::default(),
                page: RefCell::default(),
            }
        });
        inner.page.replace(Some(Page::listen(&inner.inbox)));
        inner.dispatch(Input::Started { open, visible: is_visible(), online: is_online() });
        // The first picture is to be there when the first component reads it.
        inner.show();
        Self { inner }
    }

    /// Takes an input, and performs what comes of it.
    pub fn dispatch(&self, input: Input) {
        self.inner.dispatch(input);
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
        self.queue.borrow_mut().push_back(input);
        if self.is_draining.replace(true) {
            return;
        }
        self.drain();
        self.is_draining.set(false);
        self.settle();
    }

    fn drain(&self) {
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let Some(input) = next else {
                let is_wanted = self.machine.borrow().wants_tag();
                let Some(seen) = self.tag.follow(is_wanted) else { return };
                self.queue.borrow_mut().push_back(seen);
                continue;
            };
            if let Input::Http { id, .. } = &input {
                self.requests.borrow_mut().retain(|request| request.id() != *id);
            }
            self.machine.borrow_mut().handle(clock::now(), input);
            loop {
                let output = self.machine.borrow_mut().poll_output();
                let Some(output) = output else { break };
                self.perform(output);
                if self.has_ended.get() {
                    return;
                }
            }
        }
    }

    /// When nothing is left to be done: what is to be shown, and when to go on.
    fn settle(&self) {
        if self.has_ended.get() {
            return;
        }
        let (at, is_new) = {
            let machine = self.machine.borrow();
            (machine.poll_timeout(), !Rc::ptr_eq(machine.state(), &self.store.state()))
        };
        self.alarm.set(clock::now(), at);
        if is_new {
            self.frame.request();
        }
    }

    fn perform(&self, output: Output) {
        match output {
            Output::Http { id, method, url, body } => {
                let request = Request::send(id, method, url, body.as_deref(), &self.inbox);
                self.requests.borrow_mut().push(request);
            }
            Output::Connect { link, url } => {
                // The older one is closed before the new one is opened.
                drop(self.socket.take());
                let socket = Socket::connect(link, &url, &self.inbox);
                drop(self.socket.replace(socket));
            }
            Output::Transmit { link, text } => {
                if let Some(socket) = self.socket.borrow().as_ref().filter(|socket| socket.link() == link) {
                    socket.send(&text);
                }
            }
            Output::Disconnect { link } => self.disconnect(link),
            Output::Save { key, value } => self.save(&key, &value),
            Output::Remove { key } => self.storage.remove(&key),
            Output::Publish { id, app, event, data } => {
                let result = publish(&app, event, &data);
                self.dispatch(Input::Published { id, result });
            }
            Output::Console { level, line } => console::line(level, &line),
        }
    }

    fn disconnect(&self, link: LinkId) {
        let is_it = self.socket.borrow().as_ref().is_some_and(|socket| socket.link() == link);
        if is_it {
            drop(self.socket.take());
        }
    }

    fn save(&self, key: &str, value: &str) {
        // Said once: the machine then knows that nothing can be relied on.
        if self.storage.save(key, value).is_err() && !self.storage_refused.replace(true) {
            self.dispatch(Input::StorageFailed);
        }
    }

    fn ring(&self) {
        self.alarm.clear();
        let at = self.machine.borrow().poll_timeout();
        if at.is_some_and(|at| at <= clock::now()) {
            self.dispatch(Input::Timeout);
        } else {
            self.alarm.set(clock::now(), at);
        }
    }

    fn show(&self) {
        self.frame.clear();
        let state = Rc::clone(self.machine.borrow().state());
        self.store.publish(state);
    }

    fn look_at_tag(&self) {
        if let Some(seen) = self.tag.look() {
            self.dispatch(seen);
        }
    }

    fn end(&self) {
        self.dispatch(Input::PageHidden);
        if self.has_ended.replace(true) {
            return;
        }
        self.alarm.clear();
        self.frame.clear();
        self.tag.stop();
        self.page.take();
        self.socket.take();
        self.requests.take();
    }
}
