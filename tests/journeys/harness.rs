//! What journeys are made with: the service, a bad line to it, a customer's site, browsers, agents, and the end of it all.

mod agent;
mod browser;
mod desk;
mod dist;
mod frame;
mod page;
mod picture;
mod process;
mod profile;
mod proxy;
mod published;
mod seen;
mod service;
mod shop;
mod site;
mod wait;
mod widget;
mod world;

pub(crate) use agent::{Agent, State};
pub(crate) use browser::{Browser, Scheme};
pub(crate) use desk::{Desk, DeskSeen};
pub(crate) use dist::{demo_page, tool};
pub(crate) use page::{Page, Tag};
pub(crate) use picture::save_picture;
pub(crate) use proxy::{End, Proxy, Way};
pub(crate) use seen::{Button, Seen};
pub(crate) use service::Service;
pub(crate) use shop::Shop;
pub(crate) use site::Site;
pub(crate) use wait::until;
pub(crate) use widget::Widget;
pub(crate) use world::{World, journey};
