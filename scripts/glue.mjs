// Makes the glue between the page and the wasm small: what wasm-bindgen writes for every browser and every use becomes
// what this widget's loader and the browsers that can run it need: 1.7 kB less of compressed download. And puts it under
// src/embed/supervisor.js, which starts it anew when the wasm breaks.
//
// Every step names what it expects to find and throws where that is not there, so a wasm-bindgen that writes other glue
// stops the build instead of breaking the widget.
import { readFileSync } from "node:fs";

import { MODULE, shortenNames } from "./short-names.mjs";

const SUPERVISOR = new URL("../src/embed/supervisor.js", import.meta.url);

// Functions of the glue, and what they become. Where a string is copied into the wasm or out of it, `wasm.memory.buffer`
// is asked anew, as it is another one whenever memory has grown.
const FUNCTIONS = {
  getDataViewMemory0: `() => new DataView(wasm.memory.buffer)`,
  getUint8ArrayMemory0: `() => new Uint8Array(wasm.memory.buffer)`,
  decodeText: `(bytes) => cachedTextDecoder.decode(bytes)`,
  // The fast path for ASCII, which grows the string when it meets something else, is longer than all the rest.
  passStringToWasm0: `(text, malloc) => {
    const bytes = new TextEncoder().encode(text);
    const at = malloc(bytes.length, 1) >>> 0;
    getUint8ArrayMemory0().set(bytes, at);
    WASM_VECTOR_LEN = bytes.length;
    return at;
  }`,
  // A closure that must not be called while it is being called differs from others in nothing else. What is called at 0
  // says so.
  makeMutClosure: `(at, more, call) => {
    let isBusy = 0;
    return makeClosure(at, more, (at, ...values) => {
      const wasBusy = isBusy;
      isBusy = 1;
      try {
        return call(wasBusy ? 0 : at, ...values);
      } finally {
        isBusy = wasBusy;
      }
    });
  }`,
  // Wraps a function that may throw once and for all, instead of at every call.
  handleError: `(call) => (...values) => {
    try {
      return call(...values);
    } catch (error) {
      wasm.__wbindgen_exn_store(addToExternrefTable0(error));
    } finally {
      check();
    }
  }`,
};

// Statements, and what they become.
const STATEMENTS = [
  [/^let cachedDataViewMemory0 = null;$/m, ""],
  [/^let cachedUint8ArrayMemory0 = null;$/m, ""],
  [/^let (cachedTextDecoder = .*\n)cachedTextDecoder\.decode\(\);\nconst MAX_SAFARI_DECODE_BYTES = .*\nlet numBytesDecoded = 0;$/m, "const $1"],
  [/^const cachedTextEncoder = [^]*?^}$/m, ""],
  [/^const CLOSURE_DTORS = [^]*?: (new FinalizationRegistry\(.*\);)$/m, "const CLOSURE_DTORS = $1"],
];

// What becomes what wherever it stands.
const EVERYWHERE = [
  [", wasm.__wbindgen_realloc)", ")"],
  // Addresses are below 2 GiB: the sign that they do not have needs not be taken off.
  [/^ +ptr = ptr >>> 0;\n/gm, ""],
  [/\(arg(\d) >>> 0\) \+ (\d) \* (\d)/g, (_, arg, size, count) => `arg${arg} + ${size * count}`],
  // The classes are the browser's own, so asking for them throws nothing.
  [/let result;\n +try {\n +result = (.*);\n +} catch \(_\) {\n +result = false;\n +}\n +const ret = result;/g, "const ret = $1;"],
];

// A function that only calls an export is that export.
const FORWARDS = /^function (\w+)\(([\w, ]+)\) {\n    wasm\.\1\(\2\);\n}$/gm;

// Functions and texts of the glue that stand in no other place of it: in a function of their own, esbuild leaves them.
const withoutUnused = (glue) => {
  const forwards = [...glue.matchAll(FORWARDS)].map(([, name]) => name).filter((name) => name !== "mount");
  for (const name of forwards) glue = glue.replaceAll(`, ${name})`, `, wasm.${name})`);
  const isUsed = (name) => glue.match(new RegExp(`(?<!wasm\\.)\\b${name}\\b`, "g")).length > 1 || name === "mount";
  return glue.replaceAll(/^function (\w+)\([^]*?^}$/gm, (whole, name) => (isUsed(name) || name === "__wbg_get_imports" ? whole : ""));
};

