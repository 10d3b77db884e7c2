//! Files: addresses for them, storing them, and who gets them.

use alongside::emulator::{Config, HttpResponse, SocketId};
use alongside::protocol::Millis;
use serde_json::{Value, json};

use crate::bench::Bench;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// The path and the query that an answer gives for a file.
fn address(answer: &Value) -> (String, String) {
    let body = &answer["body"];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let parameters = &body["queryParams"];
    let (signature, expires) = (text(&parameters["temp_url_sig"]), text(&parameters["temp_url_expires"]));
    let path = text(&body["relativePath"]);
    (path.clone(), format!("{path}?temp_url_sig={signature}&temp_url_expires={expires}"))
}

fn upload_address(bench: &mut Bench, socket: SocketId, file_type: &str) -> (String, String) {
    let body = json!({ "fileSize": "123", "fileType": file_type });
    address(&bench.ask(socket, "ms.GenerateURLForUploadFile", body))
}

fn download_address(bench: &mut Bench, socket: SocketId, path: &str) -> Value {
    bench.ask(socket, "ms.GenerateURLForDownloadFile", json!({ "relativePath": path }))
}

/// A file of this type that was uploaded with this media type; its path.
fn uploaded(bench: &mut Bench, socket: SocketId, file_type: &str, media_type: &str) -> String {
    let (path, address) = upload_address(bench, socket, file_type);
    let put = bench.http_with(&[("Content-Type", media_type)], "PUT", &address, PICTURE);
    assert_eq!(put.status, 201);
    path
}

fn downloaded(bench: &mut Bench, socket: SocketId, path: &str) -> HttpResponse {
    let answer = download_address(bench, socket, path);
    bench.http("GET", &address(&answer).1, "")
}

fn header<'a>(response: &'a HttpResponse, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn share(bench: &mut Bench, socket: SocketId, dialog: &str, path: &str) -> Value {
    let message = json!({ "relativePath": path, "fileType": "PNG", "caption": "a cat" });
    let event = json!({ "type": "ContentEvent", "contentType": "hosted/file", "message": message });
    bench.ask(socket, "ms.PublishEvent", json!({ "dialogId": dialog, "event": event }))
}

#[test]
fn a_picture_goes_from_the_consumer_to_the_agent() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let path = uploaded(&mut bench, consumer, "PNG", "image/png");
    assert!(path.starts_with("/v1/AUTH_async-images/10001/"), "{path}");
    assert_eq!(share(&mut bench, consumer, &id, &path)["code"], 200);
    let told = bench.take_events(agent).pop().unwrap();
    assert_eq!(told["event"]["message"], json!({ "relativePath": path, "fileType": "PNG", "caption": "a cat" }));
    assert_eq!(bench.take_events(consumer)[0]["event"], told["event"], "its echo is the same");
    let got = downloaded(&mut bench, agent, &path);
    assert_eq!((got.status, got.body.as_slice()), (200, PICTURE));
    assert_eq!(header(&got, "content-type"), Some("image/png"));
    assert_eq!(header(&got, "content-disposition"), None);
}

#[test]
fn both_sides_ask_by_either_spelling() {
    let mut bench = Bench::new();
    let (consumer, agent, _) = bench.answered();
    let mut check = |socket, prefix: &str, answer: &str| {
        let body = json!({ "fileSize": 123, "fileType": "JPG" });
        let given = bench.ask(socket, &format!("{prefix}GenerateURLForUploadFile"), body);
        assert_eq!((&given["code"], &given["type"]), (&json!(200), &json!(answer)), "{prefix}");
        let (path, query) = address(&given);
        assert_eq!(bench.http("PUT", &query, "x").status, 201);
        let body = json!({ "relativePath": path });
        let given = bench.ask(socket, &format!("{prefix}GenerateURLForDownloadFile"), body);
        assert_eq!((&given["code"], &given["type"]), (&json!(200), &json!(answer)), "{prefix}");
        assert_eq!(bench.http("GET", &address(&given).1, "").body, b"x");
    };
    for prefix in ["ms.", ".ams.ms."] {
        check(consumer, prefix, "ms.GenerateURLResponse");
        check(agent, prefix, ".ams.ms.GenerateURL$Response");
    }
}

