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
import { split } from "./split.mjs";
import { withoutDeadEntries } from "./table.mjs";
import { withoutUnused } from "./unused.mjs";

const PASSES = ["--flatten", "--rereloop", "-Oz", "-Oz", "--low-memory-unused", "--dealign"];
const STRIP = ["--strip-debug", "--strip-producers", "--strip-target-features"];

const tool = join(dirname(fileURLToPath(import.meta.url)), "../.tools/node_modules/.bin/wasm-opt");
const run = (...args) => execFileSync(tool, args, { stdio: "inherit" });

// Optimises a file into two: the first part and the second (scripts/split.mjs). Yields how many functions the first one
// calls of the second. With `named` both keep the functions' names, which only scripts/weigh.mjs wants.
export const optimise = (file, [first, second], { named = false } = {}) => {
  if (!existsSync(tool)) throw new Error("wasm-opt is not there: scripts/setup brings it");
  const whole = withoutUnheardEvents(withoutUnused(withoutDeadEntries(readFileSync(file))));
  writeFileSync(first, whole);
  const squeezed = (bytes, at) => {
    writeFileSync(at, bytes);
    run(...PASSES, "-g", at, "-o", at);
    return readFileSync(at);
  };
  const parts = split(first, whole, (bytes) => squeezed(bytes, second));
  writeFileSync(second, parts.second);
  squeezed(parts.first, first);
  if (named) return parts.called;
  for (const part of [first, second]) {
    writeFileSync(part, nameInOrder(readFileSync(part)));
    run("--reorder-functions-by-name", ...STRIP, part, "-o", part);
  }
  return parts.called;
};
