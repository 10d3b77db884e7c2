// The loader and the supervisor in a real Chromium, with a wasm that breaks: what somebody sees of it, and what they can do.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test as bounded } from "node:test";

import { breakable } from "./breakable.mjs";
import { eventually, openBrowser } from "./browser.mjs";
import { ELEMENT, openSite } from "./site.mjs";

// A widget as the wasm draws one: its own launcher and a field in the place of the loader's launcher.
const WIDGET = `<script>
  window.widgets = [];
  window.notes = 0;
  window.mounted = (wasm, host, root, signal, open) => {
    const launcher = root.querySelector(".launcher");
    const isFocused = root.activeElement === launcher;
    const isQuiet = launcher.ariaBusy === "false";
    root.adoptedStyleSheets.push(new CSSStyleSheet());
    const make = (name) => document.createElement(name);
    const widget = make("div");
    const own = make("button");
    const field = make("input");
    widget.className = "widget";
    own.className = "launcher";
    own.textContent = "Close chat";
    own.ariaExpanded = open === 1;
    widget.append(field, own);
    root.append(widget);
    launcher.remove();
    if (isFocused) field.focus();
    const mounted = { host: host.id, open: open === 1, isFocused, isQuiet, wasm, root, signal, field };
    own.onclick = () => (mounted.isClicked = true);
    widgets.push(mounted);
  };
  // Holds a fresh instance back until it is let go.
  const { instantiate } = WebAssembly;
  window.hold = () => {
    WebAssembly.instantiate = async (...call) => {
      await new Promise((letGo) => (window.letGo = letGo));
      return instantiate(...call);
    };
  };
</script>`;
// A second element, with its launcher beside that of the first.
const TWO = `<style>#two::part(launcher) { right: auto; left: 0 }</style>${ELEMENT.replace("one", "two")}`;
const BOUND = { timeout: 120_000 };
const test = (name, run) => bounded(name, BOUND, run);

const parts = breakable();
let browser;
let site;
before(async () => (browser = await openBrowser()), BOUND);
after(() => browser.close(), BOUND);
beforeEach(async () => {
  site = await openSite(parts);
  site.page = WIDGET + `<input id="search">` + site.page;
});
afterEach(async () => {
  await browser.unhover();
  site.close();
});

const visit = async () => {
  // What earlier tests wrote is theirs.
  await browser.console();
  await browser.open(site.origin);
  await browser.until(`customElements.get("alongside-chat")`);
};
const open = async () => {
  await visit();
  await browser.click(await browser.launcher());
  await browser.until("widgets.length === 1");
};
const die = () => browser.run("widgets.at(-1).wasm.panic()");
// What became of the newest widget.
const newest = (member) => browser.run(`return widgets.at(-1).${member}`);
const lines = async () => (await browser.console()).filter((line) => line.includes("the chat broke"));

test("an open panel is open again, with focus in it, and needs nothing from the network", async () => {
  await open();
  assert.deepEqual(await browser.run("const { open } = widgets[0]; widgets[0].field.focus(); return open"), true);
  for (const file of ["widget.js", "widget_bg.wasm"]) site.missing.add(`/embed/${file}`);
  const asked = site.requests.length;
  await die();
  await browser.until("widgets.length === 2");
  assert.deepEqual(await browser.run("const { open, isFocused, isQuiet } = widgets[1]; return [open, isFocused, isQuiet]"), [true, true, false]);
  assert.equal(site.requests.length, asked);
  assert.deepEqual(await browser.run(`const { root, field } = widgets[1];
    return [root.childElementCount, root.adoptedStyleSheets.length, root.activeElement === field]`), [1, 2, true]);
  assert.deepEqual(await browser.run("return widgets.map(({ signal }) => signal.aborted)"), [true, false]);
  assert.equal((await lines()).length, 1);
  assert.deepEqual(await browser.uncaught(), []);
});

test("title and icon are the page's own again", async () => {
  await open();
  const withBadge = (title) => browser.run(`document.title = arguments[0];
    document.head.append(Object.assign(document.createElement("link"), { id: "alongside-badge", rel: "icon", title: "(2) " }));`, title);
  const left = () => browser.run(`return [document.title, document.querySelectorAll("link[rel=icon]").length]`);
  await withBadge("(2) Offers");
  await die();
  await browser.until("widgets.length === 2");
  assert.deepEqual(await left(), ["Offers", 0]);
  // What the page has written since has a number of its own.
  await withBadge("(7) Offers");
  await die();
  await browser.until("widgets.length === 3");
  assert.deepEqual(await left(), ["(7) Offers", 0]);
});

