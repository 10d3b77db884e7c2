//! Orders of tests, and of the desk: make something go wrong, and say what was accepted. Served only with `--control`.
//!
//! An order is an object with any of these members: `{"kick": 1006}` closes all sockets of consumers with the code,
//! `{"restart": 500}` ends all connections, lets nobody in for so many milliseconds, and goes on with everything as it
//! was (sockets are closed with 1012, those that `kick` names with its code), `{"faults": {"bareClosed": true}}` sets the
//! switches that are named and leaves the others, `{"fill": 1000}` has as many texts be said in the newest open
//! conversation, `{"tagDelay": 500}` makes the tag late by so many milliseconds,
//! `{"system": "Welcome"}` has the service itself say something there, `{"end": "TIMEOUT"}` and `{"end": "SYSTEM"}` end
//! it, `{"log": true}` asks for the log. The report is `{"sockets": 1, "kicked": 1, "restarts": 0, "on": ["silent"],
//! "metadata": "keep", "last": "...", "log": [...]}`: how many sockets of consumers there were, how many of them were closed
//! by `kick`, how often the service was started anew, which switches are on, what becomes of metadata, and what `fill` or
//! `system` said last, or why `end` has ended what it found. It comes before a restart begins.

use std::time::Duration;

use alongside::emulator::{Faults, LogEntry, MetadataPolicy, Service};
use alongside::protocol::Millis;
use serde_json::{Map, Value};

use crate::files::late;

/// What a test wants.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// Close all sockets of consumers with this code.
    kick: Option<u16>,
    /// Start anew, and be away for so long.
    pub(crate) restart: Option<Duration>,
    /// Set these switches.
    faults: Vec<(Switch, Value)>,
    /// Have so much be said.
    fill: Option<u32>,
    /// Have the service itself say this.
    system: Option<String>,
    /// End the conversation for this reason.
    end: Option<&'static str>,
    /// How late the tag is from now on.
    pub(crate) tag_delay: Option<Duration>,
    /// Give the log.
    log: bool,
}

/// A service that is away for longer than this is not started anew but ended: a minute.
const LONGEST_RESTART: u64 = 60_000;

/// Why a conversation ends that no person ends.
const REASONS: [&str; 2] = ["TIMEOUT", "SYSTEM"];

/// Of more texts in one order nobody has asked for yet.
const MOST_TEXTS: u32 = 100_000;

/// Sets one switch; tells whether the value was of its kind.
type Switch = fn(&mut Faults, &Value) -> bool;

impl Order {
    /// Reads an order, or says in a sentence why it is none.
    pub(crate) fn parse(body: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(body).map_err(|error| format!("the order is not JSON: {error}"))?;
        let Value::Object(members) = value else { return Err("an order is an object".into()) };
        let mut order = Self::default();
        for (name, value) in members {
            match (name.as_str(), value) {
                ("kick", value) => {
                    let code = value.as_u64().and_then(|code| u16::try_from(code).ok());
                    order.kick = Some(code.ok_or("kick is a close code")?);
                }
                ("restart", value) => {
                    let millis = value.as_u64().filter(|millis| *millis <= LONGEST_RESTART);
                    order.restart = Some(Duration::from_millis(millis.ok_or("restart is a number of milliseconds")?));
                }
                ("faults", Value::Object(switches)) => order.faults = read_switches(switches)?,
                ("tagDelay", value) => {
                    order.tag_delay = Some(late(value.as_u64().ok_or("tagDelay is a number of milliseconds")?));
                }
                ("fill", value) => {
                    let texts = count(&value).filter(|texts| *texts <= MOST_TEXTS);
                    order.fill = Some(texts.ok_or("fill is a number of texts, up to 100000")?);
                }
                ("system", Value::String(text)) => order.system = Some(text),
                ("end", Value::String(reason)) => {
                    let known = REASONS.into_iter().find(|known| *known == reason);
                    order.end = Some(known.ok_or("end is TIMEOUT or SYSTEM")?);
                }
                ("log", Value::Bool(wanted)) => order.log = wanted,
                (name, _) => return Err(format!("the member {name} is not known, or not of its kind")),
            }
        }
        Ok(order)
    }
}

