// Gives what the wasm imports and exports names of one or two characters.
//
// wasm-bindgen names both at length and with a hash, some two hundred of them, in the wasm and in its glue. Nothing else
// knows these names, so short ones do, and an export that the glue does not use can go.

import { EXPORT, IMPORT, Reader, encoded, section, sections, text } from "./wasm.mjs";

const FUNCTION = 0;
// Where the glue keeps what the wasm imports: all of it in one list.
export const MODULE = "a";

// Returns the wasm anew, the long names of its imports in their order (they are called by their places in it), and a
// map of the exports' long names to their short ones. `isUsed` tells of an export's long name whether it is to stay.
export const shortenNames = (wasm, isUsed) => {
  const names = { imports: [], exports: new Map() };
  const parts = sections(wasm).map(({ id, body, whole }) => {
    if (id === IMPORT) return section(id, imports(new Reader(body), names.imports));
    if (id === EXPORT) return section(id, exports(new Reader(body), names.exports, isUsed));
    return whole;
  });
  return { wasm: Buffer.concat([wasm.subarray(0, 8), ...parts]), ...names };
};

const imports = (reader, names) => {
  const count = reader.number();
  const parts = [Buffer.from(encoded(count))];
  for (let index = 0; index < count; index += 1) {
    reader.text();
    const name = reader.text();
    const start = reader.at;
    if (reader.byte() !== FUNCTION) throw new Error(`the wasm imports "${name}", which is no function`);
    reader.number();
    parts.push(text(MODULE), text(`${index}`), reader.bytes.subarray(start, reader.at));
    names.push(name);
  }
  if (new Set(names).size !== count) throw new Error("the wasm imports one function twice");
  return Buffer.concat(parts);
};

const exports = (reader, names, isUsed) => {
  const parts = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    const name = reader.text();
    const start = reader.at++;
    reader.number();
    if (!isUsed(name)) continue;
    const short = letters(names.size);
    names.set(name, short);
    parts.push(text(short), reader.bytes.subarray(start, reader.at));
  }
  return Buffer.concat([Buffer.from(encoded(names.size)), ...parts]);
};

// a, b, c and so on, for fewer than 26.
const letters = (index) => {
  if (index >= 26) throw new Error("the wasm exports more than one letter can name");
  return String.fromCharCode("a".charCodeAt(0) + index);
};
