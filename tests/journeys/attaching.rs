//! Files that the consumer sends: chosen, dropped and pasted, on their way, and through a reload.

use serde_json::{Value, json};

use crate::harness::{Page, Seen, Shop, journey, save_picture, until};

const PICTURE: &[u8] = include_bytes!("../../docs/images/banner.png");
const PICTURE_PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/images/banner.png");
const NO_FILE_TO_SEND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");

/// Has an event at an element bring a file of this type and, beside it, perhaps words.
const BRING: &str = "const [root, css, kind, type, words] = arguments;
const brought = new DataTransfer();
brought.items.add(new File([Uint8Array.from(atob(window.bytes), (c) => c.charCodeAt(0))], `brought.${type.split('/')[1]}`, { type }));
if (words) brought.setData('text/plain', words);
const options = { bubbles: true, cancelable: true, composed: true };
const event = kind === 'paste' ? new ClipboardEvent(kind, { ...options, clipboardData: brought })
    : new DragEvent(kind, { ...options, dataTransfer: brought });
return root.querySelector(css).dispatchEvent(event);";

/// Chooses files, as somebody does in the browser's own dialog.
async fn choose(shop: &Shop, paths: &[&str]) {
    // It lies over its button and cannot be seen itself.
    let field = shop.widget.element("input[type=file]").await;
    field.send_keys(paths.join("\n")).await.unwrap();
}

async fn bring(shop: &Shop, css: &str, kind: &str, media_type: &str, words: &str) -> bool {
    let root = shop.widget.root().await.unwrap();
    let arguments = vec![root, json!(css), json!(kind), json!(media_type), json!(words)];
    shop.browser.run(BRING, arguments).await == json!(true)
}

/// Gives the page the picture for [`BRING`], which a script cannot read from a disk.
async fn hand_over_picture(shop: &Shop) {
    let read = "return fetch('data:image/png;base64,' + arguments[0]).then(() => { window.bytes = arguments[0]; });";
    shop.browser.run(read, vec![json!(base64(PICTURE))]).await;
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or_default()));
        let word = word[0] << 16 | word[1] << 8 | word[2];
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = DIGITS[usize::try_from(word >> shift & 63).unwrap()];
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

fn is_read(seen: &Seen) -> bool {
    seen.receipt() == "Read"
}

#[test]
fn chosen_files_are_sent_and_those_that_cannot_be_are_said() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        choose(&shop, &[PICTURE_PATH, NO_FILE_TO_SEND]).await;
        let message = agent.gets_files(1).await.remove(0);
        assert_eq!((&message["caption"], &message["fileType"]), (&json!("banner.png"), &json!("PNG")));
        let preview = message["preview"].as_str().unwrap();
        assert!(preview.starts_with("data:image/jpeg;base64,") && preview.len() < 30_000, "{preview}");
        assert!(agent.bytes_of(&message).await == PICTURE);
        let seen = shop.widget.until("it is read", is_read).await;
        assert!(seen.rows.last().unwrap().text.contains("banner.png"), "{seen:#?}");
        let refused = "Not attached: Cargo.toml: only JPG, PNG, GIF, PDF and TXT files can be sent.";
        assert!(seen.spoken.iter().any(|line| line == refused), "{:?}", seen.spoken);
        save_picture(&shop.browser, "file-sent").await;
        shop.widget.element(".chip").await.click().await.unwrap();
        shop.widget.element("dialog[open] img").await;
    });
}

#[test]
fn a_first_message_can_be_a_file() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = crate::harness::Agent::log_in(&shop.service, "Ada").await;
        shop.widget.open().await;
        choose(&shop, &[PICTURE_PATH]).await;
        agent.gets_files(1).await;
        shop.widget.until("it is there", |seen| seen.rows.len() == 1 && seen.presence == "Ada is here").await;
    });
}

#[test]
fn files_are_dropped_and_pasted() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        hand_over_picture(&shop).await;
        let reaches = "window.reached = [];
            for (const kind of ['dragover', 'drop']) addEventListener(kind, () => window.reached.push(kind));";
        shop.browser.run(reaches, Vec::new()).await;
        let zone = "getComputedStyle(root.querySelector('.panel'), '::after').content";
        assert!(!bring(&shop, ".log", "dragover", "image/png", "").await, "it may be let go of here");
        assert_eq!(shop.widget.value(zone).await, "\"Drop files here to send them\"");
        save_picture(&shop.browser, "file-over").await;
        bring(&shop, ".log", "dragleave", "image/png", "").await;
        assert_eq!(shop.widget.value(zone).await, "none");
        assert!(
            !bring(&shop, ".log", "drop", "image/png", "").await,
            "the browser does not open it in the page's place"
        );
        agent.gets_files(1).await;

        assert!(bring(&shop, "textarea", "paste", "image/png", "the words are meant").await, "left to the browser");
        assert!(!bring(&shop, "textarea", "paste", "image/png", "").await);
        agent.gets_files(2).await;
        assert!(!bring(&shop, "textarea", "paste", "image/png", "brought.png").await, "its name is copied beside it");
        agent.gets_files(3).await;
        assert!(!bring(&shop, ".log", "drop", "image/png", "its address").await, "it was let go of here");
        let messages = agent.gets_files(4).await;
        for message in &messages {
            assert_eq!(message["caption"], "brought.png");
            assert!(agent.bytes_of(message).await == PICTURE);
        }
        bring(&shop, ".log", "drop", "image/svg+xml", "").await;
        let refused = "Not attached: brought.svg+xml: only JPG, PNG, GIF, PDF and TXT files can be sent.";
        shop.widget.until("it is said", |seen| seen.spoken.iter().any(|line| line == refused)).await;
        save_picture(&shop.browser, "file-refused").await;
        assert_eq!(agent.gets_files(4).await.len(), 4);
        assert_eq!(
            shop.browser.run("return window.reached;", Vec::new()).await,
            json!([]),
            "the page takes none of them"
        );
    });
}

