//! Where the services live: all of them here.

use crate::protocol::wire::Many;
use crate::protocol::{BaseUri, BaseUris};

use super::{HttpRequest, HttpResponse, Service, Target, header};

/// The services that are given out.
const SERVICES: [&str; 6] = ["asyncMessagingEnt", "idp", "swift", "agentVep", "facadeMsg", "accountConfigReadOnly"];

impl Service {
    /// One service as a bare object, or all of them as a list.
    pub(super) fn discover(&self, target: &Target<'_>, request: &HttpRequest, service: Option<&str>) -> HttpResponse {
        if target.parameter("version") != Some("1.0") {
            return HttpResponse::text(400, "the parameter version must be 1.0");
        }
        let host = self.authority(request);
        let entry = |service: &str| BaseUri {
            service: Some(service.into()),
            account: Some(self.config.account.clone()),
            base_uri: Some(host.clone()),
        };
        match service {
            None => HttpResponse::json(&BaseUris { base_uris: Many::from(SERVICES.map(entry).to_vec()) }),
            Some(name) if SERVICES.contains(&name) && self.config.faults.list_discovery => {
                HttpResponse::json(&BaseUris { base_uris: Many::from(vec![entry(name)]) })
            }
            Some(name) if SERVICES.contains(&name) => HttpResponse::json(&entry(name)),
            Some(_) => HttpResponse::text(404, "the service is not known"),
        }
    }

    /// What was set, or else the name by which the client reached us: that is the one that works for it.
    fn authority(&self, request: &HttpRequest) -> String {
        if self.config.host.is_empty() {
            header(&request.headers, "host").unwrap_or("127.0.0.1").to_owned()
        } else {
            self.config.host.clone()
        }
    }
}