/// Carries out an order and reports.
pub(crate) fn carry_out(service: &mut Service, now: Millis, order: &Order, restarts: u32) -> String {
    for (set, value) in &order.faults {
        set(service.faults_mut(), value);
    }
    let sockets = service.consumer_sockets();
    let kicked = if order.kick.is_some() { sockets.len() } else { 0 };
    for (socket, code) in sockets.iter().zip(order.kick.into_iter().cycle()) {
        service.kick(*socket, code);
    }
    let mut last = order.fill.and_then(|texts| service.fill(now, texts));
    last = order.system.clone().filter(|text| service.say_as_system(now, text)).or(last);
    last = order.end.filter(|reason| service.end_newest(now, reason)).map(str::to_owned).or(last);
    let last = last.map(|text| [r#","last":"#, &Value::from(text).to_string()].concat()).unwrap_or_default();
    let log: Vec<String> = if order.log { service.log().iter().map(LogEntry::to_json).collect() } else { Vec::new() };
    let on = Value::from(switched_on(service.faults_mut()));
    let metadata = policy_name(service.faults_mut().metadata);
    let (sockets, log) = (sockets.len(), log.join(","));
    format!(
        r#"{{"sockets":{sockets},"kicked":{kicked},"restarts":{restarts},"on":{on},"metadata":"{metadata}"{last},"log":[{log}]}}"#
    )
}

fn read_switches(switches: Map<String, Value>) -> Result<Vec<(Switch, Value)>, String> {
    let mut read = Vec::new();
    for (name, value) in switches {
        let set = switch(&name).ok_or_else(|| format!("the fault {name} is not known"))?;
        if !set(&mut Faults::default(), &value) {
            return Err(format!("the fault {name} cannot be {value}"));
        }
        read.push((set, value));
    }
    Ok(read)
}

/// Writes a value where it is of the right kind.
fn put<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

fn policy(value: &Value) -> Option<MetadataPolicy> {
    let wanted = value.as_str()?;
    POLICIES.into_iter().find(|policy| policy_name(*policy) == wanted)
}

fn policy_name(policy: MetadataPolicy) -> &'static str {
    match policy {
        MetadataPolicy::Keep => "keep",
        MetadataPolicy::Drop => "drop",
        MetadataPolicy::Refuse => "refuse",
    }
}

const POLICIES: [MetadataPolicy; 3] = [MetadataPolicy::Keep, MetadataPolicy::Drop, MetadataPolicy::Refuse];

fn count(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|count| u32::try_from(count).ok())
}

fn switch(name: &str) -> Option<Switch> {
    SWITCHES.iter().find(|(known, _)| *known == name).map(|(_, set)| *set)
}

/// The names of the switches that are on: setting them changes nothing.
fn switched_on(faults: &Faults) -> Vec<&'static str> {
    let is_on = |set: Switch| {
        let mut same = faults.clone();
        set(&mut same, &Value::Bool(true)) && same == *faults
    };
    SWITCHES.iter().filter(|(_, set)| is_on(*set)).map(|(name, _)| *name).collect()
}

