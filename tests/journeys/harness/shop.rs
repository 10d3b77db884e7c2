//! The usual beginning: a service, a site with a page that embeds the widget, and a browser that shows it.

use std::rc::Rc;

use super::agent::Agent;
use super::browser::Browser;
use super::page::Page;
use super::service::Service;
use super::site::Site;
use super::widget::Widget;
use super::world::World;

/// A visitor in a shop.
pub(crate) struct Shop {
    pub(crate) service: Service,
    pub(crate) site: Site,
    pub(crate) browser: Rc<Browser>,
    pub(crate) widget: Widget,
}

impl Shop {
    /// A visitor on the usual page.
    pub(crate) async fn open(world: &World) -> Self {
        Self::with(world, |page| page).await
    }

    /// A visitor on a page of another kind.
    pub(crate) async fn with(world: &World, change: impl FnOnce(Page) -> Page) -> Self {
        let service = Service::start().await;
        let site = Site::start().await;
        site.page("/", change(Page::new(&service.origin)).html());
        let browser = world.browser().await;
        browser.visit(&format!("{}/", site.origin)).await;
        let widget = Widget::of(&browser);
        Self { service, site, browser, widget }
    }

    /// An agent and the visitor have said hello to each other; the panel is open.
    pub(crate) async fn talk(&self) -> Agent {
        let agent = Agent::log_in(&self.service, "Ada").await;
        self.widget.open().await;
        self.widget.send("Hello").await;
        agent.hears("Hello").await;
        agent.until("the agent is assigned", |state| state.joined).await;
        agent.say("Hello, I am Ada").await;
        self.widget.until("the agent's answer is there", |seen| seen.says("Hello, I am Ada")).await;
        agent
    }

    /// Loads the page again.
    pub(crate) async fn reload(&self) {
        // The mouse would hover over what appears under it, which counts as an intent.
        self.browser.move_mouse_away().await;
        self.browser.driver.refresh().await.unwrap();
    }
}
