//! The network misbehaves while somebody writes: every text arrives, once, and in the order in which it was written.

mod line;
mod proxy;

use std::time::Duration;

use serde_json::json;

use crate::harness::{Agent, End, Way, journey};
use line::Line;

#[test]
fn connections_that_break_cost_no_text() {
    journey(async |world| {
        let line = Line::open(world).await;
        // While nothing is on its way, and while texts are.
        line.hears_all().await;
        line.proxy.cut(End::Fin);
        line.write(3).await;
        line.proxy.cut(End::Rst);
        line.write(3).await;
        line.hears_all().await;

        // A text is lost on its way to the service.
        line.proxy.stall(Way::Up);
        line.write(1).await;
        line.is_sending().await;
        line.proxy.cut(End::Rst);
        line.proxy.recover().await;
        line.write(2).await;
        line.catches_up().await;

        // Its answer is lost on the way back.
        line.proxy.stall(Way::Down);
        line.write(1).await;
        line.hears_all().await;
        line.is_sending().await;
        line.proxy.cut(End::Fin);
        line.proxy.recover().await;
        line.write(3).await;
        line.catches_up().await;

        // It breaks within a frame, either way.
        line.proxy.cut_within(Way::Up, 100);
        line.write(2).await;
        line.catches_up().await;
        line.proxy.cut_within(Way::Down, 20);
        line.write(2).await;
        line.catches_up().await;

        // For a while there is no service to be reached.
        line.proxy.refuse().await;
        line.proxy.cut(End::Rst);
        line.write(3).await;
        line.is_left().await;
        line.proxy.recover().await;
        line.catches_up().await;
        line.ends_well().await;
    });
}

#[test]
fn texts_that_stand_on_their_way_to_the_service_arrive_once() {
    journey(async |world| {
        let line = Line::open(world).await;
        line.write(4).await;
        line.hears_all().await;
        line.proxy.stall(Way::Up);
        line.write(9).await;
        line.is_left().await;
        line.write(4).await;
        // What the old connection held arrives now, long after it was given up.
        line.proxy.recover().await;
        line.write(3).await;
        line.ends_well().await;
    });
}

#[test]
fn texts_whose_answers_stand_on_their_way_back_arrive_once() {
    journey(async |world| {
        let line = Line::open(world).await;
        line.write(4).await;
        line.hears_all().await;
        line.proxy.stall(Way::Down);
        line.write(9).await;
        line.is_left().await;
        line.write(4).await;
        line.proxy.recover().await;
        line.write(3).await;
        line.ends_well().await;
    });
}

#[test]
fn texts_over_a_slow_line_keep_their_order() {
    journey(async |world| {
        let line = Line::open(world).await;
        line.proxy.delay(Way::Up, Duration::from_millis(400));
        line.write(5).await;
        line.proxy.delay(Way::Down, Duration::from_millis(200));
        line.write(5).await;
        line.proxy.delay(Way::Up, Duration::ZERO);
        line.proxy.delay(Way::Down, Duration::from_millis(500));
        line.write(5).await;
        // A slow line breaks, too.
        line.proxy.cut(End::Rst);
        line.write(5).await;
        line.ends_well().await;
    });
}

#[test]
fn a_service_that_is_started_anew_has_every_text_once() {
    journey(async |world| {
        let mut line = Line::open(world).await;
        line.write(5).await;
        let restarts = line.shop.service.restart(Duration::from_millis(1_500)).await;
        line.write(5).await;
        line.shop.service.is_back(&restarts).await;
        line.write(3).await;
        line.agent = Agent::log_in(&line.shop.service, "Ada").await;
        line.hears_all().await;

        // It has taken a text, and ends before it answers.
        line.shop.service.fault("lostAnswers", json!(true)).await;
        line.write(1).await;
        line.hears_all().await;
        let restarts = line.shop.service.restart(Duration::from_millis(500)).await;
        line.write(3).await;
        line.shop.service.is_back(&restarts).await;
        line.shop.service.fault("lostAnswers", json!(false)).await;
        line.write(3).await;
        line.agent = Agent::log_in(&line.shop.service, "Ada").await;
        line.catches_up().await;
        line.ends_well().await;
    });
}

#[test]
fn a_service_that_has_lost_its_memory_gets_what_still_waited() {
    journey(async |world| {
        let Line { mut shop, proxy, .. } = Line::open(world).await;
        shop.widget.until("nothing is on its way", |seen| seen.receipt() == "Read").await;
        proxy.refuse().await;
        proxy.cut(End::Rst);
        shop.widget.send("Written before").await;
        shop.widget.send("And after that").await;
        shop.service = shop.service.replace().await;
        proxy.recover().await;
        let agent = Agent::log_in(&shop.service, "Ada").await;
        let seen = shop.widget.until("all of it is read", |seen| seen.receipt() == "Read").await;
        // Nobody knows the former person any more: what they said is not shown to whoever is known now.
        assert_eq!(seen.texts(), ["Written before", "And after that"]);
        assert_eq!(agent.heard(), seen.texts());
        assert_eq!(shop.service.conversations().await.len(), 1);
    });
}

#[test]
fn one_trouble_after_another_costs_no_text() {
    journey(async |world| {
        let mut line = Line::open(world).await;
        line.proxy.delay(Way::Up, Duration::from_millis(60));
        line.proxy.delay(Way::Down, Duration::from_millis(90));
        line.write(3).await;
        line.proxy.cut(End::Rst);
        line.write(2).await;
        line.proxy.stall(Way::Down);
        line.write(2).await;
        let restarts = line.shop.service.restart(Duration::from_millis(700)).await;
        line.write(2).await;
        line.proxy.cut(End::Fin);
        line.proxy.recover().await;
        line.shop.service.is_back(&restarts).await;
        line.agent = Agent::log_in(&line.shop.service, "Ada").await;
        line.proxy.cut_within(Way::Up, 100);
        line.write(3).await;
        line.catches_up().await;
        line.proxy.refuse().await;
        line.write(2).await;
        line.proxy.cut(End::Fin);
        line.write(1).await;
        line.proxy.recover().await;
        line.catches_up().await;
        line.proxy.stall(Way::Up);
        line.write(3).await;
        line.proxy.cut(End::Rst);
        line.proxy.recover().await;
        line.write(2).await;
        line.catches_up().await;
        line.ends_well().await;
    });
}

#[test]
fn what_is_written_offline_is_sent_once_when_the_browser_is_back() {
    journey(async |world| {
        let line = Line::open(world).await;
        line.write(2).await;
        line.hears_all().await;
        line.shop.browser.be_online(false).await;
        line.proxy.refuse().await;
        line.proxy.cut(End::Rst);
        line.write(15).await;
        let offline = "You are offline. Messages will be sent when you are back.";
        let seen = line.shop.widget.until("it is said", |seen| seen.status == offline).await;
        assert_eq!(seen.receipt(), "Waiting to be sent");
        line.proxy.recover().await;
        line.shop.browser.be_online(true).await;
        line.shop.widget.until("it is said", |seen| seen.status == "Back online").await;
        line.write(3).await;
        line.ends_well().await;
    });
}
