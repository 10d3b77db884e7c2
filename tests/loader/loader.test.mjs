// The loader in a real Chromium: when it fetches the widget, what it hands over, and what it says when that fails.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test as bounded } from "node:test";

import { eventually, openBrowser } from "./browser.mjs";
import { ELEMENT, openSite } from "./site.mjs";

const SENTENCE = "Chat did not start. Try again.";
const MOUNTED = "window.mounts?.length";
const TAB = "\uE004";
// A browser that no longer answers fails a test instead of holding it up.
const BOUND = { timeout: 120_000 };
const test = (name, run) => bounded(name, BOUND, run);

let browser;
let site;
before(async () => (browser = await openBrowser()), BOUND);
after(() => browser.close(), BOUND);
beforeEach(async () => (site = await openSite()));
afterEach(async () => {
  await browser.unhover();
  site.close();
});

const visit = async (path = "/") => {
  await browser.open(site.origin + path);
  await browser.until(`customElements.get("alongside-chat")`);
};
// Lets everything happen that is due in the page.
const idle = () => browser.run("await new Promise((idle) => requestIdleCallback(idle))");
const mounts = () => browser.run("return window.mounts");
const note = async () => {
  const [element] = await browser.inside("alongside-chat", "output");
  return browser.text(element);
};
const firstLines = () =>
  eventually(async () => {
    const lines = await browser.console();
    assert.notEqual(lines.length, 0, "nothing was written to the console");
    return lines;
  });
const wakeWith = (word) => {
  site.page = `<script>localStorage["alongside1|http://service.test|10001|wake"] = "${word}"</script>` + site.page;
};

test("the launcher stands in a closed root and fetches nothing by itself", async () => {
  await visit();
  assert.equal(await browser.run(`return document.querySelector("alongside-chat").shadowRoot`), null);
  const launcher = await browser.launcher();
  assert.equal(await browser.role(launcher), "button");
  assert.equal(await browser.label(launcher), "Open chat");
  assert.equal(await browser.attribute(launcher, "aria-expanded"), "false");
  assert.equal(await browser.attribute(launcher, "part"), "launcher");
  const { x, y, width, height } = await browser.rect(launcher);
  const viewport = await browser.run("return [document.documentElement.clientWidth, innerHeight]");
  assert.deepEqual([width, height], [56, 56]);
  assert.deepEqual([viewport[0] - x - width, viewport[1] - y - height], [20, 20]);
  assert.equal(site.asked("widget.js").length, 0);
  assert.equal(await note(), "");
});

test("shadow=open opens the root", async () => {
  site.page = site.page.replace("<alongside-chat", `<alongside-chat shadow="open"`);
  await visit();
  assert.ok(await browser.run(`return document.querySelector("alongside-chat").shadowRoot.querySelector(".launcher") != null`));
});

test("hovering loads glue and wasm once, under one build id, without opening", async () => {
  await visit();
  await browser.hover(await browser.launcher());
  await browser.until(MOUNTED);
  assert.deepEqual(await mounts(), [{ host: "one", openNow: false, aborted: false }]);
  assert.deepEqual(site.asked("widget.js"), ["/embed/widget.js?v=b0b0b0.0"]);
  assert.deepEqual(site.asked("widget_bg.wasm"), ["/embed/widget_bg.wasm?v=b0b0b0.0"]);
  assert.equal(await browser.launcher(), undefined);
  assert.equal((await browser.inside("alongside-chat", "output")).length, 0);
});

test("focus loads it, too", async () => {
  await visit();
  await browser.press(TAB);
  await browser.until(MOUNTED);
  assert.deepEqual((await mounts())[0].openNow, false);
});

test("a click loads it and asks it to open", async () => {
  await visit();
  await browser.click(await browser.launcher());
  await browser.until(MOUNTED);
  assert.equal((await mounts())[0].openNow, true);
});

for (const word of ["idle", "now"]) {
  test(`a stored "${word}" loads it without the person doing anything`, async () => {
    wakeWith(word);
    await visit();
    await browser.until(MOUNTED);
    assert.equal((await mounts())[0].openNow, false);
  });
}

for (const service of ["http://service.test/", " HTTP://Service.TEST "]) {
  test(`a stored word counts for the service that is written "${service}"`, async () => {
    wakeWith("now");
    site.page = site.page.replace(`service="http://service.test"`, `service="${service}"`);
    await visit();
    await browser.until(MOUNTED);
  });
}

test("a stored word counts for the account also where blanks stand around it", async () => {
  wakeWith("now");
  site.page = site.page.replace(`account="10001"`, `account=" 10001 "`);
  await visit();
  await browser.until(MOUNTED);
});

