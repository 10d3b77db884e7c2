//! The agent's socket: requests and their answers, and what the service tells by itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::state::State;
use crate::harness::wait::PATIENCE;

/// An open socket. It closes when this is dropped.
pub(super) struct Link {
    state: Arc<Mutex<State>>,
    requests: mpsc::UnboundedSender<Request>,
    task: JoinHandle<()>,
}

struct Request {
    name: String,
    body: Value,
    answer: Option<oneshot::Sender<Value>>,
}

impl Link {
    pub(super) async fn open(address: &str, state: State) -> Self {
        let (socket, _) = connect_async(address).await.unwrap();
        let state = Arc::new(Mutex::new(state));
        let (requests, inbox) = mpsc::unbounded_channel();
        let task = tokio::spawn(carry(socket, inbox, Arc::clone(&state)));
        Self { state, requests, task }
    }

    /// Reads what was told so far.
    pub(super) fn look<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.lock().unwrap())
    }

    /// Asks, and gives the answer, whole.
    pub(super) async fn ask(&self, name: &str, body: Value) -> Value {
        let (answer, answered) = oneshot::channel();
        let request = Request { name: name.into(), body, answer: Some(answer) };
        self.requests.send(request).unwrap_or_else(|_| panic!("{name}: the agent's socket is closed"));
        let answer = timeout(PATIENCE, answered).await;
        answer.unwrap_or_else(|_| panic!("{name} was not answered")).unwrap()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(
    mut socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    mut inbox: mpsc::UnboundedReceiver<Request>,
    state: Arc<Mutex<State>>,
) {
    let mut waiting = HashMap::new();
    let mut next = 1_u64;
    loop {
        // What the agent does by itself comes out of what it is told, and nobody waits for the answer.
        let own = state.lock().unwrap().owed.pop();
        let request = match own {
            Some((name, body)) => Request { name, body, answer: None },
            None => tokio::select! {
                request = inbox.recv() => match request {
                    Some(request) => request,
                    None => return,
                },
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        let frame: Value = serde_json::from_str(&text).unwrap();
                        let answered = frame["reqId"].as_str().and_then(|id| waiting.remove(id));
                        state.lock().unwrap().hear(&frame);
                        if let Some(answer) = answered {
                            let _: Result<(), Value> = oneshot::Sender::send(answer, frame);
                        }
                        continue;
                    }
                    Some(Ok(_)) => continue,
                    Some(Err(_)) | None => return,
                },
            },
        };
        let id = next.to_string();
        next += 1;
        let frame = json!({ "kind": "req", "id": id, "type": request.name, "body": request.body });
        waiting.extend(request.answer.map(|answer| (id, answer)));
        if socket.send(Message::text(frame.to_string())).await.is_err() {
            return;
        }
    }
}
