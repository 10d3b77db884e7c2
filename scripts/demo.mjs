// `make demo`: the emulated service and the shop page side by side, until Ctrl-C.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const READY_WITHIN_MS = 15 * 60_000;
const ENDED_WITHIN_MS = 3_000;

const children = [];
let ending = false;

const demoPort = port("DEMO_PORT", 8080);
const emulatorPort = port("EMULATOR_PORT", 8081);
const shop = `http://127.0.0.1:${demoPort}/`;
const desk = `http://127.0.0.1:${emulatorPort}/agent`;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end(0));

if (demoPort === emulatorPort) giveUp(`DEMO_PORT and EMULATOR_PORT are both ${demoPort}; they need to differ.`);
await free("DEMO_PORT", demoPort);
await free("EMULATOR_PORT", emulatorPort);

console.log("Building the emulated service");
const emulator = ["--no-default-features", "--features", "emulator", "--bin", "emulator"];
await built("The emulated service", "cargo", ["build", ...emulator]);

console.log("Building the widget and starting both servers");
// trunk serves also where its build fails, and then what an older build left would pass for the widget.
rmSync("dist/embed", { recursive: true, force: true });
const serving = ["serve", "--control", "--rrweb", ".tools/node_modules/rrweb/dist/rrweb.js", "--port", `${emulatorPort}`];
serve("The emulated service", "cargo", ["run", "--quiet", ...emulator, "--", ...serving]);
serve("trunk", "scripts/trunk", ["--log=warn", "serve", "--release", "--port", `${demoPort}`]);
await answers(desk, "The agent desk", "is not served");
await answers(`${shop}embed/widget_bg.wasm`, "The widget", "did not build");
console.log(`
  Shop page with the widget  ${shop}
  Agent desk                 ${desk}

Ctrl-C ends both.`);

// A port from the environment.
function port(name, fallback) {
  const value = process.env[name] || `${fallback}`;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65535) giveUp(`${name} is "${value}"; it has to be a number from 1 to 65535.`);
  return number;
}

async function free(name, number) {
  const probe = createServer();
  const taken = await new Promise((told) => {
    probe.once("error", told);
    probe.listen(number, "127.0.0.1", () => probe.close(() => told()));
  });
  if (!taken) return;
  const why = taken.code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${taken.code})`;
  giveUp(`Port ${number} ${why}. Choose another one: make demo ${name}=${number + 10}`);
}

// In a process group of its own, so that whatever it starts ends with it, and only with it.
function start(what, command, args) {
  const env = { ...process.env, EMULATOR_PORT: `${emulatorPort}` };
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true, env });
  child.once("error", (error) => end(1, `${what} could not be started: ${error.message}`));
  children.push(child);
  return child;
}

// Waits for a build. Where the end comes first, this is never done, and neither is anything after it.
async function built(what, command, args) {
  const code = await new Promise((done) => start(what, command, args).once("exit", done));
  if (code !== 0) await end(1, `${what} did not build; see above for why.`);
}

function serve(what, command, args) {
  const ended = (code, signal) => end(1, `${what} ended by itself (${signal ?? `exit code ${code}`}).`);
  start(what, command, args).once("exit", ended);
}

// Waits until an address is served. A refused connection means "not yet"; a refused file, that it cannot be had: then
// `failure` says what that means. Once the end has come, this is never done.
async function answers(address, what, failure) {
  for (const latest = Date.now() + READY_WITHIN_MS; ; await pause(100)) {
    const status = await fetch(address).then((response) => response.status, () => undefined);
    if (ending) continue;
    if (status === 200) return;
    if (status !== undefined) await end(1, `${what} ${failure} (${address} answers ${status}); see above for why.`);
    if (Date.now() > latest) await end(1, `${what} did not come up at ${address}.`);
  }
}

async function end(code, reason) {
  if (ending) return;
  ending = true;
  if (reason) console.error(`\n${reason}`);
  const gone = children.map((child) => {
    child.removeAllListeners("exit");
    const left = child.exitCode === null && child.signalCode === null && child.pid !== undefined;
    if (left) process.kill(-child.pid, "SIGTERM");
    return left ? new Promise((exited) => child.once("exit", exited)) : undefined;
  });
  await Promise.race([Promise.all(gone), pause(ENDED_WITHIN_MS)]);
  process.exit(code);
}

function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}
