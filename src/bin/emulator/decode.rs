//! `decode FILE`: how much of a capture of real traffic this version understands, line by line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use alongside::protocol::inspect::{Inspection, inspect_line};
use alongside::protocol::json::{JsonError, parse_json};
use serde::Serialize;

/// All lines were JSON.
const GOOD: u8 = 0;
/// Some line was not JSON.
const NOT_JSON: u8 = 1;
/// The file could not be read, or nothing could be written.
const NO_FILE: u8 = 2;

/// Reads JSON lines from a file, or from the standard input where the path is `-`, and prints a record for each and the
/// totals at the end.
pub(crate) fn run(path: &Path) -> ExitCode {
    let input: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        match File::open(path) {
            Ok(file) => Box::new(file),
            Err(error) => return fail(path, &error),
        }
    };
    let mut output = BufWriter::new(io::stdout().lock());
    match decode(BufReader::new(input), &mut output, &mut io::stderr().lock()) {
        Ok(code) => ExitCode::from(code),
        Err(Broken::Input(error)) => {
            let _ = output.flush();
            fail(path, &error)
        }
        // Whoever read the output has seen enough, as `head` does.
        Err(Broken::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(GOOD),
        Err(Broken::Output(error)) => {
            eprintln!("The result cannot be written: {error}.");
            ExitCode::from(NO_FILE)
        }
    }
}

fn fail(path: &Path, error: &io::Error) -> ExitCode {
    eprintln!("{} cannot be read: {error}.", path.display());
    ExitCode::from(NO_FILE)
}

/// Which end failed.
enum Broken {
    Input(io::Error),
    Output(io::Error),
}

/// What is printed for one line. The order of the members is part of the format.
#[derive(Serialize)]
struct Record {
    line: usize,
    #[serde(rename = "type")]
    type_name: Option<String>,
    understood: bool,
    unknown: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    misread: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Record {
    fn inspected(line: usize, inspection: Inspection) -> Self {
        let Inspection { type_name, understood, unknown, misread } = inspection;
        Self { line, type_name, understood, unknown, misread, error: None }
    }

    fn unreadable(line: usize, error: String) -> Self {
        Self { line, type_name: None, understood: false, unknown: Vec::new(), misread: Vec::new(), error: Some(error) }
    }
}

/// What was counted, printed at the end.
#[derive(Default, Serialize)]
struct Totals {
    lines: usize,
    understood: usize,
    unknown_members: usize,
    #[serde(skip)]
    not_json: usize,
}

fn decode(mut input: impl BufRead, output: &mut impl Write, errors: &mut impl Write) -> Result<u8, Broken> {
    let mut totals = Totals::default();
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes).map_err(Broken::Input)? == 0 {
            break;
        }
        let line = bytes.trim_ascii();
        let line = line.strip_prefix(b"\xEF\xBB\xBF").filter(|_| number == 1).unwrap_or(line);
        if !line.is_empty() {
            record(number, line, &mut totals, output, errors).map_err(Broken::Output)?;
        }
    }
    print(output, &totals).and_then(|()| output.flush()).map_err(Broken::Output)?;
    Ok(if totals.not_json == 0 { GOOD } else { NOT_JSON })
}

/// Prints a line of JSON.
fn print(output: &mut impl Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, record)?;
    writeln!(output)
}

fn record(
    number: usize,
    line: &[u8],
    totals: &mut Totals,
    output: &mut impl Write,
    errors: &mut impl Write,
) -> io::Result<()> {
    totals.lines += 1;
    let parsed = std::str::from_utf8(line)
        .map_err(|error| error.to_string())
        .and_then(|text| parse_json(text).map_err(|error| reason(&error)));
    let record = match parsed {
        Ok(value) => {
            let inspection = inspect_line(&value);
            totals.understood += usize::from(inspection.understood);
            totals.unknown_members += inspection.unknown.len();
            Record::inspected(number, inspection)
        }
        Err(reason) => {
            totals.not_json += 1;
            writeln!(errors, "Line {number} is not JSON: {reason}.")?;
            Record::unreadable(number, reason)
        }
    };
    print(output, &record)
}

/// What the parser says, with the place: in a file of JSON lines its own line number would only mislead.
fn reason(error: &JsonError) -> String {
    let what = error.what.as_deref().unwrap_or("not JSON");
    format!("{what} at column {}", error.column)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::decode;

    fn check(input: &[u8]) -> (u8, Vec<Value>, String) {
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let code = decode(input, &mut output, &mut errors).ok().unwrap();
        let records = String::from_utf8(output).unwrap();
        let records = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (code, records, String::from_utf8(errors).unwrap())
    }

    #[test]
    fn each_line_gets_a_record_and_the_totals_come_last() {
        let (code, records, errors) = check(
            b"\xEF\xBB\xBF{\"kind\":\"req\",\"id\":\"1\",\"type\":\"GetClock\",\"later\":1}\r\n\
              \n  \n\
              {\"part\":\"action\",\"type\":\"publishText\",\"value\":{\"type\":\"publishText\",\"text\":\"hi\"}}\n\
              {\"kind\":\"req\",\"id\":\"2\",\"type\":\"cm.Invented\"}",
        );
        assert_eq!(code, 0);
        assert_eq!(errors, "");
        assert_eq!(
            records,
            [
                json!({ "line": 1, "type": "GetClock", "understood": true, "unknown": ["/later"] }),
                json!({ "line": 4, "type": "publishText", "understood": true, "unknown": [] }),
                json!({ "line": 5, "type": "cm.Invented", "understood": false, "unknown": [], "misread": ["/type"] }),
                json!({ "lines": 3, "understood": 2, "unknown_members": 1 }),
            ]
        );
    }

    #[test]
    fn a_line_that_is_not_json_is_named_and_the_others_are_read() {
        let (code, records, errors) =
            check(b"{\"reqId\":\"1\",\"code\":200}\n{\"reqId\":\n\xFF\n{\"reqId\":\"2\",\"code\":200}\n");
        assert_eq!(code, 1);
        assert_eq!(errors.lines().count(), 2, "{errors}");
        assert!(errors.starts_with("Line 2 is not JSON: EOF while parsing a value at column 9."), "{errors}");
        assert_eq!(records.last(), Some(&json!({ "lines": 4, "understood": 2, "unknown_members": 0 })));
    }

    #[test]
    fn the_members_of_a_record_keep_their_order() {
        let mut output = Vec::new();
        decode(&b"{\"type\":\"\xC3\xA9\\\"\"}\n{oh no}"[..], &mut output, &mut Vec::new()).ok().unwrap();
        let expected = concat!(
            r#"{"line":1,"type":"é\"","understood":false,"unknown":[],"misread":["/type"]}"#,
            "\n",
            r#"{"line":2,"type":null,"understood":false,"unknown":[],"error":"key must be a string at column 2"}"#,
            "\n",
            r#"{"lines":2,"understood":0,"unknown_members":0}"#,
            "\n",
        );
        assert_eq!(String::from_utf8(output).unwrap(), expected);
    }

    #[test]
    fn an_empty_file_has_only_totals() {
        let (code, records, _) = check(b"");
        assert_eq!(code, 0);
        assert_eq!(records, [json!({ "lines": 0, "understood": 0, "unknown_members": 0 })]);
    }
}
