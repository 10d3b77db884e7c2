// `make bench`: what long conversations cost, in a real browser against the emulator, beside the least that could do the same.
// Prints a table and a line of JSON, and fails where a bar is missed.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

import { openBrowser } from "../tests/loader/browser.mjs";
import { missed, wrongVanilla } from "./bars.mjs";
import { vanilla, widget } from "./chats.mjs";
import { measure } from "./measure.mjs";
import { table } from "./table.mjs";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const EMULATOR = `${PROJECT}target/simulation/emulator`;
const TYPES = { js: "text/javascript", wasm: "application/wasm" };

const counts = (process.env.MESSAGES ?? "0,1000,10000").split(",").map(Number);
const rounds = Number(process.env.ROUNDS ?? 100);
if (counts.some((count) => !Number.isInteger(count) || count < 0 || count > 100_000) || !(rounds >= 10)) {
  console.error(`MESSAGES is "${process.env.MESSAGES ?? ""}", ROUNDS "${process.env.ROUNDS ?? ""}"; they have to be numbers such as MESSAGES=0,1000 ROUNDS=30.`);
  process.exit(1);
}

const file = readFileSync(new URL("vanilla.html", import.meta.url), "utf8");
const emulator = await startEmulator();
const site = await openSite();
const results = [];
for (const count of counts) {
  for (const chat of [vanilla, widget]) {
    const browser = await openBrowser();
    console.error(`${count} messages, ${chat.name}`);
    results.push({ chat: chat.name, count, ...(await measure({ browser, chat, count, rounds, site, emulator })) });
    await browser.close();
  }
}
site.close();
emulator.end();

console.log(table(results));
console.log(JSON.stringify(results));
const wrong = [...wrongVanilla(file, results), ...missed(results)];
for (const sentence of wrong) console.error(sentence);
process.exitCode = wrong.length > 0 ? 1 : 0;

async function startEmulator() {
  const child = spawn(EMULATOR, ["serve", "--control", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  const origin = await new Promise((started, failed) => {
    let said = "";
    child.once("error", failed);
    child.once("exit", () => failed(new Error(`the emulator ended at once: ${said}`)));
    child.stdout.on("data", (data) => {
      said += data;
      const found = /Alongside emulator on (\S+?)\/ /.exec(said);
      if (found) started(found[1]);
    });
  });
  const order = async (what) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${origin}/control`, { method: "POST", headers, body: JSON.stringify(what) });
    if (!answer.ok) throw new Error(`the order ${JSON.stringify(what)} was answered with ${await answer.text()}`);
    return answer.json();
  };
  return { origin, order, end: () => (child.removeAllListeners("exit"), child.kill()) };
}

// The pages, and what they load.
async function openSite() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const chat = [widget, vanilla].find(({ path }) => path === pathname);
    const place = { "/bench/": PROJECT, "/embed/": `${PROJECT}dist/` }[/^\/\w+\//.exec(pathname)?.[0]];
    const body = chat ? chat.html(emulator.origin, file) : place && read(place + pathname.slice(1));
    response.writeHead(body ? 200 : 404, { "content-type": chat ? "text/html" : (TYPES[pathname.split(".").at(-1)] ?? "text/plain") });
    response.end(body ?? "");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { address: ({ path }) => `${origin}${path}?service=${emulator.origin}`, close: () => (server.close(), server.closeAllConnections()) };
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