test("an open panel that is not being used draws no focus", async () => {
  await open();
  await browser.click(await browser.find("#search"));
  await die();
  await browser.until("widgets.length === 2");
  assert.deepEqual(await browser.run("const { open, isFocused, isQuiet } = widgets[1]; return [open, isFocused, isQuiet]"), [true, false, true]);
  assert.equal(await browser.run("return document.activeElement.id"), "search");
});

test("a closed panel stays closed", async () => {
  await visit();
  await browser.hover(await browser.launcher());
  await browser.until("widgets.length === 1");
  await die();
  await browser.until("widgets.length === 2");
  assert.deepEqual(await browser.run("const { open, isFocused, isQuiet } = widgets[1]; return [open, isFocused, isQuiet]"), [false, false, false]);
});

test("the launcher stands there meanwhile, and a press on it counts", async () => {
  await visit();
  await browser.hover(await browser.launcher());
  await browser.until("widgets.length === 1");
  await browser.run("hold()");
  await die();
  await browser.until("window.letGo");
  const launcher = await browser.launcher();
  assert.equal(await browser.label(launcher), "Open chat");
  assert.equal((await browser.rect(launcher)).width, 56);
  await browser.click(launcher);
  assert.equal(await browser.attribute(launcher, "aria-busy"), "true");
  await browser.run("letGo()");
  await browser.until("widgets.length === 2");
  assert.deepEqual(await browser.run("const { open, isFocused } = widgets[1]; return [open, isFocused]"), [true, true]);
});