test("a service that is no address wakes nothing, and breaks nothing", async () => {
  wakeWith("now");
  site.page = site.page.replace(`service="http://service.test"`, `service="nonsense"`);
  await visit();
  await browser.hover(await browser.launcher());
  await browser.until(MOUNTED);
  assert.deepEqual(await browser.uncaught(), []);
});

test("the wake word of another account wakes nothing", async () => {
  wakeWith("now");
  site.page = site.page.replace(`account="10001"`, `account="10002"`);
  await visit();
  await idle();
  assert.equal(site.asked("widget.js").length, 0);
});

test("a page whose storage is forbidden still has its launcher", async () => {
  site.page =
    `<script>Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })</script>` +
    site.page;
  await visit();
  await browser.click(await browser.launcher());
  await browser.until(MOUNTED);
  assert.deepEqual(await browser.uncaught(), []);
});

test("two elements share one load, and a second copy of the loader changes nothing", async () => {
  site.page += site.snippet.replace("loader.js", "loader.js?again") + ELEMENT.replace("one", "two");
  await visit();
  await browser.run(`localStorage["alongside1|http://service.test|10001|wake"] = "now"`);
  await visit();
  await browser.until("window.mounts?.length === 2");
  assert.deepEqual((await mounts()).map((mounted) => mounted.host), ["one", "two"]);
  assert.equal(site.asked("widget.js").length, 1);
  assert.equal(site.asked("widget_bg.wasm").length, 1);
  assert.deepEqual(await browser.uncaught(), []);
});

test("moving the element keeps the widget; removing it ends the widget; putting it back starts afresh", async () => {
  await visit();
  await browser.click(await browser.launcher());
  await browser.until(MOUNTED);
  await browser.unhover();
  await browser.run(`window.chat = document.querySelector("alongside-chat"); document.body.prepend(chat); await 0; await 0;`);
  assert.equal((await mounts())[0].aborted, false);
  await browser.run(`chat.remove(); await 0; await 0; await 0;`);
  assert.equal((await mounts())[0].aborted, true);
  await browser.run(`document.body.append(chat)`);
  assert.equal((await browser.inside("alongside-chat", ".widget")).length, 0);
  await browser.hover(await browser.launcher());
  await browser.until("window.mounts?.length === 2");
  assert.deepEqual((await mounts()).map((mounted) => mounted.aborted), [true, false]);
  assert.equal(site.asked("widget.js").length, 1);
});

test("an element removed while the widget loads is not mounted", async () => {
  await visit();
  await browser.run(`
    window.chat = document.querySelector("alongside-chat");
    localStorage["alongside1|http://service.test|10001|wake"] = "now";
    chat.remove(); await 0; await 0;
    document.body.append(chat); chat.remove(); await 0; await 0;
    await import("/embed/widget.js?v=b0b0b0.0");
    localStorage.clear(); document.body.append(chat);`);
  await browser.click(await browser.launcher());
  await browser.until(MOUNTED);
  assert.equal((await mounts()).length, 1);
});

test("it works under a policy that names only its origin and 'wasm-unsafe-eval'", async () => {
  site.headers = { "content-security-policy": `script-src ${site.origin} 'wasm-unsafe-eval'; style-src 'none'; require-trusted-types-for 'script'` };
  await visit();
  const launcher = await browser.launcher();
  assert.equal((await browser.rect(launcher)).width, 56);
  await browser.click(launcher);
  await browser.until(MOUNTED);
});

test("it works from another origin that sends CORS headers", async () => {
  const shop = await openSite();
  try {
    shop.page = site.page;
    for (const file of ["loader.js", "widget.js", "widget_bg.wasm"]) site.cors.add(`/embed/${file}`);
    await browser.open(shop.origin);
    await browser.until(`customElements.get("alongside-chat")`);
    await browser.click(await browser.launcher());
    await browser.until(MOUNTED);
    assert.equal(site.asked("widget.js").length, 1);
  } finally {
    shop.close();
  }
});

const failure = async (named) => {
  const launcher = await browser.launcher();
  await browser.click(launcher);
  const [output] = await browser.inside("alongside-chat", "output");
  await eventually(async () => assert.equal(await browser.text(output), SENTENCE));
  assert.equal(await browser.role(output), "status");
  assert.equal(await browser.attribute(launcher, "aria-busy"), null);
  const lines = await browser.console();
  assert.equal(lines.length, 1, lines.join("\n"));
  for (const part of ["Alongside: cannot load", `${site.origin}/embed/${named}?v=b0b0b0.0`, "CORS", `script-src 'wasm-unsafe-eval'`]) {
    assert.ok(lines[0].includes(part), `${part} in ${lines[0]}`);
  }
  return launcher;
};

