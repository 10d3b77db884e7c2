//! The one task that owns the service. Everything else sends it what happened and waits for what it says.

use std::collections::HashMap;
use std::time::Duration;

use alongside::emulator::{HttpRequest, HttpResponse, Output, Service, SocketId};
use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;
use crate::control::{self, Order};

/// So many frames may wait for a socket that does not take them; then it is cut.
const MOST_WAITING: usize = 1_024;

/// The close code of a service that is started anew.
const SERVICE_RESTART: u16 = 1012;

/// What a socket is told to do.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// Send a frame.
    Frame(String),
    /// Close.
    Close {
        /// The code; 1006 cuts the connection.
        code: u16,
        /// Why.
        reason: String,
    },
}

/// An open socket as the web side holds it.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Its name.
    pub(crate) socket: SocketId,
    /// What it is told to do. It ends when the service is done with the socket.
    pub(crate) outbox: mpsc::Receiver<Outgoing>,
}

/// What happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// A request came.
    Http(HttpRequest, oneshot::Sender<HttpResponse>),
    /// A socket wants to open.
    Open { path: String, headers: Vec<(String, String)>, reply: oneshot::Sender<Result<Opened, HttpResponse>> },
    /// A frame came.
    Frame(SocketId, String),
    /// Something came that is no frame.
    Heard(SocketId),
    /// A socket is closed.
    Closed(SocketId),
    /// A test gives an order.
    Control(Order, oneshot::Sender<String>),
    /// Nobody is let in any more: every socket that is open is closed, and that is all that is lost.
    Restart(oneshot::Sender<()>),
    /// Somebody asks how long the tag takes to load.
    TagDelay(oneshot::Sender<Duration>),
    /// Somebody asks whether uploads are to come slowly.
    SlowUploads(oneshot::Sender<bool>),
}

/// The way to the service.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    inputs: mpsc::Sender<Input>,
}

impl Engine {
    /// Starts the task. Beside the way to it comes the way on which it tells that it is to be started anew, and for how
    /// long it is to be away.
    pub(crate) fn start(service: Service) -> (Self, mpsc::UnboundedReceiver<Duration>) {
        let (inputs, inbox) = mpsc::channel(MOST_WAITING);
        let (restart, restarts) = mpsc::unbounded_channel();
        let (clock, outboxes, tag_delay) = (Clock::default(), HashMap::new(), Duration::ZERO);
        tokio::spawn(Task { service, clock, outboxes, tag_delay, restart, restarts: 0 }.run(inbox));
        (Self { inputs }, restarts)
    }

    /// Tells that something happened.
    pub(crate) async fn tell(&self, input: Input) {
        // The task ends with the program only: nobody is left to hear of a failure.
        let _ = self.inputs.send(input).await;
    }

    /// Asks, and waits for the answer; nothing when the program is ending.
    pub(crate) async fn ask<T>(&self, input: impl FnOnce(oneshot::Sender<T>) -> Input) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.tell(input(reply)).await;
        answer.await.ok()
    }
}

struct Task {
    service: Service,
    clock: Clock,
    outboxes: HashMap<SocketId, mpsc::Sender<Outgoing>>,
    tag_delay: Duration,
    restart: mpsc::UnboundedSender<Duration>,
    restarts: u32,
}

impl Task {
    async fn run(mut self, mut inbox: mpsc::Receiver<Input>) {
        loop {
            // With nothing due there is nothing to wake up for; an hour is as good as never.
            let wait = self.service.poll_timeout().map(|due| self.clock.until(due));
            tokio::select! {
                input = inbox.recv() => match input {
                    Some(input) => self.handle(input),
                    None => return,
                },
                () = tokio::time::sleep(wait.unwrap_or(Duration::from_secs(3_600))) => {
                    self.service.handle_timeout(self.clock.now());
                }
            }
            self.drain();
        }
    }

    fn handle(&mut self, input: Input) {
        let now = self.clock.now();
        match input {
            Input::Http(request, reply) => {
                let _ = reply.send(self.service.handle_http(now, &request));
            }
            Input::Open { path, headers, reply } => {
                let opened = self.service.open_socket(now, &path, &headers).map(|socket| {
                    let (sender, outbox) = mpsc::channel(MOST_WAITING);
                    self.outboxes.insert(socket, sender);
                    Opened { socket, outbox }
                });
                if let Err(Ok(lost)) = reply.send(opened) {
                    self.forget(lost.socket);
                }
            }
            Input::Frame(socket, text) => self.service.handle_frame(now, socket, &text),
            Input::Heard(socket) => self.service.handle_ping(now, socket),
            Input::Closed(socket) => self.forget(socket),
            Input::Control(order, reply) => {
                if let Some(delay) = order.tag_delay {
                    self.tag_delay = delay;
                }
                let _ = reply.send(control::carry_out(&mut self.service, now, &order, self.restarts));
                // Nobody listens only where the program is ending.
                let _ = order.restart.map(|pause| self.restart.send(pause));
            }
            Input::Restart(reply) => {
                self.service.restart(SERVICE_RESTART);
                self.restarts += 1;
                let _ = reply.send(());
            }
            Input::TagDelay(reply) => {
                let _ = reply.send(self.tag_delay);
            }
            Input::SlowUploads(reply) => {
                let _ = reply.send(self.service.faults_mut().slow_uploads);
            }
        }
    }

    fn forget(&mut self, socket: SocketId) {
        self.outboxes.remove(&socket);
        self.service.handle_closed(self.clock.now(), socket);
    }

    fn drain(&mut self) {
        while let Some(output) = self.service.poll_output() {
            let (socket, outgoing, is_last) = match output {
                Output::Transmit { socket, text } => (socket, Outgoing::Frame(text), false),
                Output::Close { socket, code, reason } => (socket, Outgoing::Close { code, reason }, true),
            };
            let is_gone = self.outboxes.get(&socket).is_none_or(|outbox| outbox.try_send(outgoing).is_err());
            if is_gone || is_last {
                self.forget(socket);
            }
        }
    }
}
