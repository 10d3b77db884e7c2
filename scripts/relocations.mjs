// What the linker knows of a module's data: which constants there are, where they lie, and which number in the code or in
// other data is the address of which. The linker writes it down when it is told `--emit-relocs`.
import { CUSTOM, DATA, Reader, sections } from "./wasm.mjs";

const SYMBOL_TABLE = 8;
const [IS_UNDEFINED, IS_NAMED] = [0x10, 0x40];
const [FUNCTION, DATUM, GLOBAL, SECTION, EVENT, TABLE] = [0, 1, 2, 3, 4, 5];
// The kinds of relocations that are an address, and those that have an addend besides (all of them among these).
const ADDRESSES = new Set([3, 4, 5]);
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23]);

const custom = (wasm, wanted) =>
  sections(wasm)
    .filter(({ id }) => id === CUSTOM)
    .map(({ body }) => {
      const reader = new Reader(body);
      return { name: reader.text(), reader };
    })
    .find(({ name }) => name === wanted)?.reader;

const signed = (reader) => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.byte();
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return shift < 25 && byte & 0x40 ? value | (-1 << (shift + 7)) : value;
  }
};

// The module without what the linker wrote down.
export const withoutLinking = (wasm) => {
  const isOfLinker = ({ id, body }) => id === CUSTOM && /^(linking$|reloc\.)/.test(new Reader(body).text());
  return Buffer.concat([wasm.subarray(0, 8), ...sections(wasm).filter((part) => !isOfLinker(part)).map(({ whole }) => whole)]);
};

// The data segments: where each begins in memory, and where its bytes lie in the section.
export const segmentsOf = (wasm) => {
  const reader = new Reader(sections(wasm).find(({ id }) => id === DATA).body);
  return Array.from({ length: reader.number() }, () => {
    if (reader.number() !== 0 || reader.byte() !== 0x41) throw new Error("scripts/relocations.mjs: a data segment has another form");
    const address = signed(reader);
    reader.byte();
    const length = reader.number();
    const start = reader.at;
    return { address, start, bytes: reader.take(length) };
  });
};

// All constants, as ranges of memory, and functions that tell which of them a number in the code can be the address of, and
// which of them the bytes of one point to.
export const constantsOf = (wasm) => {
  const segments = segmentsOf(wasm);
  const linking = custom(wasm, "linking");
  const reader = linking && table(linking);
  if (!reader) throw new Error("scripts/relocations.mjs: the linker wrote no symbols down; was it told --emit-relocs?");

  const symbols = Array.from({ length: reader.number() }, () => symbol(reader, segments));
  const constants = symbols.filter((one) => one);
  const code = new Map();
  for (const { index, addend } of relocations(custom(wasm, "reloc.CODE"))) {
    const found = symbols[index];
    if (found) code.set(found.address + addend, (code.get(found.address + addend) ?? new Set()).add(found));
  }
  const inside = new Map();
  for (const { offset, index, addend } of relocations(custom(wasm, "reloc.DATA"))) {
    const [found, segment] = [symbols[index], segments.findLast(({ start }) => start <= offset)];
    if (!found) continue;
    // wasm-bindgen has written the module anew since: this holds only as long as it leaves data as it is.
    if (segment.bytes.readUInt32LE(offset - segment.start) !== found.address + addend) throw new Error("scripts/relocations.mjs: data is not where the linker put it");
    inside.set(segment.address + offset - segment.start, found);
  }
  const places = [...inside.keys()].sort((one, other) => one - other);
  const pointedTo = ({ address, size }) => places.filter((at) => at >= address && at < address + size).map((at) => inside.get(at));
  return { constants, at: (number) => code.get(number) ?? [], pointedTo };
};

const table = (reader) => {
  reader.number();
  while (reader.at < reader.bytes.length) {
    const kind = reader.byte();
    const length = reader.number();
    if (kind === SYMBOL_TABLE) return reader;
    reader.at += length;
  }
  return undefined;
};

// A constant, or nothing for what is none.
const symbol = (reader, segments) => {
  const kind = reader.byte();
  const flags = reader.number();
  if (kind === DATUM) {
    const name = reader.text();
    if (flags & IS_UNDEFINED) return undefined;
    const segment = segments[reader.number()];
    const [offset, size] = [reader.number(), reader.number()];
    return segment && { name, address: segment.address + offset, size };
  }
  reader.number();
  if ([FUNCTION, GLOBAL, EVENT, TABLE].includes(kind) && (!(flags & IS_UNDEFINED) || flags & IS_NAMED)) reader.text();
  else if (![FUNCTION, GLOBAL, EVENT, TABLE, SECTION].includes(kind)) throw new Error(`scripts/relocations.mjs: a symbol of kind ${kind}`);
  return undefined;
};

const relocations = (reader) => {
  if (!reader) return [];
  reader.number();
  const found = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    const [kind, offset, index] = [reader.byte(), reader.number(), reader.number()];
    const addend = WITH_ADDEND.has(kind) ? signed(reader) : 0;
    if (ADDRESSES.has(kind)) found.push({ offset, index, addend });
  }
  return found;
};
