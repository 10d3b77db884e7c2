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
import { CODE, CUSTOM, encoded, functions, imports, names, section, sections } from "./wasm.mjs";

const HEAVIEST = Number(process.argv[2] ?? 25);
// `unreachable`, and no locals.
const EMPTY = Buffer.from([0x00, 0x00, 0x0b]);

const project = fileURLToPath(new URL("..", import.meta.url));
const built = join(project, "target/wasm-bindgen/release/widget_bg.wasm");
const named = join(project, "target/weigh/widget.wasm");
mkdirSync(join(project, "target/weigh"), { recursive: true });
optimise(built, { named: true, into: named });

const wasm = readFileSync(named);
const parts = sections(wasm).filter(({ id }) => id !== CUSTOM);
const bodies = functions(wasm);
const called = names(wasm);
const first = imports(wasm);

const compressed = (emptied) => {
  const kept = bodies.flatMap((body, index) => {
    const written = emptied.has(index) ? EMPTY : body;
    return [Buffer.from(encoded(written.length)), written];
  });
  const code = section(CODE, Buffer.concat([Buffer.from(encoded(bodies.length)), ...kept]));
  const whole = Buffer.concat([wasm.subarray(0, 8), ...parts.map((part) => (part.id === CODE ? code : part.whole))]);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
  return brotliCompressSync(whole, { params }).length;
};

const nameOf = (index) => (called.get(first + index) ?? "?").replaceAll(/\[[0-9a-f]{10,16}\]/g, "");
const CRATES = ["yew", "gloo", "js_sys", "web_sys", "wasm_bindgen", "rlsf", "hashbrown"];
const roomOf = (name) => name.match(/alongside::(\w+)/)?.[1] ?? CRATES.find((crate) => name.includes(crate)) ?? "std";

const rooms = new Map();
for (const index of bodies.keys()) {
  const room = roomOf(nameOf(index));
  rooms.set(room, [...(rooms.get(room) ?? []), index]);
}

const all = compressed(new Set());
const weigh = (indices, what) => {
  const raw = indices.reduce((sum, index) => sum + bodies[index].length, 0);
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
  [compressed(new Set(bodies.keys())), "", "of it all but code: texts, tables, imports"],
]);
print([...rooms].map(([room, indices]) => weigh(indices, `${room} (${indices.length} functions)`)).sort(byWeight));
const longest = [...bodies.keys()].sort((one, other) => bodies[other].length - bodies[one].length);
print(longest.slice(0, HEAVIEST).map((index) => weigh([index], nameOf(index).slice(0, 160))).sort(byWeight));
