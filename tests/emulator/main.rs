//! The emulator as a program: its port, its files, its sockets, and how it ends.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod program;
mod tls;
mod websocket;

use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use program::{Program, get, post};
use serde_json::{Value, json};
use websocket::{Received, WebSocket};

const ALL: [&str; 3] = ["--port", "0", "--control"];

fn control(program: &Program, order: &Value) -> Value {
    let answer = post(program.address, "/control", order);
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// The token of somebody new.
fn sign_up(program: &Program) -> Value {
    let signed = post(program.address, "/api/account/10001/signup", &Value::Null);
    serde_json::from_str::<Value>(&signed.body).unwrap()["jwt"].take()
}

/// A consumer's socket that has introduced itself.
fn consumer(program: &Program) -> WebSocket {
    introduced(program, &sign_up(program))
}

/// A consumer's socket that has introduced itself by this token.
fn introduced(program: &Program, token: &Value) -> WebSocket {
    let mut socket = WebSocket::open(program.address, "/ws_api/account/10001/messaging/consumer?v=3").unwrap();
    let header = json!({ "type": ".ams.headers.ConsumerAuthentication", "jwt": token });
    socket.send(&json!({ "kind": "req", "id": "1", "type": "InitConnection", "headers": [header] }).to_string());
    assert_eq!(socket.frame()["code"], 200);
    socket
}

#[test]
fn it_says_in_one_line_when_it_is_ready_and_ends_politely() {
    let mut program = Program::start(&["--port", "0"]);
    let at = format!("http://{}", program.address);
    assert_eq!(program.line, format!("Alongside emulator on {at}/ — agent desk: {at}/agent"));
    let pid = program.child.id().to_string();
    assert!(Command::new("kill").arg(pid).status().unwrap().success());
    assert!(program.child.wait().unwrap().success());
}

#[test]
fn a_taken_port_is_said_in_a_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, said) = program::run(&["serve", "--port", &port]);
    assert_eq!(code, Some(1));
    assert_eq!(
        said.trim(),
        format!("Port {port} on 127.0.0.1 is taken by another program. Choose another one with --port.")
    );
    assert_eq!(program::run(&["serve", "--port", "many"]).0, Some(2));
}

#[test]
fn the_desk_is_served_under_a_strict_policy() {
    let program = Program::start(&ALL);
    let page = get(program.address, "/agent");
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
    // Every file that the page or one of its scripts names is there.
    for path in [
        "desk.css",
        "main.js",
        "dom.js",
        "link.js",
        "state.js",
        "actions.js",
        "list.js",
        "transcript.js",
        "files.js",
        "cobrowse.js",
        "trouble.js",
        "watch.js",
        "screen.css",
        "screen.js",
    ] {
        assert_eq!(get(program.address, &format!("/agent/{path}")).status, 200, "{path}");
    }
    // The screen has styles in it, and may be framed by the desk; it loads nothing.
    let screen = get(program.address, "/agent/screen");
    let policy = screen.header("content-security-policy").unwrap();
    for part in ["default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'", "frame-ancestors 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("connect-src") && !policy.contains("img-src"), "{policy}");
    assert_eq!(get(program.address, "/agent/setup.json").body, r#"{"account":"10001","control":true}"#);
    assert_eq!(get(program.address, "/").header("location"), Some("/agent"));
}

#[test]
fn the_tag_may_be_loaded_by_any_page() {
    let program = Program::start(&ALL);
    let tag = get(program.address, "/tag.js?delay=1");
    assert_eq!(tag.header("access-control-allow-origin"), Some("*"));
    assert!(tag.header("content-type").unwrap().starts_with("text/javascript"));
    assert!(tag.body.contains("lp_monitoringSDK"));
}

#[test]
fn what_a_session_needs_may_be_loaded_by_any_page_and_rrweb_only_where_it_is() {
    let program = Program::start(&ALL);
    for name in ["session", "line", "policy", "scrub", "styles", "overlay", "control"] {
        let script = get(program.address, &format!("/cobrowse/{name}.js"));
        assert_eq!((script.status, script.header("access-control-allow-origin")), (200, Some("*")), "{name}");
    }
    assert_eq!(get(program.address, "/cobrowse/rrweb.js").status, 404);
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bin/emulator/session/line.js");
    let program = Program::start(&["--port", "0", "--rrweb", own]);
    assert_eq!(get(program.address, "/cobrowse/rrweb.js").status, 200);
    assert_eq!(program::run(&["serve", "--port", "0", "--rrweb", "/nowhere.js"]).0, Some(1));
}

#[test]
fn discovery_names_the_address_that_was_asked() {
    let program = Program::start(&ALL);
    let answer = get(program.address, "/api/account/10001/service/idp/baseURI.json?version=1.0");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body["baseURI"], program.address.to_string());
}

#[test]
fn a_conversation_runs_over_a_real_socket() {
    let program = Program::start(&ALL);
    let mut socket = consumer(&program);
    socket.send(&json!({ "kind": "req", "id": "2", "type": "cm.ConsumerRequestConversation" }).to_string());
    let id = socket.frame()["body"]["conversationId"].clone();
    let event = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "héllo" });
    let body = json!({ "dialogId": id, "event": event });
    socket.send(&json!({ "kind": "req", "id": "3", "type": "ms.PublishEvent", "body": body }).to_string());
    assert_eq!(socket.frame()["body"]["sequence"], 0);
    let report = control(&program, &json!({ "log": true }));
    let events: Vec<&Value> = report["log"].as_array().unwrap().iter().filter_map(|entry| entry.get("event")).collect();
    assert_eq!(events, [&event]);
}

