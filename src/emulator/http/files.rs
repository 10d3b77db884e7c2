//! The storage of files. Whoever holds a signed address may use it; nothing else opens it.

use crate::protocol::Millis;

use super::super::storage::{Access, Address};
use super::{HttpRequest, HttpResponse, Service, Target, header};

impl Service {
    pub(super) fn storage(&mut self, now: Millis, target: &Target<'_>, request: &HttpRequest) -> HttpResponse {
        let access = match request.method.as_str() {
            "PUT" => Access::Upload,
            "GET" => Access::Download,
            _ => return HttpResponse::text(404, "files are put and got"),
        };
        let parameter = |name| target.parameter(name).unwrap_or_default().to_owned();
        let (signature, expires) = (parameter("temp_url_sig"), parameter("temp_url_expires"));
        let address = Address { path: target.path.into(), signature, expires };
        if !self.storage.is_good(now, access, &address) {
            return HttpResponse::text(401, "the address was not signed for this, or has expired");
        }
        match access {
            Access::Upload if self.config.faults.refused_uploads > 0 => {
                self.config.faults.refused_uploads -= 1;
                HttpResponse::text(503, "the storage is busy")
            }
            Access::Upload => {
                let media_type = header(&request.headers, "content-type");
                match self.storage.put(target.path, media_type, request.body.clone()) {
                    Some(()) => HttpResponse::text(201, ""),
                    None => HttpResponse::text(404, "the place for the file was given up"),
                }
            }
            Access::Download => self.download(target.path),
        }
    }

    /// A picture may be shown in place. Everything else can only be saved: no page of somebody's making may run in the
    /// service's own origin.
    fn download(&self, path: &str) -> HttpResponse {
        let Some(content) = self.storage.get(path) else {
            return HttpResponse::text(404, "the file is not known");
        };
        let media_type = content.picture.map_or("application/octet-stream", |picture| picture.media_type());
        let mut response = HttpResponse::of_type(200, media_type, content.bytes.clone());
        let mut add = |name: &str, value: &str| response.headers.push((name.into(), value.into()));
        add("x-content-type-options", "nosniff");
        add("content-security-policy", "sandbox");
        if content.picture.is_none() {
            // The name is one of ours: it holds nothing that would have to be escaped.
            let name = path.rsplit('/').next().unwrap_or_default();
            add("content-disposition", &format!("attachment; filename=\"{name}\""));
        }
        response
    }
}
