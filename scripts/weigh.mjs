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
import { CUSTOM, TRAP, functions, imports, names, sections, withBodies } from "./wasm.mjs";

const HEAVIEST = Number(process.argv[2] ?? 25);

const project = fileURLToPath(new URL("..", import.meta.url));
const built = join(project, "target/wasm-bindgen/release/widget_bg.wasm");
mkdirSync(join(project, "target/weigh"), { recursive: true });
const PARTS = { "what a first opening fetches": "target/weigh/widget.wasm", "what a conversation adds": "target/weigh/widget_more.wasm" };
const files = Object.values(PARTS).map((file) => join(project, file));
optimise(built, files, { named: true });

const CRATES = ["yew", "gloo", "js_sys", "web_sys", "wasm_bindgen", "rlsf", "hashbrown"];
const roomOf = (name) => name.match(/alongside::(\w+)/)?.[1] ?? CRATES.find((crate) => name.includes(crate)) ?? "std";
const byWeight = ([one], [other]) => other - one;
const print = (rows) => {
  for (const [weight, raw, what] of rows) console.log(`${weight}`.padStart(8) + `${raw}`.padStart(9) + `  ${what}`);
  console.log();
};

const weighPart = (title, withNames) => {
  const wasm = Buffer.concat([withNames.subarray(0, 8), ...sections(withNames).filter(({ id }) => id !== CUSTOM).map(({ whole }) => whole)]);
  const bodies = functions(wasm);
  const called = names(withNames);
  const first = imports(wasm);
  const nameOf = (index) => (called.get(first + index) ?? "?").replaceAll(/\[[0-9a-f]{10,16}\]/g, "");

  const compressed = (emptied) => {
    const whole = withBodies(wasm, bodies.map((body, index) => (emptied.has(index) ? TRAP : body)));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
    return brotliCompressSync(whole, { params }).length;
  };
  const all = compressed(new Set());
  const weigh = (indices, what) => {
    const raw = indices.reduce((sum, index) => sum + bodies[index].length, 0);
    return [all - compressed(new Set(indices)), raw, what];
  };

  const rooms = new Map();
  for (const index of bodies.keys()) {
    const room = roomOf(nameOf(index));
    rooms.set(room, [...(rooms.get(room) ?? []), index]);
  }
  console.log(title);
  print([
    ["brotli", "raw", ""],
    [all, wasm.length, "the wasm, functions as they come"],
    [compressed(new Set(bodies.keys())), "", "of it all but code: texts, tables, imports"],
  ]);
  print([...rooms].map(([room, indices]) => weigh(indices, `${room} (${indices.length} functions)`)).sort(byWeight));
  const longest = [...bodies.keys()].sort((one, other) => bodies[other].length - bodies[one].length);
  print(longest.slice(0, HEAVIEST).map((index) => weigh([index], nameOf(index).slice(0, 160))).sort(byWeight));
};

for (const [place, title] of Object.keys(PARTS).entries()) weighPart(title, readFileSync(files[place]));