#[test]
fn sockets_are_refused_closed_and_cut() {
    let program = Program::start(&ALL);
    let refused = WebSocket::open(program.address, "/ws_api/account/999/messaging/consumer?v=3");
    assert_eq!(refused.err(), Some(401));
    let mut socket = consumer(&program);
    assert_eq!(control(&program, &json!({ "kick": 4407 }))["kicked"], 1);
    assert_eq!(socket.receive(), Received::Close(4407));
    let mut socket = consumer(&program);
    control(&program, &json!({ "kick": 1006 }));
    assert_eq!(socket.receive(), Received::Cut);
    control(&program, &json!({ "faults": { "unavailable": true } }));
    let refused = WebSocket::open(program.address, "/ws_api/account/10001/messaging/consumer?v=3");
    assert_eq!(refused.err(), Some(503));
}

#[test]
fn a_restart_ends_connections_and_nothing_else() {
    let program = Program::start(&ALL);
    let token = sign_up(&program);
    let mut socket = introduced(&program, &token);
    socket.send(&json!({ "kind": "req", "id": "2", "type": "cm.ConsumerRequestConversation" }).to_string());
    let opened = socket.frame();
    let log = control(&program, &json!({ "log": true }))["log"].clone();
    assert_eq!(control(&program, &json!({ "restart": 500 }))["sockets"], 1);
    assert_eq!(socket.receive(), Received::Close(1012));
    assert!(TcpStream::connect(program.address).is_err(), "nobody is let in");
    let patience = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(program.address).is_err() {
        assert!(Instant::now() < patience, "it does not come back");
        sleep(Duration::from_millis(20));
    }
    let report = control(&program, &json!({ "log": true }));
    assert_eq!((&report["log"][0], &report["restarts"]), (&log[0], &json!(1)));
    let mut socket = introduced(&program, &token);
    let event = json!({ "type": "ContentEvent", "contentType": "text/plain", "message": "still here" });
    let body = json!({ "dialogId": opened["body"]["conversationId"], "event": event });
    socket.send(&json!({ "kind": "req", "id": "3", "type": "ms.PublishEvent", "body": body }).to_string());
    assert_eq!(socket.frame()["body"]["sequence"], 0);
    // Cut instead of closed, and at once again.
    control(&program, &json!({ "kick": 1006, "restart": 0 }));
    assert_eq!(socket.receive(), Received::Cut);
}

