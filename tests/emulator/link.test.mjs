// The desk's link to the service, with a socket whose other end is here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// By its text: without a package.json Node takes a file that ends in .js for CommonJS.
const text = readFileSync(new URL("../../src/bin/emulator/desk/link.js", import.meta.url), "utf8");
const { Link } = await import(`data:text/javascript,${encodeURIComponent(text)}`);

let socket;
let answer;
globalThis.location = { protocol: "http:", host: "desk.test" };
globalThis.fetch = async () => ({ ok: true, status: 200, json: async () => ({ bearer: "b", config: {} }) });
globalThis.WebSocket = class extends EventTarget {
  static OPEN = 1;
  readyState = 1;
  constructor() {
    super();
    socket = this;
  }
  send(frame) {
    const data = JSON.stringify({ kind: "resp", reqId: JSON.parse(frame).id, ...answer });
    queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
  }
  close() {
    this.readyState = 3;
  }
};

// What a desk hears of its link from the login on, where the service answers the question for its clock like this.
const heard = async (answered) => {
  answer = answered;
  const said = [];
  const link = new Link("10001", "Ada", { state: (word) => said.push(word), ready: () => said.push("ready") });
  await link.start();
  socket.dispatchEvent(new Event("open"));
  // All that waits for nothing but promises has happened then.
  await new Promise(setImmediate);
  link.end();
  return said;
};

test("a link is ready once it knows the service's clock", async () => {
  assert.deepEqual(await heard({ code: 200, body: { currentTime: Date.now() } }), ["connecting", "connected", "ready"]);
});

test("a link that is not told the clock is offline, and not ready", async () => {
  assert.deepEqual(await heard({ code: 500, body: "not now" }), ["connecting", "offline"]);
});
