// A small WebDriver client: one headless Chromium by way of chromedriver, with just what these tests need.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const SHADOW = "shadow-6066-11e4-a52e-4f735466cecf";
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

const flags = JSON.parse(readFileSync(process.env.WASM_BINDGEN_TEST_WEBDRIVER_JSON ?? new URL("../webdriver.json", import.meta.url), "utf8"));

const PATIENCE = 10_000;

// Tries until nothing is thrown; what was thrown last counts when patience ends.
export const eventually = async (attempt) => {
  for (const end = Date.now() + PATIENCE; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
};

export const openBrowser = async () => {
  const driver = spawn(process.env.CHROMEDRIVER || "chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => driver.kill());
  const port = await new Promise((started, failed) => {
    let said = "";
    driver.once("error", failed);
    driver.once("exit", () => failed(new Error(`chromedriver ended at once: ${said}`)));
    driver.stdout.on("data", (data) => {
      said += data;
      const found = /successfully on port (\d+)/.exec(said);
      if (found) started(found[1]);
    });
  });

  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const { sessionId } = await call("POST", "/session", {
    capabilities: { alwaysMatch: { ...flags, "goog:loggingPrefs": { browser: "ALL" }, timeouts: { script: PATIENCE } } },
  });
  const session = `/session/${sessionId}`;
  const post = (path, body = {}) => call("POST", session + path, body);

  const browser = {
    open: (url) => post("/url", { url }),
    // Runs the body of an async function in the page.
    run: (script, ...args) => post("/execute/sync", { script: `return (async () => { ${script} })()`, args }),
    // Waits until an expression holds in the page.
    until: (condition) =>
      browser.run(`while (!(${condition})) await new Promise((next) => requestAnimationFrame(next));`),
    find: (css) => post("/element", { using: "css selector", value: css }).then((found) => found[ELEMENT]),
    // Elements of the host's shadow root, closed or not.
    inside: async (host, css) => {
      const root = await call("GET", `${session}/element/${await browser.find(host)}/shadow`);
      const found = await post(`/shadow/${root[SHADOW]}/elements`, { using: "css selector", value: css });
      return found.map((element) => element[ELEMENT]);
    },
    launcher: (host = "alongside-chat") => browser.inside(host, ".launcher").then(([first]) => first),
    hover: (element) =>
      post("/actions", {
        actions: [{ type: "pointer", id: "mouse", actions: [{ type: "pointerMove", origin: { [ELEMENT]: element }, x: 0, y: 0 }] }],
      }),
    unhover: () =>
      post("/actions", { actions: [{ type: "pointer", id: "mouse", actions: [{ type: "pointerMove", x: 1, y: 1 }] }] }),
    // What one hand does: "mouse" or "touch" on an element, or "keys"; what it holds down it holds until a later call.
    hand: (kind, ...deeds) =>
      post("/actions", {
        actions: [
          kind === "keys"
            ? { type: "key", id: kind, actions: deeds }
            : { type: "pointer", id: kind, parameters: { pointerType: kind }, actions: deeds },
        ],
      }),
    // Where a pointer goes.
    to: (element) => ({ type: "pointerMove", origin: { [ELEMENT]: element }, x: 0, y: 0 }),
    press: (key) =>
      post("/actions", { actions: [{ type: "key", id: "keys", actions: [{ type: "keyDown", value: key }, { type: "keyUp", value: key }] }] }),
    // One key after the other, so many milliseconds apart.
    type: (text, apart = 0) => {
      const keys = [...text].flatMap((value) => [
        { type: "keyDown", value },
        { type: "keyUp", value },
        { type: "pause", duration: apart },
      ]);
      return post("/actions", { actions: [{ type: "key", id: "keys", actions: keys }] });
    },
    // An order of the developer tools.
    tools: (cmd, params = {}) => post("/goog/cdp/execute", { cmd, params }),
    click: (element) => post(`/element/${element}/click`),
    text: (element) => call("GET", `${session}/element/${element}/text`),
    rect: (element) => call("GET", `${session}/element/${element}/rect`),
    attribute: (element, name) => call("GET", `${session}/element/${element}/attribute/${name}`),
    role: (element) => call("GET", `${session}/element/${element}/computedrole`),
    label: (element) => call("GET", `${session}/element/${element}/computedlabel`),
    // What scripts wrote to the console since the last look.
    console: async () => {
      const entries = await post("/se/log", { type: "browser" });
      return entries.filter((entry) => entry.source === "console-api").map((entry) => entry.message);
    },
    // Uncaught errors since the last look; the browser's own words about refused requests are not among them.
    uncaught: async () => {
      const entries = await post("/se/log", { type: "browser" });
      return entries.filter((entry) => entry.source === "javascript").map((entry) => entry.message);
    },
    close: async () => {
      await call("DELETE", session);
      driver.removeAllListeners("exit");
      driver.kill();
    },
  };
  return browser;
};
