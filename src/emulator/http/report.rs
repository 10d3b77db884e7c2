//! What the page's CoBrowse part tells. The real one talks to a service of its own; here the emulator stands in.

use crate::protocol::Millis;

use super::super::rest::{CoBrowseReport, parse};
use super::super::service::Report;
use super::{HttpResponse, Service};

impl Service {
    pub(super) fn report(&mut self, now: Millis, body: &str) -> HttpResponse {
        let Some(body) = parse::<CoBrowseReport>(body) else {
            return HttpResponse::text(400, "the body needs serviceId and event");
        };
        let Some(report) = Report::of(&body.event) else {
            return HttpResponse::text(400, "the event is accepted, joined, declined or ended");
        };
        match self.report_cobrowse(now, &body.service_id, report) {
            Ok(()) => HttpResponse::text(204, ""),
            Err(refusal) => HttpResponse::text(refusal.code, &refusal.text),
        }
    }
}
