// What the supervisor does when the wasm breaks, without a browser: when it counts as dead, and what becomes of it then.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { breakable } from "../loader/breakable.mjs";

const { glue, wasm } = breakable();
const FIVE_MINUTES = 300_000;

let now;
let lines;
let widgets;
// What is said beside the launcher.
let notes;
beforeEach(() => {
  notes = [];
  now = 1_000;
  lines = [];
  widgets = [];
  mock.method(console, "error", (...line) => lines.push(line));
  mock.method(performance, "now", () => now);
  globalThis.mounted = (wasm, host, root, signal, open) => widgets.push({ wasm, signal, open: open !== 0 });
  globalThis.notes = 0;
  // There is no icon of ours in it.
  globalThis.document = { getElementById: () => null };
});
afterEach(() => {
  mock.restoreAll();
  delete globalThis.started;
  delete globalThis.document;
});

// A copy of the module: one counts what broke for as long as a page is open.
let copies = 0;
const load = async () => {
  const module = await import(`data:text/javascript,${encodeURIComponent(glue)}//${(copies += 1)}`);
  await module.default(Promise.resolve(new Response(wasm, { headers: { "content-type": "application/wasm" } })));
  return module;
};

// As much of an element and its shadow root as the supervisor asks for.
const host = { getAttribute: () => null };
const root = () => {
  const launcher = { matches: () => false };
  const append = (note) => notes.push(note);
  return { activeElement: null, adoptedStyleSheets: [], querySelector: () => launcher, replaceChildren() {}, append };
};
const mounted = async () => {
  const module = await load();
  const life = new AbortController();
  module.mount(host, root(), life.signal);
  return { module, life };
};

// Waits until something is so.
const until = async (isSo) => {
  while (!isSo()) await new Promise((next) => setImmediate(next));
};
const newest = () => widgets.at(-1).wasm;
const BOUND = { timeout: 20_000 };

const fail = (thrown) => () => {
  throw thrown;
};
const WAYS = {
  "a panic": [(wasm) => wasm.panic(), /unreachable/],
  "a memory trap": [(wasm) => wasm.trap(), /memory access out of bounds/],
  "a stack that overflows": [(wasm) => wasm.recurse(), /call stack size exceeded/],
  "something thrown that nobody catches": [(wasm) => wasm.calling(fail("half-way")), /half-way/],
  "nothing that is thrown": [(wasm) => wasm.calling(fail(undefined)), /undefined/],
};

for (const [way, [breaks, words]] of Object.entries(WAYS)) {
  test(`after ${way} the instance does nothing any more, and a fresh one takes its place`, BOUND, async () => {
    await mounted();
    const [first] = widgets;
    assert.equal(breaks(first.wasm), undefined);
    for (const late of ["caught", "panic", "recurse"]) assert.equal(first.wasm[late](), undefined);
    await until(() => widgets.length === 2);
    assert.deepEqual([first.signal.aborted, widgets[1].signal.aborted], [true, false]);
    assert.equal(lines.length, 1, "it is told once");
    assert.match(lines[0].map(String).join(" "), /^Alongside: the chat broke: /);
    assert.match(String(lines[0][1]), words);
    assert.equal(globalThis.notes, 0, "nothing of it went on");
    assert.equal(newest().caught(), 0, "the fresh one works");
    assert.equal(first.wasm.caught(), undefined, "and the old one stays dead");
  });
}

test("what is caught for Rust is no death", BOUND, async () => {
  await mounted();
  newest().catching(fail(new Error("refused")));
  assert.deepEqual([newest().caught(), globalThis.notes, widgets.length, lines.length], [1, 1, 1, 0]);
});

test("what dies in a call that it caused goes on nowhere, and the page's own code does", BOUND, async () => {
  await mounted();
  const dying = newest();
  let went = false;
  const nested = () => {
    dying.panic();
    went = true;
  };
  assert.equal(dying.catching(nested), undefined);
  assert.deepEqual([went, globalThis.notes], [true, 0]);
  await until(() => widgets.length === 2);
  assert.equal(lines.length, 1);
});

test("what repeated itself stops", BOUND, async () => {
  await mounted();
  let calls = 0;
  newest().repeating(() => (calls += 1));
  await until(() => calls > 1);
  const cleared = mock.method(globalThis, "clearInterval");
  newest().panic();
  const before = calls;
  await until(() => cleared.mock.callCount() === 1);
  assert.equal(calls, before);
});

test("all that share the instance come back, but for those that went", BOUND, async () => {
  const { module, life } = await mounted();
  module.mount(host, root(), new AbortController().signal);
  life.abort();
  assert.deepEqual(widgets.map(({ signal }) => signal.aborted), [true, false]);
  newest().panic();
  await until(() => widgets.length === 3);
  assert.deepEqual(widgets.map(({ signal }) => signal.aborted), [true, true, false]);
});

test("a fresh instance that breaks while it starts, or cannot be made, is followed by another", BOUND, async () => {
  await mounted();
  globalThis.started = () => {
    delete globalThis.started;
    throw new Error("not yet");
  };
  newest().panic();
  await until(() => widgets.length === 2);
  assert.deepEqual(lines.map(([, error]) => error.message), ["unreachable", "not yet"]);

  now += FIVE_MINUTES;
  mock.method(WebAssembly, "instantiate", async () => Promise.reject(new Error("no memory")), { times: 1 });
  newest().trap();
  await until(() => widgets.length === 3);
  assert.equal(lines.at(-1)[1].message, "no memory");
});

test("one that breaks while it is mounted is followed by another", BOUND, async () => {
  const draw = globalThis.mounted;
  globalThis.mounted = (...element) => {
    draw(...element);
    if (widgets.length < 3) throw new Error("cannot draw");
  };
  await mounted();
  await until(() => widgets.length === 3);
  assert.deepEqual(lines.map(([, error]) => error.message), ["cannot draw", "cannot draw"]);
});

test("a first instance that breaks while it starts is the loader's affair", BOUND, async () => {
  globalThis.started = fail(new Error("broken"));
  await assert.rejects(load(), /broken/);
  await new Promise((next) => setImmediate(next));
  assert.deepEqual(lines, []);
});

test("a death counts for five minutes", BOUND, async () => {
  await mounted();
  for (const [at, count] of [[0, 2], [1, 3], [2, 4], [FIVE_MINUTES, 5], [FIVE_MINUTES + 1, 6]]) {
    now = at;
    newest().panic();
    await until(() => widgets.length === count);
  }
  assert.equal(lines.length, 5);
});

test("an instance that is told to forget everything makes room for a fresh one, closed, and says so", BOUND, async () => {
  const timers = [];
  mock.method(globalThis, "setTimeout", (call) => timers.push(call));
  globalThis.document.createElement = () => ({ remove: () => notes.pop() });
  const { life } = await mounted();
  widgets[0].signal.again();
  assert.equal(widgets.length, 1, "not while the old one runs");
  await until(() => widgets.length === 2);
  assert.deepEqual([widgets[0].signal.aborted, widgets[1].signal.aborted, widgets[1].open], [true, false, false]);
  assert.deepEqual(notes.map((note) => note.value), ["The chat starts afresh."]);
  timers.forEach((call) => call());
  assert.deepEqual(notes, []);
  widgets[1].signal.again();
  life.abort();
  await new Promise((next) => setImmediate(next));
  assert.equal(widgets.length, 2, "one that was taken off the page stays off");
});
