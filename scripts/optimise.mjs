// Makes the compiled wasm small: what nothing calls out of its table, then wasm-opt, in the order of passes that came out
// smallest after brotli, and then the functions in an order that compresses well.
//
// Measured on the widget, each against the line before it: `-Oz` alone 100 %; flattened first and optimised twice, as
// nothing lies below address 1,024, 99.0 %; no alignment hints, which are hints and nothing else, 98.6 %; functions
// ordered by likeness, 96.9 %. Never `-tnh` nor `-iit`: a panic is a trap here, and these take a trap for something that
// cannot happen.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { withoutUnheardEvents } from "./events.mjs";
import { nameInOrder } from "./order.mjs";
import { withoutDeadEntries } from "./table.mjs";
import { withoutUnused } from "./unused.mjs";

const PASSES = ["--flatten", "--rereloop", "-Oz", "-Oz", "--low-memory-unused", "--dealign"];
const STRIP = ["--strip-debug", "--strip-producers", "--strip-target-features"];

const tool = join(dirname(fileURLToPath(import.meta.url)), "../.tools/node_modules/.bin/wasm-opt");
const run = (...args) => execFileSync(tool, args, { stdio: "inherit" });

// Optimises a file in place. With `named` it keeps the functions' names, which only scripts/weigh.mjs wants.
export const optimise = (file, { named = false, into = file } = {}) => {
  if (!existsSync(tool)) throw new Error("wasm-opt is not there: scripts/setup brings it");
  writeFileSync(into, withoutUnheardEvents(withoutUnused(withoutDeadEntries(readFileSync(file)))));
  run(...PASSES, "-g", into, "-o", into);
  if (named) return;
  writeFileSync(into, nameInOrder(readFileSync(into)));
  run("--reorder-functions-by-name", ...STRIP, into, "-o", into);
};
