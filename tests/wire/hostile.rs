//! Texts that are no frames, or hardly: each is refused with a word or read in part, and none ends the program.

use alongside::protocol::inspect::inspect_line;
use alongside::protocol::wire::{FindingKind, Trace, Wire, parse_json};
use alongside::protocol::{Frame, FrameError, Incoming, ResponseBody};

use super::corpus::own;

fn parse(text: &str) -> Result<Frame, FrameError> {
    Frame::parse(text, &mut Trace::default())
}

#[test]
fn what_is_no_frame_is_refused_with_the_reason() {
    let not_json =
        ["", " ", "hello", "{", "{\"kind\":\"req\"", "{'kind':'req'}", "{}x", "[1,]", "\u{feff}{}", "{\"a\":1e999}"];
    for text in not_json {
        assert!(matches!(parse(text), Err(FrameError::NotJson(_))), "{text}");
        assert!(matches!(Incoming::parse(text, &mut Trace::default()), Err(FrameError::NotJson(_))), "{text}");
    }
    for text in ["[]", "17", "null", "true", "\"req\"", "{}", "{\"kind\":\"req\"}", "{\"a\":1}", "[{\"kind\":\"req\"}]"]
    {
        assert_eq!(parse(text), Err(FrameError::NotAFrame), "{text}");
    }
    assert_eq!(parse("{").unwrap_err().to_string(), "the frame is not JSON (line 1, column 1)");
}

#[test]
fn depth_is_refused_and_size_is_not() {
    let nested = |open: &str, close: &str, depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
    assert!(matches!(parse(&nested("[", "]", 10_000)), Err(FrameError::NotJson(_))));
    assert!(matches!(parse(&nested("{\"type\":", "}", 10_000)), Err(FrameError::NotJson(_))));
    let card = nested("{\"type\":\"vertical\",\"elements\":", "}", 100);
    assert!(!inspect_line(&parse_json(&format!("{{\"part\":\"rich-content\",\"value\":{card}}}")).unwrap()).understood);

    let long = format!(r#"{{"kind":"resp","reqId":"1","code":200,"body":"{}"}}"#, "é".repeat(500_000));
    let Ok(Frame::Response(response)) = parse(&long) else { panic!("a long text") };
    assert!(matches!(response.body, ResponseBody::Text(text) if text.len() == 1_000_000));
}

#[test]
fn half_a_surrogate_pair_costs_one_character() {
    let text = r#"{"kind":"notification","type":"ms.MessagingEventNotification","body":{"changes":[{"sequence":1,"event":{"type":"ContentEvent","contentType":"text/plain","message":"cut \ud83d"},"dialogId":"d"}]}}"#;
    assert!(parse(text).unwrap().write().to_string().contains("cut \u{fffd}"));
}

#[test]
fn of_a_member_that_stands_twice_the_last_counts() {
    let Ok(Frame::Response(response)) = parse(r#"{"reqId":"1","code":200,"code":429}"#) else { panic!() };
    assert_eq!(response.status(), 429);
}

#[test]
fn an_answer_outlives_a_body_that_cannot_be_read() {
    let mut trace = Trace::default();
    let frame = Frame::parse(r#"{"kind":"resp","reqId":"9","code":200,"body":17}"#, &mut trace).unwrap();
    let Frame::Response(response) = frame else { panic!() };
    assert_eq!(response.req_id.unwrap().text(), "9");
    assert_eq!(trace.findings().len(), 1);
    assert_eq!((trace.findings()[0].path.as_str(), trace.findings()[0].kind), ("/body", FindingKind::Misread));
}

#[test]
fn a_request_outlives_a_body_that_cannot_be_read() {
    let Ok(Frame::Request(request)) =
        parse(r#"{"kind":"req","id":"9","type":"ms.PublishEvent","body":{"dialogId":"d"}}"#)
    else {
        panic!()
    };
    assert_eq!(request.id.unwrap().text(), "9");
}

#[test]
fn findings_are_bounded_and_counted() {
    let members: Vec<String> = (0..5_000).map(|number| format!("\"m{number}\":{number}")).collect();
    let text = format!("{{\"reqId\":\"1\",\"code\":200,{}}}", members.join(","));
    let mut trace = Trace::default();
    Frame::parse(&text, &mut trace).unwrap();
    assert_eq!((trace.findings().len(), trace.more()), (Trace::MOST, 5_000 - Trace::MOST));
    assert_eq!(inspect_line(&parse_json(&text).unwrap()).unknown.len(), 5_000);
}

/// Whatever bytes are changed, cut or doubled in a frame: it is read, or refused, and what is read can be written.
#[test]
fn damaged_frames_never_end_the_program() {
    let mut random = Random(0x5eed);
    for row in own() {
        let text = row.line.to_string();
        for _ in 0..60 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..=random.below(3) {
                let at = random.below(bytes.len());
                match random.below(4) {
                    0 => bytes[at] = b"\"{}[],:0-e\\x"[random.below(12)],
                    1 => bytes.truncate(at.max(1)),
                    2 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, bytes[at]),
                }
                if bytes.is_empty() {
                    bytes.push(b' ');
                }
            }
            let damaged = String::from_utf8_lossy(&bytes);
            if let Ok(line) = parse_json(&damaged) {
                let _ = inspect_line(&line);
                let value = line.get("value").map(ToString::to_string).unwrap_or_default();
                let _ = parse(&value).map(|frame| frame.write().to_string());
            }
        }
    }
}

/// Numbers that are the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}
