// A customer's site on a port of its own, serving the real loader beside stand-ins for glue and wasm.
import { createServer } from "node:http";

import { makeLoader } from "../../scripts/loader.mjs";

const LOADER = makeLoader("b0b0b0");

// Keeps the loader's contract: one call per element, and the widget itself takes the loader's button away.
const GLUE = `
  export default async (promise) => {
    const response = await promise;
    if (!response.ok) throw new Error(response.status + " for " + response.url);
    await WebAssembly.instantiateStreaming(response);
  };
  export const mount = (host, root, signal) => {
    if (window.crash) throw new Error("unreachable");
    const launcher = root.querySelector(".launcher");
    const openNow = launcher.ariaBusy === "true";
    launcher.remove();
    const widget = document.createElement("div");
    widget.className = "widget";
    root.append(widget);
    const mounted = { host: host.id, openNow, aborted: false };
    signal.addEventListener("abort", () => { mounted.aborted = true; widget.remove(); });
    (window.mounts ??= []).push(mounted);
  };
`;

const EMPTY_WASM = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

export const ELEMENT = `<alongside-chat id="one" account="10001" service="http://service.test"></alongside-chat>`;

// What a test may change: `page` (the HTML of every other address), `headers` (of that page), `missing` (a set of
// paths answered 404), `cors` (a set of paths that get CORS headers), and it may read `requests`.
export const openSite = async ({ glue = GLUE, wasm = EMPTY_WASM } = {}) => {
  const site = { page: "", headers: {}, missing: new Set(), cors: new Set(), requests: [] };
  const files = {
    "/embed/loader.js": ["text/javascript", LOADER],
    "/embed/widget.js": ["text/javascript", glue],
    "/embed/widget_bg.wasm": ["application/wasm", wasm],
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    site.requests.push(request.url);
    const [type, body] = files[pathname] ?? ["text/html", `<!doctype html><title>Shop</title>${site.page}`];
    const status = site.missing.has(pathname) || pathname === "/favicon.ico" ? 404 : 200;
    const cors = site.cors.has(pathname) ? { "access-control-allow-origin": "*" } : {};
    response.writeHead(status, { "content-type": type, ...(type === "text/html" ? site.headers : {}), ...cors });
    response.end(status === 200 ? body : "");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  site.origin = `http://127.0.0.1:${server.address().port}`;
  site.snippet = `<script type="module" src="${site.origin}/embed/loader.js"></script>`;
  site.page = site.snippet + ELEMENT;
  site.asked = (file) => site.requests.filter((url) => url.startsWith(`/embed/${file}?`));
  site.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return site;
};