for (const file of ["widget.js", "widget_bg.wasm"]) {
  test(`a missing ${file} is told once, and the next click tries again under a fresh address`, async () => {
    site.missing.add(`/embed/${file}`);
    await visit();
    const launcher = await failure(file);
    site.missing.clear();
    await browser.click(launcher);
    await browser.until(MOUNTED);
    assert.equal((await mounts())[0].openNow, true);
    assert.deepEqual(site.asked(file), [`/embed/${file}?v=b0b0b0.0`, `/embed/${file}?v=b0b0b0.1`]);
  });

  test(`${file} without CORS headers on another origin is told once`, async () => {
    const shop = await openSite();
    try {
      shop.page = site.page;
      for (const name of ["loader.js", "widget.js", "widget_bg.wasm"]) if (name !== file) site.cors.add(`/embed/${name}`);
      await browser.open(shop.origin);
      await browser.until(`customElements.get("alongside-chat")`);
      await failure(file);
    } finally {
      shop.close();
    }
  });
}

test("a policy without 'wasm-unsafe-eval' is told once", async () => {
  site.headers = { "content-security-policy": `script-src ${site.origin}` };
  await visit();
  await failure("widget_bg.wasm");
});

test("a failure before any click is told to the developer only, and hovering again does not repeat it", async () => {
  site.missing.add("/embed/widget.js");
  await visit();
  const launcher = await browser.launcher();
  await browser.hover(launcher);
  const lines = await firstLines();
  assert.equal(lines.length, 1);
  await browser.unhover();
  await browser.hover(launcher);
  await browser.unhover();
  await idle();
  assert.equal(await note(), "");
  assert.deepEqual(await browser.console(), []);
  assert.equal(site.asked("widget.js").length, 1);
});

test("two elements that wait for the same load report its failure once", async () => {
  site.missing.add("/embed/widget.js");
  site.page += ELEMENT.replace("one", "two");
  wakeWith("now");
  await visit();
  const lines = await firstLines();
  await idle();
  assert.equal(lines.concat(await browser.console()).length, 1);
});

test("what the launcher is called and that nothing came is said in the words of the page", async () => {
  site.missing.add("/embed/widget.js");
  const words = { "Open chat": "Chat öffnen", "Chat did not start. Try again.": "<b>Kein Chat.</b>" };
  site.page = `<meta charset="utf-8"><script>window.chatWords = ${JSON.stringify(words)}</script>` + site.page;
  site.page = site.page.replace("<alongside-chat", `<alongside-chat words="chatWords"`);
  await visit();
  const launcher = await browser.launcher();
  assert.equal(await browser.label(launcher), "Chat öffnen");
  await browser.click(launcher);
  await eventually(async () => assert.equal(await note(), "<b>Kein Chat.</b>"));
});

for (const words of ["nowhere", "site.words", ""]) {
  test(`words "${words}" that are not there leave the launcher its name`, async () => {
    site.page = site.page.replace("<alongside-chat", `<alongside-chat words="${words}"`);
    await visit();
    assert.equal(await browser.label(await browser.launcher()), "Open chat");
    assert.deepEqual(await browser.uncaught(), []);
  });
}

test("a widget that breaks while it starts is told, and the next click starts a fresh one", async () => {
  site.page += `<script>window.crash = true</script>`;
  await visit();
  const launcher = await failure("widget_bg.wasm");
  await browser.run("window.crash = false");
  await browser.click(launcher);
  await browser.until(MOUNTED);
  assert.equal(site.asked("widget.js").length, 2);
});

test("without WebAssembly there is no launcher and one line", async () => {
  site.page = `<script>delete window.WebAssembly</script>` + site.page;
  await browser.open(site.origin);
  const lines = await firstLines();
  assert.equal(lines.length, 1);
  assert.match(lines[0], /Alongside: no wasm/);
  assert.equal(await browser.run(`return customElements.get("alongside-chat") === undefined`), true);
});

test("everything that is kept of this service and account is forgotten at once, without the widget", async () => {
  await visit();
  const left = await browser.run(`
    const prefix = "alongside1|http://service.test|10001|";
    for (const name of ["credentials", "wake", "me|text|5|x"]) localStorage[prefix + name] = "kept";
    localStorage["alongside1|http://service.test|10002|credentials"] = "another account's";
    localStorage.theirs = "the page's";
    window.told = new Promise((tell) => (new BroadcastChannel(prefix).onmessage = ({ data }) => tell(data)));
    document.querySelector("alongside-chat").forget();
    return Object.keys(localStorage).sort()`);
  assert.deepEqual(left, ["alongside1|http://service.test|10002|credentials", "theirs"]);
  assert.equal(await browser.run("return window.told"), "alongside1|http://service.test|10001|");
  assert.equal(site.asked("widget.js").length, 0);
});
