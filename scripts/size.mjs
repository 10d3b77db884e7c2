// `make size`: what a page downloads, in bytes, against size-budget.json. Exits with 1 when a limit is passed by more than
// what is tolerated, which is there with a reason and is to become less.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FILES = ["loader.js", "widget.js", "widget_bg.wasm", "widget_more.wasm"];
const MEASURES = ["raw", "gzip", "brotli"];

const project = fileURLToPath(new URL("..", import.meta.url));
const budget = JSON.parse(readFileSync(join(project, "size-budget.json"), "utf8"));

const measure = (file) => {
  let bytes;
  try {
    bytes = readFileSync(join(project, "dist/embed", file));
  } catch (error) {
    console.error(`dist/embed/${file} cannot be read (${error.code}). "make build" makes it.`);
    process.exit(1);
  }
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, brotli).length };
};
const sizes = Object.fromEntries(FILES.map((file) => [file, measure(file)]));

const row = (name, cells) => console.log(name.padEnd(24) + cells.map((cell) => `${cell}`.padStart(10)).join(""));
row("bytes", MEASURES);
for (const file of FILES) row(file, MEASURES.map((kind) => sizes[file][kind]));

console.log();
let over = 0;
for (const { name, files, measure: kind, limit, tolerated = limit, why } of budget) {
  const size = files.reduce((sum, file) => sum + sizes[file][kind], 0);
  if (size > tolerated) over += 1;
  row(name, [size, `of ${limit}`]);
  if (size <= limit) console.log("  fits");
  else if (size <= tolerated) console.log(`  ${size - limit} over the limit, ${tolerated} are tolerated: ${why}`);
  else console.log(`  ${size - tolerated} OVER WHAT IS ${tolerated > limit ? "TOLERATED" : "ALLOWED"}`);
}
process.exit(over ? 1 : 0);
