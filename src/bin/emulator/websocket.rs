//! One socket: frames from the client to the service, and from the service to the client.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};

use crate::engine::{Engine, Input, Opened, Outgoing};

/// How long the other side may take to say goodbye.
const FAREWELL: Duration = Duration::from_secs(5);

/// Carries frames until either side ends.
pub(crate) async fn carry(mut websocket: WebSocket, engine: Engine, opened: Opened) {
    let Opened { socket, mut outbox } = opened;
    loop {
        tokio::select! {
            outgoing = outbox.recv() => match outgoing {
                Some(Outgoing::Frame(text)) => {
                    if websocket.send(Message::Text(text.into())).await.is_err() {
                        break;
                    }
                }
                Some(Outgoing::Close { code, reason }) => {
                    close(websocket, code, reason).await;
                    break;
                }
                None => break,
            },
            message = websocket.recv() => match message {
                Some(Ok(Message::Text(text))) => engine.tell(Input::Frame(socket, text.to_string())).await,
                // Frames are texts; bytes are taken for one so that they get their refusal.
                Some(Ok(Message::Binary(bytes))) => {
                    engine.tell(Input::Frame(socket, String::from_utf8_lossy(&bytes).into_owned())).await;
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => engine.tell(Input::Heard(socket)).await,
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
            },
        }
    }
    engine.tell(Input::Closed(socket)).await;
}

/// Says goodbye with the code. 1006 means that nobody said goodbye: then the connection is dropped as it is.
async fn close(mut websocket: WebSocket, code: u16, reason: String) {
    if code == 1006 {
        return;
    }
    if websocket.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await.is_ok() {
        // The client answers with its own close; whatever else comes is late, and a client that stays away is left.
        let farewell = async { while let Some(Ok(_)) = websocket.recv().await {} };
        let _ = tokio::time::timeout(FAREWELL, farewell).await;
    }
}
