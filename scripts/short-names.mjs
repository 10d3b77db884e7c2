// Gives what the wasm imports and exports names of one or two characters.
//
// wasm-bindgen names both at length and with a hash, some two hundred of them, in the wasm and in its glue. Nothing else
// knows these names, so short ones do, and an export that the glue does not use can go.

import { EXPORT, FUNCTION, IMPORT, Reader, encoded, importList, section, sections, text } from "./wasm.mjs";
import { FIRST, SECOND } from "./split.mjs";

// Where the glue keeps what the wasm imports of it: all of it in one list.
export const MODULE = "a";

// Returns the wasm anew, the long names of its imports of the glue in their order (they are called by their places in it,
// behind those that are `known` already), and a map of the exports' long names to their short ones. `isUsed` tells of an
// export's long name whether it is to stay. What the two parts of the wasm call each other by is short already.
export const shortenNames = (wasm, isUsed, known = []) => {
  const names = { imports: [...known], exports: new Map() };
  const parts = sections(wasm).map(({ id, body, whole }) => {
    if (id === IMPORT) return section(id, imports(importList(wasm), names.imports));
    if (id === EXPORT) return section(id, exports(new Reader(body), names.exports, isUsed));
    return whole;
  });
  return { wasm: Buffer.concat([wasm.subarray(0, 8), ...parts]), ...names };
};

const isOfPart = (name) => name === FIRST || name === SECOND || /^\d/.test(name);

const imports = (list, names) => {
  const parts = [Buffer.from(encoded(list.length))];
  for (const { from, name, kind, what } of list) {
    if (isOfPart(from)) parts.push(text(from), text(name), what);
    else {
      if (kind !== FUNCTION) throw new Error(`the wasm imports "${name}", which is no function`);
      if (!names.includes(name)) names.push(name);
      parts.push(text(MODULE), text(`${names.indexOf(name)}`), what);
    }
  }
  return Buffer.concat(parts);
};

const exports = (reader, names, isUsed) => {
  const parts = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    const name = reader.text();
    const start = reader.at++;
    reader.number();
    const what = reader.bytes.subarray(start, reader.at);
    if (isOfPart(name)) parts.push([name, what]);
    else if (isUsed(name)) {
      names.set(name, letters(names.size));
      parts.push([names.get(name), what]);
    }
  }
  return Buffer.concat([Buffer.from(encoded(parts.length)), ...parts.flatMap(([name, what]) => [text(name), what])]);
};

// a, b, c and so on, for fewer than 26.
const letters = (index) => {
  if (index >= 26) throw new Error("the wasm exports more than one letter can name");
  return String.fromCharCode("a".charCodeAt(0) + index);
};
