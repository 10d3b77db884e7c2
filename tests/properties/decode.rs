//! Any bytes as a frame: through the widget's decoder, the emulated service's, and the inspector of captures.

use alongside::protocol::inspect::{Part, inspect, inspect_line};
use alongside::protocol::json::{Value, parse_json};
use alongside::protocol::wire::{Trace, Wire};
use alongside::protocol::{
    AccessToken, AgentProfile, BaseUris, Frame, FrameError, Incoming, NotificationBody, TokenClaims,
};

/// Reads the bytes in every way there is. It panics where something does not hold.
pub(crate) fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut trace = Trace::default();
    let incoming = Incoming::parse(&text, &mut trace);
    assert!(trace.findings().len() <= Trace::MOST, "findings are bounded");
    let frame = Frame::parse(&text, &mut Trace::default());
    match (&incoming, &frame) {
        (Ok(Incoming::Response(one)), Ok(Frame::Response(other))) => assert_eq!(one, other),
        (Ok(Incoming::Notification(one)), Ok(Frame::Notification(other))) => assert_eq!(one, other),
        (Ok(Incoming::NoConversations(one)), Ok(Frame::Notification(other))) => match &other.body {
            NotificationBody::Conversations(body) => {
                assert!(body.changes.is_empty());
                assert_eq!(*one, body.subscription_id);
            }
            other => panic!("{other:?}"),
        },
        // A client reads no requests.
        (Err(FrameError::NotAFrame), Ok(Frame::Request(_)) | Err(FrameError::NotAFrame)) => {}
        (Err(FrameError::NotJson(one)), Err(FrameError::NotJson(other))) => assert_eq!(one, other),
        (one, other) => panic!("read as {one:?} and as {other:?}"),
    }
    if let Ok(frame) = frame {
        read_back(&frame);
    }
    if let Ok(value) = parse_json(&text) {
        inspected(&value);
    }
    // What answers over HTTP.
    let _ = (BaseUris::parse(&text), AccessToken::parse(&text), AgentProfile::parse(&text));
    let _ = TokenClaims::subject(&text);
}

/// What was read is written as JSON, and that is read or refused again. It need not be the same: what a damaged frame is
/// may have been told by the member that could not be read. Of whole frames `tests/wire` holds that it is.
fn read_back(frame: &Frame) {
    let written = frame.write().to_string();
    match Frame::parse(&written, &mut Trace::default()) {
        Ok(again) => drop(again.write()),
        Err(FrameError::NotAFrame) => {}
        Err(error) => panic!("{error}: {written}"),
    }
}

fn inspected(value: &Value) {
    let _ = inspect_line(value);
    for part in [Part::Dialog, Part::Change, Part::RichContent, Part::Metadata] {
        let _ = inspect(part, None, value);
    }
}