/// Each switch by its name.
const SWITCHES: [(&str, Switch); 28] = [
    ("unavailable", |faults, value| put(&mut faults.unavailable, value.as_bool())),
    ("listDiscovery", |faults, value| put(&mut faults.list_discovery, value.as_bool())),
    ("duplicateNotifications", |faults, value| put(&mut faults.duplicate_notifications, value.as_bool())),
    ("singleElements", |faults, value| put(&mut faults.single_elements, value.as_bool())),
    ("oldShapes", |faults, value| put(&mut faults.old_shapes, value.as_bool())),
    ("aamNames", |faults, value| put(&mut faults.aam_names, value.as_bool())),
    ("missingAnswerBody", |faults, value| put(&mut faults.missing_answer_body, value.as_bool())),
    ("notificationsFirst", |faults, value| put(&mut faults.notifications_first, value.as_bool())),
    ("reverseNotifications", |faults, value| put(&mut faults.reverse_notifications, value.as_bool())),
    ("slowNotifications", |faults, value| {
        put(&mut faults.slow_notifications, count(value).map(|millis| Millis(millis.into())))
    }),
    ("metadata", |faults, value| put(&mut faults.metadata, policy(value))),
    ("refusedTexts", |faults, value| put(&mut faults.refused_texts, count(value))),
    ("refuseQueryMessages", |faults, value| put(&mut faults.refuse_query_messages, value.as_bool())),
    ("refuseEventSubscriptions", |faults, value| put(&mut faults.refuse_event_subscriptions, value.as_bool())),
    ("tooManyRequests", |faults, value| put(&mut faults.too_many_requests, count(value))),
    ("refuseCoBrowseEnd", |faults, value| put(&mut faults.refuse_cobrowse_end, value.as_bool())),
    ("bareClosed", |faults, value| put(&mut faults.bare_closed, value.as_bool())),
    ("forgetsClosed", |faults, value| put(&mut faults.forgets_closed, value.as_bool())),
    ("vanishingDialogs", |faults, value| put(&mut faults.vanishing_dialogs, value.as_bool())),
    ("oldCobrowseIds", |faults, value| put(&mut faults.old_cobrowse_ids, value.as_bool())),
    ("silent", |faults, value| put(&mut faults.silent, value.as_bool())),
    ("closed", |faults, value| put(&mut faults.closed, value.as_bool())),
    ("noFiles", |faults, value| put(&mut faults.no_files, value.as_bool())),
    ("refusedUploads", |faults, value| put(&mut faults.refused_uploads, count(value))),
    ("slowUploads", |faults, value| put(&mut faults.slow_uploads, value.as_bool())),
    ("expiredAddresses", |faults, value| put(&mut faults.expired_addresses, value.as_bool())),
    ("lostEvents", |faults, value| put(&mut faults.lost_events, count(value))),
    ("lostAnswers", |faults, value| put(&mut faults.lost_answers, value.as_bool())),
];

#[cfg(test)]
mod tests {
    use super::*;
    use alongside::emulator::Config;

    #[test]
    fn an_order_is_carried_out() {
        let mut service = Service::new(Config::default());
        let order = Order::parse(r#"{"faults":{"bareClosed":true,"metadata":"drop","tooManyRequests":2},"log":true}"#);
        let report = carry_out(&mut service, Millis(0), &order.unwrap(), 3);
        assert_eq!(report, r#"{"sockets":0,"kicked":0,"restarts":3,"on":["bareClosed"],"metadata":"drop","log":[]}"#);
        let expected =
            Faults { bare_closed: true, metadata: MetadataPolicy::Drop, too_many_requests: 2, ..Faults::default() };
        assert_eq!(*service.faults_mut(), expected);
        carry_out(&mut service, Millis(0), &Order::parse(r#"{"faults":{"bareClosed":false}}"#).unwrap(), 3);
        assert_eq!(*service.faults_mut(), Faults { bare_closed: false, ..expected });
        assert!(switched_on(service.faults_mut()).is_empty());
        let report =
            carry_out(&mut service, Millis(0), &Order::parse(r#"{"system":"Hello","end":"TIMEOUT"}"#).unwrap(), 3);
        assert!(!report.contains("last"), "no conversation is open: {report}");
        assert_eq!(Order::parse(r#"{"end":"NEVER"}"#).unwrap_err(), "end is TIMEOUT or SYSTEM");
    }

    #[test]
    fn what_is_no_order_is_refused_with_a_sentence() {
        let check = |body: &str| assert!(!Order::parse(body).unwrap_err().is_empty(), "{body}");
        for body in ["", "[]", r#"{"kick":"now"}"#, r#"{"kick":70000}"#, r#"{"dance":1}"#, r#"{"log":1}"#] {
            check(body);
        }
        check(r#"{"restart":true}"#);
        check(r#"{"fill":-1}"#);
        check(r#"{"fill":100001}"#);
        check(r#"{"restart":60001}"#);
        check(r#"{"faults":{"unheardOf":true}}"#);
        check(r#"{"faults":{"bareClosed":1}}"#);
        check(r#"{"faults":{"metadata":"eat"}}"#);
    }
}
