// trunk's post_build hook: finishes the staged bundle before trunk moves it to dist.
//
// - embed/widget_bg.wasm is made small, where this is a release;
// - embed/widget.js and embed/widget_bg.wasm call each other by short names, and the former is minified;
// - embed/loader.js is made, with a build id taken from glue and wasm;
// - index.html loses the line that only trunk reads, and follows EMULATOR_PORT.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeLoader, minify } from "./loader.mjs";
import { optimise } from "./optimise.mjs";
import { shortenNames } from "./short-names.mjs";

const DEFAULT_EMULATOR_PORT = "8081";

const staged = process.env.TRUNK_STAGING_DIR;
if (!staged) {
  console.error("This script is a hook of trunk: run `make build` instead of calling it.");
  process.exit(1);
}
const at = (path) => join(staged, path);

if (process.env.TRUNK_PROFILE === "release") optimise(at("embed/widget_bg.wasm"));

const short = shortenNames(readFileSync(at("embed/widget.js"), "utf8"), readFileSync(at("embed/widget_bg.wasm")));
const glue = minify(short.glue);
writeFileSync(at("embed/widget.js"), glue);
writeFileSync(at("embed/widget_bg.wasm"), short.wasm);

const build = createHash("sha256").update(glue).update(short.wasm).digest("hex").slice(0, 6);
writeFileSync(at("embed/loader.js"), makeLoader(build));

const port = process.env.EMULATOR_PORT || DEFAULT_EMULATOR_PORT;
const page = readFileSync(at("index.html"), "utf8")
  .replace(/[ \t]*<link\b[^>]*\brel="rust"[^>]*>\n?/, "")
  .replaceAll(`http://127.0.0.1:${DEFAULT_EMULATOR_PORT}`, `http://127.0.0.1:${port}`);
writeFileSync(at("index.html"), page);
