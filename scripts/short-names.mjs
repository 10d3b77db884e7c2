// Gives what the wasm imports and exports names of one or two characters.
//
// wasm-bindgen names both at length and with a hash, some two hundred of them, in the wasm and in its glue. Nothing else
// knows these names, so short ones do, and an export that the glue does not use can go.

const [IMPORTS, EXPORTS] = [2, 7];
const FUNCTION = 0;
// Where the glue keeps what the wasm imports: all of it in one list.
export const MODULE = "a";

// Returns the wasm anew, the long names of its imports in their order (they are called by their places in it), and a
// map of the exports' long names to their short ones. `isUsed` tells of an export's long name whether it is to stay.
export const shortenNames = (wasm, isUsed) => {
  const reader = { bytes: wasm, at: 8 };
  const parts = [wasm.subarray(0, reader.at)];
  const names = { imports: [], exports: new Map() };
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = wasm[reader.at++];
    const end = number(reader) + reader.at;
    if (id === IMPORTS || id === EXPORTS) {
      const body = id === IMPORTS ? imports(reader, names.imports) : exports(reader, names.exports, isUsed);
      parts.push(Buffer.from([id, ...encoded(body.length)]), body);
    } else {
      parts.push(wasm.subarray(start, end));
    }
    reader.at = end;
  }
  return { wasm: Buffer.concat(parts), ...names };
};

const imports = (reader, names) => {
  const count = number(reader);
  const parts = [Buffer.from(encoded(count))];
  for (let index = 0; index < count; index += 1) {
    string(reader);
    const name = string(reader);
    const start = reader.at;
    if (reader.bytes[reader.at++] !== FUNCTION) throw new Error(`the wasm imports "${name}", which is no function`);
    number(reader);
    parts.push(text(MODULE), text(`${index}`), reader.bytes.subarray(start, reader.at));
    names.push(name);
  }
  if (new Set(names).size !== count) throw new Error("the wasm imports one function twice");
  return Buffer.concat(parts);
};

const exports = (reader, names, isUsed) => {
  const parts = [];
  for (let left = number(reader); left > 0; left -= 1) {
    const name = string(reader);
    const start = reader.at++;
    number(reader);
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

// Numbers and strings as wasm writes them: LEB128, and a length before the bytes.
const number = (reader) => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.bytes[reader.at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
};
const string = (reader) => {
  const length = number(reader);
  reader.at += length;
  return reader.bytes.subarray(reader.at - length, reader.at).toString();
};
const encoded = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encoded(value >>> 7)]);
const text = (value) => Buffer.from([...encoded(value.length), ...Buffer.from(value)]);