// A press that begins before the widget is there, and ends when it could be.
const SPACE = " ";
const TAB = "\uE004";
const PRESSES = {
  mouse: { down: { type: "pointerDown", button: 0 }, up: { type: "pointerUp", button: 0 } },
  keys: { down: { type: "keyDown", value: SPACE }, up: { type: "keyUp", value: SPACE } },
};
const begin = async (hand) => {
  const launcher = await browser.launcher();
  if (hand === "touch") {
    const { x, y } = await browser.rect(launcher);
    return browser.tools("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: x + 28, y: y + 28 }] });
  }
  if (hand === "keys") await browser.press(TAB);
  else await browser.hand(hand, browser.to(launcher));
  await browser.hand(hand, PRESSES[hand].down);
};
const end = (hand) =>
  hand === "touch"
    ? browser.tools("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] })
    : browser.hand(hand, PRESSES[hand].up);
// Lets go of what is held back, and gives it every chance to take the launcher away.
const arrive = () =>
  browser.run(`
    while (!window.letGo) await new Promise(requestAnimationFrame);
    const isStarted = new Promise((started) => (window.started = started));
    letGo();
    await isStarted;
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);`);

for (const hand of ["mouse", "touch", "keys"]) {
  test(`a press by ${hand} counts that begins before the widget is there and ends after`, async () => {
    site.page = `<style>#search { display: none }</style>` + site.page;
    await visit();
    await browser.run("hold()");
    await begin(hand);
    await arrive();
    await end(hand);
    // Chromium clicks what is there where a touch ends; else the press is handed over.
    await browser.until("widgets.length === 1 && (widgets[0].open || widgets[0].isClicked)");
  });

  test(`a press by ${hand} counts that begins while a fresh instance is made and ends after`, async () => {
    site.page = `<style>#search { display: none }</style>` + site.page;
    await visit();
    await browser.hover(await browser.launcher());
    await browser.until("widgets.length === 1");
    await browser.unhover();
    await browser.run("hold(); window.letGo = null");
    await die();
    await begin(hand);
    await arrive();
    await end(hand);
    await browser.until("widgets.length === 2 && (widgets[1].open || widgets[1].isClicked)");
  });
}

test("a press that is released elsewhere opens nothing", async () => {
  await visit();
  await browser.run("hold()");
  await begin("mouse");
  await arrive();
  await browser.hand("mouse", { type: "pointerMove", x: 1, y: 1 }, PRESSES.mouse.up);
  await browser.until("widgets.length === 1");
  assert.equal(await newest("open"), false);
  assert.deepEqual(await browser.uncaught(), []);
});

test("a press that begins elsewhere and is released on the launcher opens nothing", async () => {
  await visit();
  await browser.run("hold()");
  const launcher = await browser.launcher();
  await browser.hand("mouse", { type: "pointerMove", x: 1, y: 1 }, PRESSES.mouse.down, browser.to(launcher));
  await arrive();
  await browser.hand("mouse", PRESSES.mouse.up);
  await browser.until("widgets.length === 1");
  assert.equal(await newest("open"), false);
});

test("an element that goes in the middle of a press is not mounted", async () => {
  await visit();
  await browser.run("hold()");
  await begin("mouse");
  await arrive();
  await browser.run(`document.querySelector("#one").remove(); await 0; await 0;`);
  await browser.hand("mouse", PRESSES.mouse.up);
  await browser.run("for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)");
  assert.equal(await browser.run("return widgets.length"), 0);
});

test("a press on the launcher of a panel that comes back by itself draws focus into it", async () => {
  await open();
  await browser.click(await browser.find("#search"));
  await browser.run("hold()");
  await die();
  await browser.until("window.letGo");
  await browser.click(await browser.launcher());
  await browser.run("letGo()");
  await browser.until("widgets.length === 2");
  assert.deepEqual(await browser.run("const { open, isFocused, isQuiet } = widgets[1]; return [open, isFocused, isQuiet]"), [true, true, false]);
});

test("an element that goes while a fresh instance is made is not mounted, and one that is put back is", async () => {
  site.page += TWO;
  await open();
  await browser.run("hold()");
  await die();
  await browser.until("window.letGo");
  await browser.run(`window.chat = document.querySelector("#one"); chat.remove(); await 0; await 0; letGo();`);
  await browser.run("await new Promise((idle) => requestIdleCallback(idle))");
  assert.deepEqual(await browser.run("return widgets.length"), 1);
  // Else the launcher would appear under the pointer, and go again before it is clicked.
  await browser.unhover();
  await browser.run("document.body.append(chat)");
  await browser.click(await browser.launcher("#one"));
  await browser.until("widgets.length === 2");
  assert.deepEqual(await newest("host"), "one");
});

test("one that comes while a fresh instance is made gets its widget", async () => {
  site.page += TWO;
  await open();
  await browser.run("hold()");
  await die();
  await browser.until("window.letGo");
  await browser.click(await browser.launcher("#two"));
  await browser.run("letGo()");
  await browser.until("widgets.length === 3");
  assert.deepEqual(await browser.run("return widgets.map(({ host, open }) => [host, open])"), [["one", true], ["one", true], ["two", true]]);
  assert.equal((await browser.console()).length, 1);
});

test("the fourth death in five minutes is the last, with a sentence and a button that reloads", async () => {
  await open();
  for (const count of [2, 3, 4]) {
    await die();
    await browser.until(`widgets.length === ${count}`);
  }
  await browser.run("widgets.at(-1).field.focus()");
  await die();
  const note = await eventually(async () => {
    const [note] = await browser.inside("alongside-chat", "output");
    assert.ok(note);
    return note;
  });
  assert.equal(await browser.role(note), "alert");
  assert.equal(await browser.text(note), "The chat stopped working. Reload the page to go on; what you wrote is kept. Reload");
  assert.deepEqual(await browser.run("const { root } = widgets[3]; return [root.childElementCount, root.activeElement.textContent]"), [1, "Reload"]);
  assert.equal((await lines()).length, 4);

  // Another element says the same, in what the page has of its words, and starts nothing.
  await browser.unhover();
  await browser.run(`window.own = { Reload: "Neu laden" };
    const late = Object.assign(document.querySelector("#one").cloneNode(), { id: "late" });
    late.setAttribute("words", "own");
    document.body.append(late)`);
  await browser.click(await browser.launcher("#late"));
  await eventually(async () => assert.equal((await browser.inside("#late", "output")).length, 1));
  const [other] = await browser.inside("#late", "output button");
  assert.equal(await browser.text(other), "Neu laden");
  assert.equal(await browser.run("return widgets.length"), 4);

  await browser.run(`window.isOld = true; document.querySelector("#late").remove()`);
  const [button] = await browser.inside("#one", "output button");
  await browser.click(button);
  await browser.until(`!window.isOld && customElements.get("alongside-chat")`);
  await browser.click(await browser.launcher());
  await browser.until("widgets.length === 1");
});