// What becomes of the glue in every build, so that the supervisor can make instances and watch over them.
const WATCHED = [
  // What the start of the wasm calls by itself.
  [/^export function start\(\) {[^]*?^}$/m, ""],
  [/\bsetInterval\(/, "repeat("],
  // A call that does nothing any more gives no result that could be an error.
  [/\bif \(ret\[1\]\)/, "if (ret?.[1])"],
  [
    /^let wasmModule, wasmInstance, wasm;\nfunction __wbg_finalize_init[^]*^export { initSync, __wbg_init as default };$/m,
    `const imports = __wbg_get_imports();
     const { exports, complete } = await WebAssembly.instantiate(module, imports);
     const wasm = guard(exports);
     wasm.__wbindgen_start();
     check();
     return Object.assign(mount, { complete });`,
  ],
  [/^export (?=function mount\()/m, ""],
];

const watched = (glue) => WATCHED.reduce((glue, [what, by]) => replaceOnly(glue, what, by), glue);

const supervised = (glue) => `${readFileSync(SUPERVISOR, "utf8")}
const instantiate = async (module, died) => {
const { guard, check, repeat } = watch(died);
${glue}
};`;

// The glue of a development build, which else stays as it is.
export const adapt = (glue) => supervised(replaceOnly(watched(glue), HANDLE_ERROR, "$& finally { check(); }"));

// The function of it that catches for Rust, up to the end of its `catch`.
const HANDLE_ERROR = /^function handleError\([^]*?^    }(?=\n}$)/m;

// Returns glue and wasm of a release anew, the wasm in its two parts, of which the first calls so many functions of the
// second.
export const slim = (glue, wasm, more, called) => {
  glue = replaceOnly(watched(glue), /\bWebAssembly\.instantiate\(module, imports\)/, `firstPart(module, imports, ${called})`);
  for (const [name, becomes] of Object.entries(FUNCTIONS)) {
    glue = replaceOnly(glue, new RegExp(`^function ${name}\\([^]*?^}$`, "m"), () => `const ${name} = ${becomes};`);
  }
  for (const [what, by] of STATEMENTS) glue = replaceOnly(glue, what, by);
  for (const [what, by] of EVERYWHERE) glue = glue.replaceAll(what, by);
  const names = shortenNames(wasm, (name) => new RegExp(`\\bwasm\\.${name}\\b`).test(glue));
  const others = shortenNames(more, () => false, names.imports);
  glue = replaceOnly(glue, /^function __wbg_get_imports\(\) {\n([^]*?)^}$/m, (_, body) => importList(body, others.imports));
  glue = withoutUnused(glue);
  glue = glue.replace(/\bwasm\.(\w+)/g, (_, name) => {
    if (!names.exports.has(name)) throw new Error(`the glue calls "${name}", which the wasm does not export`);
    return `wasm.${names.exports.get(name)}`;
  });
  return { glue: supervised(glue), wasm: names.wasm, more: others.wasm };
};

// One function, its parameters, those of what it catches from if it does that, and what stands in its braces.
const IMPORT = /^ {8}(\w+): function\(([\w, ]*)\) {(?: return handleError\(function \(([\w, ]*)\) {)?\n([^]*?)^ {8}}(?:, arguments\); })?,$/gm;

// The object of functions as a list in the order in which the wasm imports them, with arrows for functions.
const importList = (body, order) => {
  const found = new Map();
  for (const [, name, direct, caught, inside] of body.matchAll(IMPORT)) {
    if (/\b(this|arguments)\b/.test(inside.replace(/\/\/.*/g, ""))) throw new Error(`"${name}" in the glue needs to be a function`);
    const code = `(${caught ?? direct}) => {\n${inside}}`;
    found.set(name, caught === undefined ? code : `handleError(${code})`);
  }
  const missing = order.filter((name) => !found.has(name));
  if (missing.length) throw new Error(`the wasm imports what the glue does not have: ${missing}`);
  // Made when the wasm is started, when all that the functions are made with is there.
  return `const __wbg_get_imports = () => ({ ${MODULE}: [\n${order.map((name) => found.get(name)).join(",\n")}\n] });`;
};

const replaceOnly = (where, what, by) => {
  const found = where.match(new RegExp(what.source, `${what.flags}g`))?.length ?? 0;
  if (found !== 1) throw new Error(`${what} stands in the glue ${found} times instead of once`);
  return where.replace(what, by);
};
