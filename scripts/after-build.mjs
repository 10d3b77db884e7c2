// trunk's post_build hook: finishes the staged bundle before trunk moves it to dist.
//
// - embed/widget_bg.wasm and its glue embed/widget.js are made small, where this is a release, and what a first opening
//   does not need is put into embed/widget_more.wasm;
// - embed/loader.js is made, with a build id taken from all of these;
// - index.html loses the line that only trunk reads, and follows EMULATOR_PORT.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { adapt, slim } from "./glue.mjs";
import { makeLoader, minify } from "./loader.mjs";
import { optimise } from "./optimise.mjs";
import { minifySheets } from "./sheets.mjs";

const DEFAULT_EMULATOR_PORT = "8081";

const staged = process.env.TRUNK_STAGING_DIR;
if (!staged) {
  console.error("This script is a hook of trunk: run `make build` instead of calling it.");
  process.exit(1);
}
const at = (path) => join(staged, path);

const isRelease = process.env.TRUNK_PROFILE === "release";
const [first, second] = [at("embed/widget_bg.wasm"), at("embed/widget_more.wasm")];
const written = readFileSync(at("embed/widget.js"), "utf8");
const build = createHash("sha256");
const put = (file, bytes) => {
  writeFileSync(file, bytes);
  build.update(bytes);
};
if (isRelease) {
  const called = optimise(first, [first, second]);
  const { glue, wasm, more } = slim(written, readFileSync(first), readFileSync(second), called);
  minifySheets([wasm, more]);
  put(at("embed/widget.js"), minify(glue));
  put(first, wasm);
  put(second, more);
} else {
  put(at("embed/widget.js"), minify(adapt(written)));
  put(first, readFileSync(first));
}
writeFileSync(at("embed/loader.js"), makeLoader(build.digest("hex").slice(0, 6)));

const port = process.env.EMULATOR_PORT || DEFAULT_EMULATOR_PORT;
const page = readFileSync(at("index.html"), "utf8")
  .replace(/[ \t]*<link\b[^>]*\brel="rust"[^>]*>\n?/, "")
  .replaceAll(`http://127.0.0.1:${DEFAULT_EMULATOR_PORT}`, `http://127.0.0.1:${port}`);
writeFileSync(at("index.html"), page);