#[test]
fn an_address_holds_for_a_minute_and_tells_until_when_in_seconds() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    let (path, put) = upload_address(&mut bench, consumer, "GIF");
    let expires = put.rsplit('=').next().unwrap().to_owned();
    assert_eq!(expires, (bench.now.0 / 1_000 + 60).to_string());
    bench.pass(Millis::from_secs(59));
    assert_eq!(bench.http("PUT", &put, "x").status, 201);
    let get = address(&download_address(&mut bench, consumer, &path)).1;
    bench.pass(Millis::from_secs(60));
    assert_eq!(bench.http("PUT", &put, "y").status, 401);
    assert_eq!(bench.http("GET", &get, "").status, 401);
}

#[test]
fn an_address_is_good_for_nothing_but_what_it_was_signed_for() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    let (path, put) = upload_address(&mut bench, consumer, "PNG");
    let (other, _) = upload_address(&mut bench, consumer, "PNG");
    let query = put.split_once('?').unwrap().1.to_owned();
    let mut check = |method: &str, path: &str, status: u16| {
        assert_eq!(bench.http(method, path, "x").status, status, "{method} {path}");
    };
    check("PUT", &path, 401);
    check("PUT", &format!("{path}?temp_url_sig=&temp_url_expires="), 401);
    check("PUT", &format!("{other}?{query}"), 401);
    check("PUT", &format!("{}?{query}", path.replace("10001", "10002")), 401);
    check("PUT", &put.replace("temp_url_expires=1", "temp_url_expires=2"), 401);
    check("GET", &put, 401);
    check("DELETE", &put, 404);
    check("PUT", &put, 201);
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    let (path, _) = upload_address(&mut bench, consumer, "PNG");
    assert_eq!(download_address(&mut bench, consumer, &path)["code"], 404, "nothing was uploaded yet");
    assert_eq!(download_address(&mut bench, consumer, "/v1/AUTH_async-images/10001/none.PNG")["code"], 404);
    // A file that was pushed out by newer ones while somebody held its address.
    let path = uploaded(&mut bench, consumer, "PNG", "image/png");
    let get = address(&download_address(&mut bench, consumer, &path)).1;
    for _ in 0..256 {
        upload_address(&mut bench, consumer, "PNG");
    }
    assert_eq!(bench.http("GET", &get, "").status, 404);
}

#[test]
fn files_have_three_megabytes_at_most_and_one_of_the_known_types() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    let mut check = |size: Value, file_type: &str, code: i64| {
        let body = json!({ "fileSize": size, "fileType": file_type });
        assert_eq!(bench.ask(consumer, "ms.GenerateURLForUploadFile", body.clone())["code"], code, "{body}");
    };
    check(json!(3 * 1024 * 1024), "JPEG", 200);
    check(json!(3 * 1024 * 1024 + 1), "JPEG", 400);
    for size in [json!(0), json!(-1), json!("many"), json!(""), Value::Null] {
        check(size, "PNG", 400);
    }
    for file_type in ["JPG", "png", "GIF", "PDF", "TXT"] {
        check(json!("1"), file_type, 200);
    }
    for file_type in ["SVG", "HTML", "IMG", "", "PNG/../x"] {
        check(json!("1"), file_type, 400);
    }
    let (path, put) = upload_address(&mut bench, consumer, "PNG");
    let put = |bench: &mut Bench, size: usize| bench.http_with(&[], "PUT", &put, &vec![0; size]).status;
    assert_eq!(put(&mut bench, 3 * 1024 * 1024 + 1), 413);
    assert_eq!(put(&mut bench, 3 * 1024 * 1024), 201);
    assert_eq!(downloaded(&mut bench, consumer, &path).body.len(), 3 * 1024 * 1024);
}

#[test]
fn a_browser_saves_what_it_could_run() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    let mut check = |file_type: &str, media_type: &str, served: &str, is_saved: bool| {
        let path = uploaded(&mut bench, consumer, file_type, media_type);
        let got = downloaded(&mut bench, consumer, &path);
        assert_eq!(header(&got, "content-type"), Some(served), "{media_type}");
        assert_eq!(header(&got, "x-content-type-options"), Some("nosniff"));
        assert_eq!(header(&got, "content-security-policy"), Some("sandbox"));
        let name = path.rsplit('/').next().unwrap();
        let saved = format!("attachment; filename=\"{name}\"");
        assert_eq!(header(&got, "content-disposition"), is_saved.then_some(saved.as_str()), "{media_type}");
    };
    check("JPG", "image/jpeg", "image/jpeg", false);
    check("GIF", "IMAGE/GIF; x=1", "image/gif", false);
    for media_type in ["image/svg+xml", "text/html", "text/html, image/png", "application/xhtml+xml", "nonsense", ""] {
        check("PNG", media_type, "application/octet-stream", true);
    }
    check("PDF", "application/pdf", "application/octet-stream", true);
    check("TXT", "text/plain", "application/octet-stream", true);
}

