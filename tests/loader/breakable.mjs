// A widget that breaks when it is told to: real wasm under the real supervisor, with glue as wasm-bindgen writes it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { adapt } from "../../scripts/glue.mjs";

const assembler = fileURLToPath(new URL("../../.tools/node_modules/.bin/wasm-as", import.meta.url));

// What it can do besides being mounted: break in several ways, and call a function of the page, either so that what is
// thrown is caught on the way (`catching`) or not (`calling`). What comes after such a call is noted.
const MODULE = `(module
  (import "page" "started" (func $started))
  (import "page" "mounted" (func $mounted (param externref externref externref i32)))
  (import "page" "catching" (func $catching (param externref)))
  (import "page" "calling" (func $calling (param externref)))
  (import "page" "repeating" (func $repeating (param externref)))
  (import "page" "noted" (func $noted))
  (memory (export "memory") 1)
  (global $caught (mut i32) (i32.const 0))
  (func (export "__wbindgen_start") (call $started))
  (func (export "__wbindgen_exn_store") (param externref) (global.set $caught (i32.add (global.get $caught) (i32.const 1))))
  (func (export "caught") (result i32) (global.get $caught))
  (func (export "mount") (param externref externref externref i32)
    (call $mounted (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "panic") (unreachable))
  (func (export "trap") (drop (i32.load (i32.const -8))))
  (func $recurse (export "recurse") (call $recurse) (call $noted))
  (func (export "catching") (param externref) (call $catching (local.get 0)) (call $noted))
  (func (export "calling") (param externref) (call $calling (local.get 0)) (call $noted))
  (func (export "repeating") (param externref) (call $repeating (local.get 0)))
)`;

const GLUE = `
export function mount(host, root, signal, open) {
    wasm.mount(host, root, signal, open);
}
export function start() {
    wasm.start();
}
function __wbg_get_imports() {
    return {
        page: {
            started: () => globalThis.started?.(),
            mounted: (...element) => globalThis.mounted(wasm, ...element),
            catching: function() { return handleError(function (call) {
                call();
            }, arguments); },
            calling: (call) => { call(); },
            repeating: (call) => { setInterval(call, 1); },
            noted: () => { globalThis.notes += 1; },
        },
    };
}
function asked(ret) {
    if (ret[1]) {
        throw ret[0];
    }
}
function handleError(f, args) {
    try {
        return f.apply(this, args);
    } catch (e) {
        wasm.__wbindgen_exn_store(e);
    }
}
let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
}
export { initSync, __wbg_init as default };
`;

export const breakable = () => {
  const folder = mkdtempSync(join(tmpdir(), "alongside-"));
  try {
    writeFileSync(join(folder, "module.wat"), MODULE);
    execFileSync(assembler, ["--enable-reference-types", "module.wat", "-o", "module.wasm"], { cwd: folder });
    return { glue: adapt(GLUE), wasm: readFileSync(join(folder, "module.wasm")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
