//! The usual beginning: a service, a site with a page that embeds the widget, and a browser that shows it.

use std::rc::Rc;

use super::agent::Agent;
use super::browser::Browser;
use super::page::Page;
use super::proxy::Proxy;
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
        let origin = service.origin.clone();
        Self::at(world, service, change(Page::new(&origin))).await
    }

    /// A visitor who reaches the service through a proxy.
    pub(crate) async fn through_a_proxy(world: &World, change: impl FnOnce(Page) -> Page) -> (Self, Proxy) {
        let service = Service::start().await;
        let proxy = Proxy::start(&service.origin).await;
        (Self::at(world, service, change(Page::new(&proxy.origin))).await, proxy)
    }

    async fn at(world: &World, service: Service, page: Page) -> Self {
        let site = Site::start().await;
        site.page("/", page.html());
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
