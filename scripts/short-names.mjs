// Gives the functions that the wasm imports from its glue names of one or two characters, in both files.
//
// wasm-bindgen names them at length and with a hash, some two hundred of them, and both files carry every name: short
// ones save about 5 kB of compressed download. Nothing else knows these names.

const IMPORTS = 2;
const FUNCTION = 0;
// All of them come from one module.
const MODULE = "a";

// Returns both files anew. Throws if a name does not stand in the glue exactly once.
export const shortenNames = (glue, wasm) => {
  const reader = { bytes: wasm, at: 8 };
  const parts = [wasm.subarray(0, reader.at)];
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = wasm[reader.at++];
    const end = number(reader) + reader.at;
    if (id === IMPORTS) {
      const { body, renamed } = imports(reader);
      for (const [long, short] of renamed) glue = replaceOnly(glue, long, short);
      parts.push(Buffer.from([IMPORTS, ...encoded(body.length)]), body);
    } else {
      parts.push(wasm.subarray(start, end));
    }
    reader.at = end;
  }
  return { glue, wasm: Buffer.concat(parts) };
};

// The import section with new names, and what is to become what in the glue, where the module stands in quotes.
const imports = (reader) => {
  const count = number(reader);
  const parts = [Buffer.from(encoded(count))];
  const renamed = new Map();
  for (let index = 0; index < count; index += 1) {
    const module = string(reader);
    const name = string(reader);
    const short = index.toString(36);
    const start = reader.at;
    if (reader.bytes[reader.at++] !== FUNCTION) throw new Error(`the wasm imports "${name}", which is no function`);
    number(reader);
    parts.push(text(MODULE), text(short), reader.bytes.subarray(start, reader.at));
    renamed.set(`"${module}"`, `"${MODULE}"`).set(name, `"${short}"`);
  }
  if (renamed.size !== count + 1) throw new Error("the wasm imports from several modules, or one function twice");
  return { body: Buffer.concat(parts), renamed };
};

const replaceOnly = (where, what, by) => {
  const pieces = where.split(new RegExp(`(?<![\\w$])${what.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w$])`));
  if (pieces.length !== 2) throw new Error(`${what} stands in the glue ${pieces.length - 1} times instead of once`);
  return pieces.join(by);
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
