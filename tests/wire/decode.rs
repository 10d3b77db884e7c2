//! The command itself: what it prints, and how it ends.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn decode(argument: &str, input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_emulator"))
        .args(["decode", argument])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that never reads its input may be gone before all of it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn last_line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_file_is_read_to_the_end() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire/frames");
    let output = decode(folder.join("cobrowse.jsonl").to_str().unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(last_line(&output), r#"{"lines":25,"understood":24,"unknown_members":2}"#);
}

#[test]
fn a_line_that_is_not_json_ends_it_with_one() {
    let output = decode("-", "{\"kind\":\"req\",\"type\":\"GetClock\"}\n{oh no}\n\n{\"reqId\":\"1\",\"code\":200}");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("Line 2 is not JSON: "));
    assert_eq!(last_line(&output), r#"{"lines":3,"understood":2,"unknown_members":0}"#);
    let first = String::from_utf8_lossy(&output.stdout).lines().next().unwrap().to_owned();
    assert_eq!(first, r#"{"line":1,"type":"GetClock","understood":true,"unknown":[]}"#);
}

#[test]
fn a_huge_line_is_one_line() {
    let text = "x".repeat(4_000_000);
    let line = format!(r#"{{"part":"rich-content","value":{{"type":"text","text":"{text}"}}}}"#);
    let output = decode("-", &line);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(last_line(&output), r#"{"lines":1,"understood":1,"unknown_members":0}"#);
}

#[test]
fn a_file_that_is_not_there_gives_a_sentence_and_two() {
    let output = decode("no-such-capture.jsonl", "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("no-such-capture.jsonl cannot be read: "));
}
