// `make weigh`: what each room of the widget adds to the download, and which functions are the heaviest.
//
// The weight of a part is how much smaller the compressed wasm gets when its functions are emptied. Weights do not add
// up to the whole, because alike functions compress well together. Code that the compiler took into another function
// weighs there: much of session and app is in the one function of `effects` that calls them.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { optimise } from "./optimise.mjs";

const HEAVIEST = Number(process.argv[2] ?? 25);
const [CUSTOM, IMPORT, CODE] = [0, 2, 10];
// `unreachable`, and no locals.
const EMPTY = Buffer.from([0x00, 0x00, 0x0b]);

const project = fileURLToPath(new URL("..", import.meta.url));
const built = join(project, "target/wasm-bindgen/release/widget_bg.wasm");
const named = join(project, "target/weigh/widget.wasm");
mkdirSync(join(project, "target/weigh"), { recursive: true });
optimise(built, { named: true, into: named });

const wasm = readFileSync(named);
let at = 8;
const number = () => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = wasm[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
};
const text = () => {
  const length = number();
  at += length;
  return wasm.subarray(at - length, at).toString();
};
const encoded = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encoded(value >>> 7)]);

// The parts before and after the code, the functions in it, and what they are called.
const before = [wasm.subarray(0, at)];
const after = [];
const functions = [];
const names = new Map();
let imports = 0;
while (at < wasm.length) {
  const start = at;
  const section = wasm[at++];
  const end = number() + at;
  if (section === IMPORT) {
    // All of them are functions: scripts/short-names.mjs sees to it.
    imports = number();
  } else if (section === CUSTOM && text() === "name") {
    while (at < end) {
      const kind = wasm[at++];
      const until = number() + at;
      if (kind === 1) for (let left = number(); left > 0; left -= 1) names.set(number(), text());
      at = until;
    }
  } else if (section === CODE) {
    for (let left = number(); left > 0; left -= 1) {
      const length = number();
      functions.push(wasm.subarray(at, at + length));
      at += length;
    }
  }
  if (section !== CUSTOM && section !== CODE) (functions.length ? after : before).push(wasm.subarray(start, end));
  at = end;
}

const compressed = (emptied) => {
  const bodies = functions.flatMap((body, index) => {
    const kept = emptied.has(index) ? EMPTY : body;
    return [Buffer.from(encoded(kept.length)), kept];
  });
  const code = Buffer.concat([Buffer.from(encoded(functions.length)), ...bodies]);
  const whole = Buffer.concat([...before, Buffer.from([CODE, ...encoded(code.length)]), code, ...after]);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
  return brotliCompressSync(whole, { params }).length;
};

const nameOf = (index) => (names.get(imports + index) ?? "?").replaceAll(/\[[0-9a-f]{10,16}\]/g, "");
const CRATES = ["yew", "gloo", "js_sys", "web_sys", "wasm_bindgen", "rlsf", "hashbrown"];
const roomOf = (name) => name.match(/alongside::(\w+)/)?.[1] ?? CRATES.find((crate) => name.includes(crate)) ?? "std";

const rooms = new Map();
for (const index of functions.keys()) {
  const room = roomOf(nameOf(index));
  rooms.set(room, [...(rooms.get(room) ?? []), index]);
}

const all = compressed(new Set());
const weigh = (indices, what) => {
  const raw = indices.reduce((sum, index) => sum + functions[index].length, 0);
  return [all - compressed(new Set(indices)), raw, what];
};
const print = (rows) => {
  for (const [weight, raw, what] of rows) console.log(`${weight}`.padStart(8) + `${raw}`.padStart(9) + `  ${what}`);
  console.log();
};
const byWeight = ([one], [other]) => other - one;

print([
  ["brotli", "raw", ""],
  [all, wasm.length, "the wasm, with names in its raw size"],
  [compressed(new Set(functions.keys())), "", "of it all but code: texts, tables, imports"],
]);
print([...rooms].map(([room, indices]) => weigh(indices, `${room} (${indices.length} functions)`)).sort(byWeight));
const longest = [...functions.keys()].sort((one, other) => functions[other].length - functions[one].length);
print(longest.slice(0, HEAVIEST).map((index) => weigh([index], nameOf(index).slice(0, 160))).sort(byWeight));
