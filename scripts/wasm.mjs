// Wasm modules as bytes: their sections, functions and names, for scripts that look into one or write one anew.

export const [CUSTOM, IMPORT, EXPORT, ELEMENT, CODE, DATA] = [0, 2, 7, 9, 10, 11];
const FUNCTION_NAMES = 1;

// Numbers and strings as wasm writes them: LEB128, and a length before the bytes.
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  text() {
    return this.take(this.number()).toString();
  }
}
export const encoded = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encoded(value >>> 7)]);
export const text = (value) => Buffer.concat([Buffer.from(encoded(Buffer.byteLength(value))), Buffer.from(value)]);
export const section = (id, body) => Buffer.concat([Buffer.from([id, ...encoded(body.length)]), body]);

// The sections of a module in their order, each with all its bytes and with its body alone.
export const sections = (wasm) => {
  const reader = new Reader(wasm, 8);
  const found = [];
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = reader.byte();
    const body = reader.take(reader.number());
    found.push({ id, body, whole: wasm.subarray(start, reader.at) });
  }
  return found;
};

// The bodies of all functions of a module.
export const functions = (wasm) => {
  const reader = new Reader(sections(wasm).find(({ id }) => id === CODE).body);
  return Array.from({ length: reader.number() }, () => reader.take(reader.number()));
};

// A function's body that only traps: no locals, `unreachable`, end.
export const TRAP = Buffer.from([0x00, 0x00, 0x0b]);

// The module with other bodies for its functions.
export const withBodies = (wasm, bodies) => {
  const code = Buffer.concat([Buffer.from(encoded(bodies.length)), ...bodies.flatMap((body) => [Buffer.from(encoded(body.length)), body])]);
  const parts = sections(wasm).map((part) => (part.id === CODE ? section(CODE, code) : part.whole));
  return Buffer.concat([wasm.subarray(0, 8), ...parts]);
};

export const [FUNCTION, TABLE, MEMORY, GLOBAL] = [0, 1, 2, 3];

// What a module imports, each with the bytes that say what it is.
export const importList = (wasm) => {
  const found = sections(wasm).find(({ id }) => id === IMPORT);
  if (!found) return [];
  const reader = new Reader(found.body);
  const limits = () => {
    const hasMost = reader.number() & 1;
    for (let left = 1 + hasMost; left > 0; left -= 1) reader.number();
  };
  return Array.from({ length: reader.number() }, () => {
    const [from, name, start, kind] = [reader.text(), reader.text(), reader.at, reader.byte()];
    if (kind === FUNCTION) reader.number();
    else if (kind === GLOBAL) reader.at += 2;
    else {
      if (kind === TABLE) reader.byte();
      limits();
    }
    return { from, name, kind, what: found.body.subarray(start, reader.at) };
  });
};

// How many functions a module imports.
export const imports = (wasm) => importList(wasm).filter(({ kind }) => kind === FUNCTION).length;

const isNames = ({ id, body }) => id === CUSTOM && new Reader(body).text() === "name";

// What the functions of a module are called, by their index, imported ones first.
export const names = (wasm) => {
  const found = new Map();
  const part = sections(wasm).find(isNames);
  if (!part) return found;
  const reader = new Reader(part.body);
  reader.text();
  while (reader.at < part.body.length) {
    const kind = reader.byte();
    const until = reader.number() + reader.at;
    if (kind === FUNCTION_NAMES) for (let left = reader.number(); left > 0; left -= 1) found.set(reader.number(), reader.text());
    reader.at = until;
  }
  return found;
};

// The module with other names for its functions: `given` holds an index and a name each, in the order of the indices.
export const withNames = (wasm, given) => {
  const entries = given.flatMap(([index, name]) => [Buffer.from(encoded(index)), text(name)]);
  const map = Buffer.concat([Buffer.from(encoded(given.length)), ...entries]);
  const kept = sections(wasm).filter((part) => !isNames(part)).map(({ whole }) => whole);
  return Buffer.concat([wasm.subarray(0, 8), ...kept, section(CUSTOM, Buffer.concat([text("name"), section(FUNCTION_NAMES, map)]))]);
};
