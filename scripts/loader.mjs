// Makes the loader that a page loads: src/embed/loader.js with styles/launcher.css inside, minified.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const esbuild = createRequire(join(project, ".tools/node_modules/"))("esbuild");

// Minifies a JavaScript module.
export const minify = (module, options) =>
  esbuild.transformSync(module, { minify: true, legalComments: "none", format: "esm", treeShaking: true, ...options }).code.trim();

// Minifies a style sheet.
export const minifySheet = (sheet) => esbuild.transformSync(sheet, { loader: "css", minify: true }).code.trim();

// `build` is the id under which the loader asks for glue and wasm.
export const makeLoader = (build) => {
  const read = (path) => readFileSync(join(project, path), "utf8");
  const sheet = minifySheet(read("styles/launcher.css"));
  return minify(read("src/embed/loader.js"), {
    define: { BUILD_ID: JSON.stringify(build), LAUNCHER_CSS: JSON.stringify(sheet) },
  });
};
