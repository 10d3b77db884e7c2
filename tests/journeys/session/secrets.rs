//! What leaves the page: nothing of 200 secrets of 20 kinds, and all of 200 texts that the page shows.

use std::collections::{BTreeMap, BTreeSet};

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

use super::watching::agree;
use crate::harness::{Desk, Page, Shop, World, journey, until};

/// So many kinds of secrets, so many of each.
const KINDS: usize = 20;
const OF_A_KIND: usize = 10;
/// So many kinds of texts that are shown, so many of each.
const SHOWN_KINDS: usize = 10;
const SHOWN_OF_A_KIND: usize = 20;

fn secret(kind: usize, number: usize) -> String {
    format!("zq{kind:02}k{number:02}vxhid")
}

fn secrets() -> Vec<(usize, String)> {
    (0..KINDS).flat_map(|kind| (0..OF_A_KIND).map(move |number| (kind, secret(kind, number)))).collect()
}

fn shown(kind: usize, number: usize) -> String {
    format!("wj{kind:02}k{number:02}vyopn")
}

fn all_shown() -> Vec<String> {
    (0..SHOWN_KINDS).flat_map(|kind| (0..SHOWN_OF_A_KIND).map(move |number| shown(kind, number))).collect()
}

/// What the page holds from the beginning.
fn body() -> String {
    let mut html = String::new();
    for number in 0..OF_A_KIND {
        let s = |kind| secret(kind, number);
        html += &format!(
            r##"
<p>{text}</p><input value="{value}"><textarea>{area}</textarea>
<input type="password" value="{password}"><input type="hidden" value="{hidden}">
<div data-cobrowse="show"><label>Card <input name="card-{number}" autocomplete="cc-number" value="{card}"></label></div>
<select><option value="{option}">{option}</option></select>
<div aria-label="{label}" title="{label}" role="img"></div><input placeholder="{placeholder}"><img alt="{alt}" width="9" src="/i/{alt}.png?{alt}">
<a href="/a?q={link}#{link}">here</a><div data-name="{data}" data-{data}="1" class="{data}" id="{data}"></div>
<style>.m{number}::after {{ content: "{css}"; --note: {css}; font-family: "{css}"; }} [data-x="{css}"] {{ background: url("/{css}.png"); }}</style>
<div style="--note: '{inline}'; --plain: {inline}; background: url('/{inline}.png'); animation-name: {inline}"></div>
<!-- {comment} --><script type="application/json">{{"a":"{comment}"}}</script><noscript>{comment}</noscript><template>{comment}</template>
<iframe srcdoc="<p>{frame}</p>" title="{frame}" width="40" height="20"></iframe>
<svg width="9" height="9"><title>{svg}</title><desc>{svg}</desc><text>{svg}</text><a href="/?{svg}"><path d="M0 0" fill="{svg}" data-a="{svg}"></path></a></svg>"##,
            text = s(0),
            value = s(1),
            area = s(2),
            password = s(3),
            hidden = s(4),
            card = s(5),
            option = s(6),
            label = s(7),
            placeholder = s(8),
            alt = s(9),
            link = s(10),
            data = s(11),
            css = s(12),
            inline = s(13),
            comment = s(14),
            frame = s(15),
            svg = s(16),
        );
    }
    html += r#"<div id="private"></div><input id="typed"><section data-cobrowse="show">"#;
    for number in 0..SHOWN_OF_A_KIND {
        let s = |kind| shown(kind, number);
        html += &format!(
            r#"<p>{}</p><input value="{}"><input placeholder="{}"><i title="{}" aria-label="{}"></i><button>{}</button>
<textarea>{}</textarea>"#,
            s(0),
            s(1),
            s(2),
            s(3),
            s(4),
            s(5),
            s(6),
        );
    }
    html + r#"<div id="public"></div></section>"#
}