#[test]
fn an_upload_is_told_called_back_and_tried_again() {
    journey(async |world| {
        let shop = Shop::with(world, Page::holding_uploads).await;
        let agent = shop.talk().await;
        choose(&shop, &[PICTURE_PATH]).await;
        let goes = |seen: &Seen| seen.rows.last().unwrap().text.contains("Sending, 40%");
        shop.widget.until("some of it has gone", goes).await;
        assert_eq!(shop.widget.value("root.querySelector('progress').value").await, 40);
        save_picture(&shop.browser, "file-uploading").await;
        shop.widget.press("Cancel").await;
        shop.widget.until("it is gone", |seen| seen.rows.len() == 2).await;

        shop.browser.run("window.holds = false;", Vec::new()).await;
        shop.service.fault("noFiles", json!(true)).await;
        choose(&shop, &[PICTURE_PATH]).await;
        let words = "Not sent: this chat takes no files at the moment.";
        shop.widget.until("it is said", |seen| seen.rows.last().unwrap().receipt == words).await;
        save_picture(&shop.browser, "file-failed").await;
        shop.service.fault("noFiles", json!(false)).await;
        shop.service.fault("refusedUploads", json!(1)).await;
        shop.widget.press("Retry").await;
        let messages = agent.gets_files(1).await;
        assert!(agent.bytes_of(&messages[0]).await == PICTURE);
        shop.widget.until("it is read", is_read).await;
        kept_is(&shop, &json!([])).await;
    });
}

#[test]
fn a_slow_upload_can_be_called_back() {
    journey(async |world| {
        let shop = Shop::open(world).await;
        let agent = shop.talk().await;
        shop.service.fault("slowUploads", json!(true)).await;
        let path = std::env::temp_dir().join(format!("alongside-slow-{}.txt", std::process::id()));
        std::fs::write(&path, "slow ".repeat(500_000)).unwrap();
        choose(&shop, &[path.to_str().unwrap()]).await;
        // How much of it has gone is the browser's to say: it counts what the system has taken from it.
        shop.widget.until("it is being sent", |seen| seen.rows.last().unwrap().text.contains("Sending")).await;
        shop.widget.press("Cancel").await;
        shop.widget.until("it is gone", |seen| seen.rows.len() == 2).await;
        shop.service.fault("slowUploads", json!(false)).await;
        choose(&shop, &[path.to_str().unwrap()]).await;
        let messages = agent.gets_files(1).await;
        assert_eq!(agent.bytes_of(&messages[0]).await.len(), 2_500_000);
        std::fs::remove_file(path).unwrap();
    });
}

/// How many bytes each file has that the browser keeps.
const KEPT: &str = "const [done] = [...arguments].slice(-1);
indexedDB.databases().then((known) => {
    const name = known.map(({ name }) => name).find((name) => name.startsWith('alongside1|'));
    if (!name) return done('none');
    const request = indexedDB.open(name);
    request.onsuccess = () => {
        const all = request.result.transaction('files').objectStore('files').getAll();
        all.onsuccess = () => { request.result.close(); done(all.result.map(({ size }) => size)); };
    };
});";

async fn kept_is(shop: &Shop, wanted: &Value) {
    until(&format!("the browser keeps {wanted}"), async || {
        let kept = shop.browser.driver.execute_async(KEPT, Vec::new()).await.unwrap().json().clone();
        if kept == *wanted { Ok(()) } else { Err(kept) }
    })
    .await;
}

#[test]
fn a_reload_in_the_middle_of_an_upload_goes_on_with_it() {
    journey(async |world| {
        let shop = Shop::with(world, Page::holding_uploads).await;
        let agent = shop.talk().await;
        choose(&shop, &[PICTURE_PATH]).await;
        shop.widget.until("some of it has gone", |seen| seen.rows.last().unwrap().text.contains("40%")).await;
        kept_is(&shop, &json!([PICTURE.len()])).await;
        shop.browser.run("sessionStorage.goes = 'yes';", Vec::new()).await;
        shop.reload().await;
        let messages = agent.gets_files(1).await;
        assert_eq!(messages[0]["caption"], "banner.png");
        assert!(messages[0]["preview"].as_str().unwrap().starts_with("data:image/jpeg"));
        assert!(agent.bytes_of(&messages[0]).await == PICTURE);
        shop.widget.open().await;
        shop.widget.until("it is read", |seen| is_read(seen) && seen.rows.len() == 3).await;
        kept_is(&shop, &json!([])).await;
    });
}

#[test]
fn what_is_forgotten_takes_the_files_along() {
    journey(async |world| {
        let shop = Shop::with(world, Page::holding_uploads).await;
        shop.talk().await;
        choose(&shop, &[PICTURE_PATH]).await;
        shop.widget.until("some of it has gone", |seen| seen.rows.last().unwrap().text.contains("40%")).await;
        kept_is(&shop, &json!([PICTURE.len()])).await;
        shop.browser.run("document.querySelector('alongside-chat').forget();", Vec::new()).await;
        kept_is(&shop, &json!("none")).await;
    });
}
