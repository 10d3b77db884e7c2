// trunk's post_build hook: finishes the staged bundle before trunk moves it to dist.
//
// - embed/widget.js is minified;
// - embed/loader.js is made of src/embed/loader.js and styles/launcher.css, with the build id of glue and wasm;
// - index.html loses the line that only trunk reads, and follows EMULATOR_PORT.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const project = process.env.TRUNK_SOURCE_DIR;
const staged = process.env.TRUNK_STAGING_DIR;
if (!project || !staged) {
  console.error("This script is a hook of trunk: run `trunk build`, or `make build`, instead of calling it.");
  process.exit(1);
}
const esbuild = createRequire(join(project, ".tools/node_modules/"))("esbuild");
const DEFAULT_EMULATOR_PORT = "8081";

const read = (...path) => readFileSync(join(...path), "utf8");
const minify = (text, options) => esbuild.transformSync(text, { minify: true, legalComments: "none", ...options }).code.trim();

const glue = minify(read(staged, "embed/widget.js"), { format: "esm", treeShaking: true });
writeFileSync(join(staged, "embed/widget.js"), glue);

const build = createHash("sha256")
  .update(glue)
  .update(readFileSync(join(staged, "embed/widget_bg.wasm")))
  .digest("hex")
  .slice(0, 6);
const loader = minify(read(project, "src/embed/loader.js"), {
  format: "esm",
  treeShaking: true,
  define: {
    BUILD_ID: JSON.stringify(build),
    LAUNCHER_CSS: JSON.stringify(minify(read(project, "styles/launcher.css"), { loader: "css" })),
  },
});
writeFileSync(join(staged, "embed/loader.js"), loader);

const page = read(staged, "index.html")
  .replace(/[ \t]*<link\b[^>]*\brel="rust"[^>]*>\n?/, "")
  .replaceAll(`http://127.0.0.1:${DEFAULT_EMULATOR_PORT}`, `http://127.0.0.1:${process.env.EMULATOR_PORT || DEFAULT_EMULATOR_PORT}`);
writeFileSync(join(staged, "index.html"), page);