/// What happens while the page is shown: secrets of the kinds 17 (by the page's scripts), 18 (key by key) and 19 (the
/// address and the name of the page), and texts of the kinds 7 to 9.
const LATER: &str = r##"
const [scripted, keyed, title, texts, values, adopted] = arguments;
const priv = document.querySelector("#private"), pub = document.querySelector("#public");
const make = (parent, name, text = "") => { const one = document.createElement(name); one.textContent = text; parent.append(one); return one; };
for (const secret of scripted) {
  make(priv, "p", secret).setAttribute("data-a", secret);
  make(priv, "b", "x").firstChild.data = secret;
  const field = make(priv, "input");
  field.value = secret;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const box = make(priv, "div");
  box.style.setProperty("--note", `"${secret}"`);
  box.attachShadow({ mode: "open" }).innerHTML = `<style>p::after { content: "${secret}" }</style><p>${secret}</p>`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.m::before { content: "${secret}" }`);
  document.adoptedStyleSheets.push(sheet);
  document.querySelector("style").sheet.insertRule(`.k::after { content: "${secret}"; }`, 0);
  make(document.head, "style", `.q::after { content: "${secret}" }`);
  make(priv, `x-${secret}`);
  make(priv, "canvas").getContext("2d").fillText(secret, 1, 9);
}
for (const secret of keyed) {
  const [echo, field] = [make(priv, "p"), make(priv, "input")];
  echo.append("");
  for (const key of secret) {
    echo.firstChild.data = key;
    echo.setAttribute("data-key", key);
    echo.title = key;
    field.value += key;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, data: key }));
    await new Promise((next) => setTimeout(next));
  }
}
for (const secret of title) {
  document.title = secret;
  history.pushState(null, "", `/?q=${secret}#${secret}`);
  location.hash = `${secret}-`;
}
for (const text of texts) make(pub, "p", text);
for (const text of adopted) make(pub, "b", "x").firstChild.data = text;
for (const text of values) {
  const field = make(pub, "input");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
await new Promise((next) => setTimeout(next, 50));
"##;

/// Everything that left through sockets of the page while a session ran.
async fn bytes_that_left(world: &World, change: impl FnOnce(Page, &str) -> Page) -> String {
    let mut origin = String::new();
    let shop = Shop::with(world, |page| {
        let page = page.watched().body(&body());
        origin = page.service().to_owned();
        change(page, &origin)
    })
    .await;
    let address = format!("{}/?q={}#{}", shop.site.origin, secret(19, 0), secret(19, 1));
    shop.browser.visit(&address).await;
    let desk = Desk::open(world, &shop.service, "Ada").await;
    agree(&shop, &desk, "view").await;
    desk.watches("the page is there", "live").await;
    shop.browser.element("#typed").await.send_keys(secret(18, 0)).await.unwrap();
    let of = |kind| (0..OF_A_KIND).map(|number| secret(kind, number)).collect::<Vec<_>>();
    let texts = |kind| (0..SHOWN_OF_A_KIND).map(|number| shown(kind, number)).collect::<Vec<_>>();
    let script = format!("return (async (...arguments) => {{ {LATER} }})(...arguments);");
    let arguments = [of(17), of(18), of(19), texts(7), texts(8), texts(9)].map(|list| json!(list));
    shop.browser.run(&script, arguments.to_vec()).await;
    until("all that the page shows has left", async || {
        let left = shop.browser.value("sent.join('\\n\\n')").await.as_str().unwrap().to_owned();
        let missing: Vec<_> = all_shown().into_iter().filter(|text| !left.contains(text)).collect();
        if missing.is_empty() { Ok(left) } else { Err(missing) }
    })
    .await
}

/// The kinds of the secrets that can be found: as they are, in base64 at any place, or letter by letter.
fn found(left: &str) -> BTreeSet<usize> {
    let spelt = spelt(left);
    let is_there = |secret: &str| {
        let encoded = (0..3).map(|offset| {
            let whole = Base64::encode_string(format!("{}{secret}", &"___"[..offset]).as_bytes());
            // The first and the last group also hold bits of what stands beside it.
            let (from, to) = (if offset == 0 { 0 } else { 4 }, whole.len() / 4 * 4 - 4);
            whole[from..to].to_owned()
        });
        left.contains(secret) || spelt.contains(secret) || encoded.into_iter().any(|text| left.contains(&text))
    };
    secrets().into_iter().filter(|(_, secret)| is_there(secret)).map(|(kind, _)| kind).collect()
}

/// All texts of one letter, in the order in which they left, one line for each name that they have.
fn spelt(left: &str) -> String {
    fn gather(name: &str, value: &Value, into: &mut BTreeMap<String, String>) {
        match value {
            Value::String(text) if text.chars().count() == 1 => into.entry(name.into()).or_default().push_str(text),
            Value::Array(items) => items.iter().for_each(|item| gather(name, item, into)),
            Value::Object(members) => members.iter().for_each(|(name, item)| gather(name, item, into)),
            _ => {}
        }
    }
    let mut all = BTreeMap::new();
    for value in left.lines().filter_map(|line| serde_json::from_str(line).ok()) {
        gather("", &value, &mut all);
    }
    all.into_values().collect::<Vec<_>>().join("\n")
}

#[test]
fn of_200_secrets_none_leaves_the_page_and_of_200_shown_texts_all_do() {
    journey(async |world| {
        assert_eq!((secrets().len(), all_shown().len()), (200, 200));
        let left = bytes_that_left(world, |page, _| page).await;
        assert_eq!(found(&left), BTreeSet::new(), "these kinds have left");
    });
}

#[test]
fn a_secret_is_found_in_each_form() {
    let secret = secret(5, 0);
    for before in ["", "a", "ab", "abc"] {
        let text = Base64::encode_string(format!("{before}{secret}?").as_bytes());
        assert_eq!(found(&text), [5].into(), "{before}");
    }
    let letters: Vec<_> = secret.chars().map(|letter| json!([{ "v": letter, "w": letter }]).to_string()).collect();
    assert_eq!(found(&letters.join("\n")), [5].into());
}

/// The page puts something else in the place of one of the session's scripts: there is no switch for it.
pub(super) fn without(page: Page, service: &str, names: &[(&str, &str)]) -> Page {
    let script = |text: &str| format!("data:text/javascript,{}", text.replace('\n', "").replace('%', "%25"));
    let imports: serde_json::Map<_, _> =
        names.iter().map(|(name, text)| (format!("{service}/cobrowse/{name}.js"), json!(script(text)))).collect();
    page.import_map(&json!({ "imports": imports }))
}

#[test]
fn without_the_list_of_what_may_leave_the_same_test_finds_secrets() {
    journey(async |world| {
        let left = bytes_that_left(world, |page, service| without(page, service, &[("scrub", NO_SCRUBBING)])).await;
        let found = found(&left);
        assert!(found.is_superset(&[7, 8, 10, 11, 12, 13, 16, 17, 18, 19].into()), "only these: {found:?}");
    });
}

#[test]
fn without_any_masking_the_same_test_finds_almost_all_kinds() {
    journey(async |world| {
        let masks = [("scrub", NO_SCRUBBING), ("policy", NO_MASKING)];
        let left = bytes_that_left(world, |page, service| without(page, service, &masks)).await;
        let found = found(&left);
        // rrweb itself leaves out comments, scripts and values that are hidden.
        assert!(found.len() >= 17, "only these: {found:?}");
    });
}

pub(super) const NO_SCRUBBING: &str = "export const scrubber = () => (event) => event;";
pub(super) const NO_MASKING: &str =
    "export const BLOCKED = 'alongside-chat, alongside-cobrowse-marks'; export const HIDDEN = [];
export const HIDDEN_VALUE = ''; export const isBlocked = () => false; export const isField = () => false;
export const isProtected = () => false; export const isShown = () => true; export const lineage = () => [];
export const textOf = (text) => text; export const valueOf = (text) => text;";
