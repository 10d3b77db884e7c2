// How `make demo` fails and ends.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { afterEach, beforeEach, test } from "node:test";

import { stage } from "./stage.mjs";

const BOUND = { timeout: 60_000 };
const ADDRESSES = /Shop page with the widget/;

// Serves `dist` as trunk does; without a file at the address the answer is 404.
const SERVER = `
  const { existsSync } = require("fs");
  const answer = ({ url }, response) => response.writeHead(url === "/agent" || existsSync("dist" + url) ? 200 : 404).end();
  require("http").createServer(answer).listen(process.argv[2], "127.0.0.1");
`;
const serving = (...before) => ["#!/usr/bin/env bash", ...before, 'exec node server.cjs "${@: -1}"', ""].join("\n");
const WORKING = {
  "server.cjs": SERVER,
  "bin/cargo": serving('[ "$1" != build ] || exit 0'),
  "scripts/trunk": serving("mkdir -p dist/embed", "echo new >dist/embed/widget_bg.wasm"),
};

let ports;
let project;
beforeEach(async () => {
  ports = { DEMO_PORT: await freePort(), EMULATOR_PORT: await freePort() };
});
afterEach(() => project.clear());

const demo = (files) => {
  project = stage({ ...WORKING, ...files });
  return project.run("node", ["scripts/demo.mjs"], ports);
};

test("the addresses are printed once both answer, and Ctrl-C ends it", BOUND, async () => {
  const running = demo({});
  await running.until("Ctrl-C ends both.");
  assert.match(running.said, ADDRESSES);
  running.interrupt();
  assert.equal(await running.ended, 0);
});

test("a widget that does not build is told, whatever an older build left", BOUND, async () => {
  const running = demo({ "dist/embed/widget_bg.wasm": "old", "scripts/trunk": serving("echo 'error: does not compile' >&2") });
  assert.equal(await running.ended, 1);
  assert.match(running.said, /The widget did not build/);
  assert.doesNotMatch(running.said, ADDRESSES);
});

test("a service that does not build is told", BOUND, async () => {
  const running = demo({ "bin/cargo": "#!/usr/bin/env bash\nexit 101\n" });
  assert.equal(await running.ended, 1);
  assert.match(running.said, /The emulated service did not build/);
});

test("Ctrl-C during the first build is no failure", BOUND, async () => {
  const running = demo({ "bin/cargo": "#!/usr/bin/env bash\necho compiling\nexec sleep 30\n" });
  await running.until("compiling");
  running.interrupt();
  assert.equal(await running.ended, 0);
  assert.doesNotMatch(running.said, /did not build|starting both servers/);
});

test("Ctrl-C before the servers answer prints no addresses", BOUND, async () => {
  // It takes its time to end, so that whoever still waits has the time to go on.
  const running = demo({ "scripts/trunk": `#!/usr/bin/env bash\ntrap 'sleep 0.5; exit' TERM\necho waiting\nsleep 30 & wait\n` });
  await running.until("waiting");
  running.interrupt();
  assert.equal(await running.ended, 0);
  assert.doesNotMatch(running.said, ADDRESSES);
});

const freePort = () =>
  new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(`${port}`));
    });
  });
