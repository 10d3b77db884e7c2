//! A widget on a page, as somebody uses it: by what can be seen and by the names of its buttons.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::WebElement;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::ScriptRet;

use super::browser::Browser;
use super::seen::Seen;
use super::wait::{PATIENCE, until, until_within};

/// The element with this selector, and what is in its shadow root.
pub(crate) struct Widget {
    browser: Rc<Browser>,
    host: String,
}

impl Widget {
    /// The only one of a page.
    pub(crate) fn of(browser: &Rc<Browser>) -> Self {
        Self::at(browser, "alongside-chat")
    }

    /// The one with this selector.
    pub(crate) fn at(browser: &Rc<Browser>, host: &str) -> Self {
        Self { browser: Rc::clone(browser), host: host.into() }
    }

    /// What can be seen now.
    pub(crate) async fn seen(&self) -> Seen {
        self.look().await.unwrap()
    }

    async fn look(&self) -> Result<Seen, String> {
        let root = self.root().await?;
        let script = include_str!("seen.js");
        let seen = self.browser.driver.execute(script, vec![root]).await.map_err(|error| error.to_string())?;
        seen.convert().map_err(|error| error.to_string())
    }

    /// Waits until what can be seen is as wanted, and gives it.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&Seen) -> bool) -> Seen {
        self.until_within(PATIENCE, what, is_so).await
    }

    /// The same, with another bound.
    pub(crate) async fn until_within(&self, patience: Duration, what: &str, is_so: impl Fn(&Seen) -> bool) -> Seen {
        until_within(patience, what, async || match self.look().await {
            Ok(seen) if is_so(&seen) => Ok(seen),
            seen => Err(seen),
        })
        .await
    }

    /// Opens the panel by the launcher.
    pub(crate) async fn open(&self) -> Seen {
        self.click_launcher().await;
        self.until("the panel is open", |seen| seen.open).await
    }

    /// Closes the panel by the button in its header.
    pub(crate) async fn close(&self) -> Seen {
        self.element(".close").await.click().await.unwrap();
        self.until("the panel is closed", |seen| seen.mounted && !seen.open).await
    }

    /// Clicks the launcher, whoever drew it. A widget that wakes by itself may put its own in the place of the loader's
    /// between finding and clicking; then nothing was clicked.
    pub(crate) async fn click_launcher(&self) {
        until("the launcher is clicked", async || match self.element(".launcher").await.click().await {
            Err(gone) if matches!(gone.as_inner(), WebDriverErrorInner::StaleElementReference(_)) => Err(gone),
            clicked => {
                clicked.unwrap();
                Ok(())
            }
        })
        .await;
    }

    /// Writes into the composer, key by key. The driver's own way of writing into an element does not find the focus
    /// inside of a closed root.
    pub(crate) async fn write(&self, text: &str) {
        self.element("textarea").await.click().await.unwrap();
        self.browser.press(text).await;
    }

    /// Writes and sends, by the button beside the composer.
    pub(crate) async fn send(&self, text: &str) {
        self.write(text).await;
        self.press("Send").await;
        self.until(&format!("{text:?} is in the transcript"), |seen| seen.says(text)).await;
    }

    /// Clicks the button of this name, once it is there and can be used.
    pub(crate) async fn press(&self, name: &str) {
        let button = until(&format!("there is a button {name:?}"), async || self.button(name).await).await;
        button.click().await.unwrap();
    }

    /// Unfolds what has this name.
    pub(crate) async fn press_summary(&self, name: &str) {
        let summary = until(&format!("there is {name:?} to unfold"), async || self.find(BY_SUMMARY, name).await).await;
        summary.click().await.unwrap();
    }

    /// Clicks the button of this name until it goes: a prompt that has only just appeared passes clicks over.
    pub(crate) async fn insist(&self, name: &str) {
        until(&format!("{name:?} is taken"), async || match self.button(name).await {
            Ok(button) => Err(button.click().await.map(|()| "clicked")),
            Err(_) => Ok(()),
        })
        .await;
    }

    /// Answers an invitation. A prompt that has only just appeared passes clicks over, so somebody who means it clicks
    /// again.
    pub(crate) async fn answer(&self, name: &str) -> Seen {
        until(&format!("{name:?} answers the invitation"), async || {
            if let Ok(button) = self.button(name).await {
                // It may go while it is being clicked.
                let _ = button.click().await;
            }
            match self.look().await {
                Ok(seen) if seen.banner_kind() != "invited" => Ok(seen),
                seen => Err(seen),
            }
        })
        .await
    }

    /// The element with this selector inside of the shadow root, once it is there and can be seen.
    pub(crate) async fn element(&self, css: &str) -> WebElement {
        until(&format!("there is {css} in {}", self.host), async || self.find(BY_SELECTOR, css).await).await
    }

    async fn button(&self, name: &str) -> Result<WebElement, String> {
        self.find(BY_NAME, name).await
    }

    async fn find(&self, script: &str, wanted: &str) -> Result<WebElement, String> {
        let root = self.root().await?;
        let found = self.browser.driver.execute(script, vec![root, json!(wanted)]).await;
        found.and_then(ScriptRet::element).map_err(|error| error.to_string())
    }

    /// The reference of the shadow root, to be handed to scripts.
    pub(crate) async fn root(&self) -> Result<Value, String> {
        let host = self.browser.driver.find(thirtyfour::By::Css(&self.host)).await;
        let host = host.map_err(|error| error.to_string())?;
        self.browser.shadow_root(&host).await
    }

    /// Waits until an expression about the shadow root has a value.
    pub(crate) async fn until_value(&self, expression: &str, wanted: &Value) {
        until(&format!("{expression} is {wanted}"), async || {
            let seen = self.value(expression).await;
            if seen == *wanted { Ok(()) } else { Err(seen) }
        })
        .await;
    }

    /// Gives the value of an expression about the shadow root, which is called `root` in it.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let root = until("there is a shadow root", async || self.root().await).await;
        self.browser.run(&format!("const [root] = arguments; return ({expression});"), vec![root]).await
    }
}

const BY_SELECTOR: &str = "const [root, css] = arguments;
return [...root.querySelectorAll(css)].find((element) => element.checkVisibility());";

const BY_SUMMARY: &str = "const [root, name] = arguments;
return [...root.querySelectorAll('summary')].find((one) => one.checkVisibility() && one.textContent === name);";

const BY_NAME: &str = "const [root, name] = arguments;
const isUsable = (button) => button.checkVisibility() && !button.disabled && button.ariaDisabled !== 'true';
return [...root.querySelectorAll('button')].find(
  (button) => isUsable(button) && (button.ariaLabel || button.textContent.trim()) === name);";
