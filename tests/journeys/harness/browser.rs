//! One Chromium, driven by a chromedriver of its own.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Map, Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::session::http::CmdResponse;
use thirtyfour::{Capabilities, RequestData, SessionId, WebDriver, WebElement};
use tokio::process::Command;
use tokio::time::timeout;

use super::process::Process;
use super::profile::Profile;
use super::wait::{PATIENCE, until};

/// A running browser with one window.
pub(crate) struct Browser {
    /// The session.
    pub(crate) driver: WebDriver,
    /// What was written to the console, as far as it was fetched.
    console: Mutex<Vec<Line>>,
    _process: Process,
    _profile: Profile,
}

/// One line of the console.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Who wrote it: `console-api` for scripts, others for the browser's own words.
    pub(crate) source: String,
    /// `DEBUG` for what only those want to know who look closely.
    pub(crate) level: String,
    /// What, behind the place where it was written.
    pub(crate) text: String,
}

/// Whether the browser wants light or dark pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

impl Browser {
    /// Starts a browser.
    pub(crate) async fn start() -> Self {
        let mut command = Command::new(std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into()));
        command.arg("--port=0").stderr(std::process::Stdio::null());
        let mut started = None;
        // It wants one port of both versions of IP, and ends where somebody has that of one of them already.
        for _ in 0..3 {
            if started.is_none() {
                started = Process::try_start(&mut command, port).await;
            }
        }
        let (process, port) = started.unwrap();
        let profile = Profile::new();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities(&profile)).await.unwrap();
        driver.set_script_timeout(PATIENCE).await.unwrap();
        Self { driver, console: Mutex::default(), _process: process, _profile: profile }
    }

    /// Goes to an address, and waits until it is loaded.
    pub(crate) async fn visit(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    /// Runs the body of a function in the page, and gives what it returns.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let returned = self.driver.execute(script, arguments).await;
        returned.unwrap_or_else(|error| panic!("{script} failed: {error}")).json().clone()
    }

    /// Gives the value of an expression in the page.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        self.run(&format!("return ({expression});"), Vec::new()).await
    }

    /// Waits until an expression has a value in the page.
    pub(crate) async fn until(&self, expression: &str, wanted: &Value) {
        until(&format!("{expression} is {wanted}"), async || {
            let value = self.value(expression).await;
            if value == *wanted { Ok(()) } else { Err(value) }
        })
        .await;
    }

    /// Clicks the element with this selector.
    pub(crate) async fn click(&self, css: &str) {
        let element = self.element(css).await;
        element.click().await.unwrap_or_else(|error| panic!("{css} cannot be clicked: {error}"));
    }

    /// The element with this selector, once it is there.
    pub(crate) async fn element(&self, css: &str) -> WebElement {
        until(&format!("there is {css}"), async || self.driver.find(thirtyfour::By::Css(css)).await).await
    }

    /// Presses keys, one after another, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let presses = keys.chars().flat_map(|key| {
            let key = key.to_string();
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        });
        self.act(json!([{ "type": "key", "id": "keys", "actions": presses.collect::<Vec<_>>() }])).await;
    }

    /// Presses a key while Shift is held down.
    pub(crate) async fn press_with_shift(&self, key: &str) {
        self.press_with(SHIFT, key).await;
    }

    /// Presses a key while another one is held down.
    pub(crate) async fn press_with(&self, held: &str, key: &str) {
        let steps = [("keyDown", held), ("keyDown", key), ("keyUp", key), ("keyUp", held)];
        let steps: Vec<_> = steps.iter().map(|(kind, key)| json!({ "type": kind, "value": key })).collect();
        self.act(json!([{ "type": "key", "id": "keys", "actions": steps }])).await;
    }

    /// Moves the mouse to the upper left corner, where nothing is.
    pub(crate) async fn move_mouse_away(&self) {
        let there = json!({ "type": "pointerMove", "x": 1, "y": 1, "duration": 0 });
        self.act(json!([{ "type": "pointer", "id": "mouse", "actions": [there] }])).await;
    }

    /// Moves the mouse to a place in the window, whatever frame lies there, and clicks where that is wanted.
    pub(crate) async fn mouse_at(&self, (x, y): (i64, i64), clicks: bool) {
        let mut steps = vec![json!({ "type": "pointerMove", "x": x, "y": y, "duration": 0 })];
        if clicks {
            steps.extend([json!({ "type": "pointerDown", "button": 0 }), json!({ "type": "pointerUp", "button": 0 })]);
        }
        self.act(json!([{ "type": "pointer", "id": "mouse", "actions": steps }])).await;
    }

    /// Taps there with a finger.
    pub(crate) async fn tap_at(&self, (x, y): (i64, i64)) {
        let steps = json!([{ "type": "pointerMove", "x": x, "y": y, "duration": 0 },
            { "type": "pointerDown", "button": 0 }, { "type": "pointerUp", "button": 0 }]);
        let finger = json!({ "pointerType": "touch" });
        self.act(json!([{ "type": "pointer", "id": "finger", "parameters": finger, "actions": steps }])).await;
    }

    /// Turns the wheel there.
    pub(crate) async fn wheel_at(&self, (x, y): (i64, i64), down: i64) {
        let step = json!({ "type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": down, "duration": 0 });
        self.act(json!([{ "type": "wheel", "id": "wheel", "actions": [step] }])).await;
    }

    async fn act(&self, actions: Value) {
        self.post("actions", json!({ "actions": actions })).await;
    }

    /// The reference of the shadow root of an element, closed or not.
    pub(crate) async fn shadow_root(&self, element: &WebElement) -> Result<Value, String> {
        let path = format!("element/{}/shadow", element.element_id());
        let answer = self.driver.cmd(Request { path, body: None }).await;
        answer.and_then(CmdResponse::value_json).map_err(|error| error.to_string())
    }

    /// Gives an order of the developer tools.
    pub(crate) async fn tools(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// Has the page that is shown crash. The driver tells that as an error.
    pub(crate) async fn crash(&self) {
        let body = json!({ "cmd": "Page.crash", "params": {} });
        let crashed = self.driver.cmd(Request { path: "goog/cdp/execute".into(), body: Some(body) }).await;
        assert!(crashed.is_err(), "the page lives on");
    }

    /// It says that the network is back: whoever has failed some times would wait for a while before the next attempt.
    pub(crate) async fn says_online(&self) {
        self.run("dispatchEvent(new Event('online'))", Vec::new()).await;
    }

    /// Has a network, or none.
    pub(crate) async fn be_online(&self, online: bool) {
        let conditions = json!({ "offline": !online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tools("Network.emulateNetworkConditions", conditions).await;
    }

    /// Shows pages as a phone would: its size, its density, its touch screen.
    pub(crate) async fn be_a_phone(&self) {
        let metrics = json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
        self.tools("Emulation.setDeviceMetricsOverride", metrics).await;
        self.tools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 5 })).await;
    }

    /// Shows pages in the smallest window that everything is to fit into.
    pub(crate) async fn be_narrow(&self) {
        let metrics = json!({ "width": 320, "height": 480, "deviceScaleFactor": 2, "mobile": false });
        self.tools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Has colours of the person's own, on white, take the place of the page's.
    pub(crate) async fn force_colors(&self, forces: bool) {
        let value = if forces { "active" } else { "none" };
        let features =
            json!([{ "name": "forced-colors", "value": value }, { "name": "prefers-color-scheme", "value": "light" }]);
        self.tools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Prefers light or dark pages.
    pub(crate) async fn prefer(&self, scheme: Scheme) {
        let value = if scheme == Scheme::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.tools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Everything that was written to the console so far.
    pub(crate) async fn console(&self) -> Vec<Line> {
        let new = self.post("se/log", json!({ "type": "browser" })).await;
        let mut lines = self.console.lock().unwrap();
        for entry in new.as_array().into_iter().flatten() {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            lines.push(Line { source: text("source"), level: text("level"), text: text("message") });
        }
        lines.clone()
    }

    /// The lines that the widget or its loader wrote, less those for whoever looks closely.
    pub(crate) async fn own_lines(&self) -> Vec<String> {
        let lines = self.console().await.into_iter();
        let lines = lines.filter(|line| line.source == "console-api" && line.level != "DEBUG");
        lines.filter_map(|line| Some(line.text[line.text.find("\"Alongside: ")?..].to_owned())).collect()
    }

    /// Errors that nobody caught.
    pub(crate) async fn uncaught(&self) -> Vec<String> {
        let lines = self.console().await.into_iter().filter(|line| line.source == "javascript");
        lines.map(|line| line.text).filter(|text| text.contains("Uncaught")).collect()
    }

    /// Closes the window. The driver goes when this is dropped.
    pub(crate) async fn end(&self) {
        // A browser that does not answer any more ends with its driver.
        let _ = timeout(Duration::from_secs(10), self.driver.clone().quit()).await;
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let sent = self.driver.cmd(Request { path: path.into(), body: Some(body) }).await;
        sent.unwrap_or_else(|error| panic!("{path} failed: {error}")).value_json().unwrap()
    }
}

/// What the client library has no name for.
#[derive(Debug)]
struct Request {
    path: String,
    body: Option<Value>,
}

impl FormatRequestData for Request {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let method = if self.body.is_some() { "POST" } else { "GET" };
        let request = RequestData::new(method.parse().unwrap(), format!("session/{session}/{}", self.path));
        match &self.body {
            Some(body) => request.add_body(body.clone()),
            None => request,
        }
    }
}

const SHIFT: &str = "\u{E008}";

fn capabilities(profile: &Profile) -> Capabilities {
    let mut wanted: Map<String, Value> = serde_json::from_str(include_str!("../../webdriver.json")).unwrap();
    let options = &mut wanted["goog:chromeOptions"];
    let arguments = options["args"].as_array_mut().unwrap();
    arguments.push(json!(format!("--user-data-dir={}", profile.path().display())));
    arguments.push(json!("--window-size=1280,900"));
    if let Ok(binary) = std::env::var("CHROMIUM") {
        options["binary"] = json!(binary);
    }
    wanted.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
    wanted.into()
}

fn port(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("started successfully on port ")?;
    rest.trim_end_matches('.').parse().ok()
}