#[test]
fn an_oversize_frame_and_an_oversize_body_are_refused() {
    let program = Program::start(&ALL);
    let mut socket = consumer(&program);
    socket.send(&"x".repeat(256 * 1024 + 1));
    assert_eq!(socket.receive(), Received::Close(1009));
    let body = json!("x".repeat(70_000));
    assert_eq!(post(program.address, "/api/account/10001/authenticate", &body).status, 413);
}

/// The path and query of the address that an answer gives for a file.
fn address_of(answer: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (path, parameters) = (text(&answer["body"]["relativePath"]), &answer["body"]["queryParams"]);
    let (signature, expires) = (text(&parameters["temp_url_sig"]), text(&parameters["temp_url_expires"]));
    format!("{path}?temp_url_sig={signature}&temp_url_expires={expires}")
}

#[test]
fn a_file_is_stored_and_given_out_byte_by_byte() {
    let program = Program::start(&ALL);
    let mut socket = consumer(&program);
    let picture: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let body = json!({ "fileSize": picture.len(), "fileType": "PNG" });
    let ask = json!({ "kind": "req", "id": "2", "type": "ms.GenerateURLForUploadFile", "body": body });
    socket.send(&ask.to_string());
    let answer = socket.frame();
    let put = address_of(&answer);
    let headers = [("Content-Type", "image/png"), ("Origin", "http://localhost:8080")];
    let asked = program::request(program.address, "OPTIONS", &put, &headers[1..], b"");
    assert!(asked.header("access-control-allow-methods").unwrap().contains("PUT"));
    let stored = program::request(program.address, "PUT", &put, &headers, &picture);
    assert_eq!((stored.status, stored.header("access-control-allow-origin")), (201, Some("http://localhost:8080")));
    let body = json!({ "relativePath": answer["body"]["relativePath"] });
    let ask = json!({ "kind": "req", "id": "3", "type": "ms.GenerateURLForDownloadFile", "body": body });
    socket.send(&ask.to_string());
    let got = get(program.address, &address_of(&socket.frame()));
    assert_eq!((got.status, got.header("content-type")), (200, Some("image/png")));
    assert!(got.bytes == picture);
    assert_eq!(get(program.address, answer["body"]["relativePath"].as_str().unwrap()).status, 401);
    // The refusal reaches a client that sends all of it, and a page may read it.
    let refused = program::request(program.address, "PUT", &put, &headers, &vec![0; 8 * 1024 * 1024]);
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (413, Some("http://localhost:8080")));
}

#[test]
fn orders_are_taken_only_where_they_are_served_and_only_as_json() {
    let program = Program::start(&["--port", "0"]);
    assert_eq!(post(program.address, "/control", &json!({ "log": true })).status, 404);
    let program = Program::start(&ALL);
    assert_eq!(post(program.address, "/control", &json!({ "dance": true })).status, 400);
    assert_eq!(
        program::request(program.address, "POST", "/control", &[("Content-Type", "text/plain")], b"{}").status,
        415
    );
}

#[test]
fn with_tls_the_same_is_served_over_https() {
    let program = Program::start(&["--port", "0", "--tls"]);
    assert!(program.line.contains("https://"), "{}", program.line);
    let answer = tls::get(program.address, "/agent/setup.json");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with(r#"{"account":"10001","control":false}"#), "{answer}");
    let path = "/ws_api/account/10001/messaging/consumer?v=3";
    let mut socket = WebSocket::over(tls::connect_safely(program.address), program.address, path).unwrap();
    let header = json!({ "type": ".ams.headers.ConsumerAuthentication", "jwt": "wrong" });
    socket.send(&json!({ "kind": "req", "id": "1", "type": "InitConnection", "headers": [header] }).to_string());
    assert_eq!(socket.receive(), Received::Close(4401));
}