#[test]
fn without_a_media_type_a_file_is_what_was_announced() {
    let mut bench = Bench::new();
    let (consumer, _) = bench.talking();
    let mut check = |file_type: &str, served: &str| {
        let (path, put) = upload_address(&mut bench, consumer, file_type);
        bench.http("PUT", &put, "x");
        assert_eq!(header(&downloaded(&mut bench, consumer, &path), "content-type"), Some(served), "{file_type}");
    };
    check("JPEG", "image/jpeg");
    check("TXT", "application/octet-stream");
}

#[test]
fn strangers_get_no_file_and_cannot_make_it_theirs_by_naming_it() {
    let mut bench = Bench::new();
    let (consumer, agent, id) = bench.answered();
    let (stranger, elsewhere) = bench.talking();
    let path = uploaded(&mut bench, consumer, "PNG", "image/png");
    share(&mut bench, consumer, &id, &path);
    share(&mut bench, stranger, &elsewhere, &path);
    assert_eq!(download_address(&mut bench, stranger, &path)["code"], 404);
    assert_eq!(download_address(&mut bench, consumer, &path)["code"], 200);
    let from_agent = uploaded(&mut bench, agent, "PNG", "image/png");
    assert_eq!(download_address(&mut bench, consumer, &from_agent)["code"], 404, "it is not shared yet");
    share(&mut bench, agent, &id, &from_agent);
    assert_eq!(download_address(&mut bench, consumer, &from_agent)["code"], 200);
}

#[test]
fn pages_that_are_welcome_may_put_and_get() {
    let mut bench = Bench::with(Config { allowed_origins: vec!["https://shop.example".into()], ..Config::default() });
    let (consumer, _) = bench.talking();
    let (_, put) = upload_address(&mut bench, consumer, "PNG");
    let mut check = |origin: &str, welcome: Option<&str>| {
        let large = vec![0; 3 * 1024 * 1024 + 1];
        for (method, body, status) in
            [("OPTIONS", &b""[..], 204), ("PUT", b"x", 201), ("PUT", &large, 413), ("GET", b"", 401)]
        {
            let answer = bench.http_from(Some(origin), method, &put, body);
            assert_eq!(answer.status, status, "{method}");
            assert_eq!(header(&answer, "access-control-allow-origin"), welcome, "{method} {origin}");
        }
        let asked = bench.http_from(Some(origin), "OPTIONS", &put, b"");
        assert_eq!(header(&asked, "access-control-allow-methods"), Some("GET, POST, PUT, OPTIONS"));
        assert!(header(&asked, "access-control-allow-headers").unwrap().contains("content-type"));
    };
    check("https://shop.example", Some("https://shop.example"));
    check("https://elsewhere.example", None);
}

#[test]
fn the_storage_is_found_by_discovery() {
    let mut bench = Bench::new();
    let answer = bench.http("GET", "/api/account/10001/service/swift/baseURI.json?version=1.0", "");
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(body["baseURI"], "127.0.0.1:8081");
}

#[test]
fn an_account_without_files_refuses_consumers() {
    let mut bench = Bench::new();
    let (consumer, agent, _) = bench.answered();
    bench.service.faults_mut().no_files = true;
    let body = json!({ "fileSize": 1, "fileType": "PNG" });
    assert_eq!(bench.ask(consumer, "ms.GenerateURLForUploadFile", body.clone())["code"], 403);
    assert_eq!(download_address(&mut bench, consumer, "/v1/x")["code"], 403);
    assert_eq!(bench.ask(agent, ".ams.ms.GenerateURLForUploadFile", body)["code"], 200);
}

#[test]
fn uploads_and_addresses_can_be_made_to_fail() {
    let mut bench = Bench::new();
    let (consumer, agent, _) = bench.answered();
    let (path, put) = upload_address(&mut bench, consumer, "PNG");
    bench.service.faults_mut().refused_uploads = 1;
    assert_eq!(bench.http("PUT", &put, "x").status, 503);
    assert_eq!(bench.http("PUT", &put, "x").status, 201);
    bench.service.faults_mut().expired_addresses = true;
    let get = address(&download_address(&mut bench, consumer, &path)).1;
    assert_eq!(bench.http("GET", &get, "").status, 401);
    let put = upload_address(&mut bench, consumer, "PNG").1;
    assert_eq!(bench.http("PUT", &put, "x").status, 401);
    let get = address(&download_address(&mut bench, agent, &path)).1;
    assert_eq!(bench.http("GET", &get, "").status, 200, "agents get good ones");
}
