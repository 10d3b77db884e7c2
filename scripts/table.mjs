// Takes functions out of the table of indirect calls that nothing calls through it.
//
// Closures that are handed to JavaScript are invoked through exports. The functions behind these stand in the table as
// well, because descriptions for wasm-bindgen took their addresses, and with them stand those of every closure that
// js_sys could take: its methods are described whether somebody calls them or not. The descriptions are gone by now;
// wasm-opt cannot know that of the addresses.
import { ELEMENT, Reader, encoded, names, section, sections } from "./wasm.mjs";

const INVOKES = /convert::closures::_.*::invoke/;
// A segment of functions by their index, from a constant place of the first table on.
const PLAIN = 0;
const [CONSTANT, END] = [0x41, 0x0b];

export const withoutDeadEntries = (wasm) => {
  const called = names(wasm);
  const parts = sections(wasm).map((part) => (part.id === ELEMENT ? section(ELEMENT, emptied(part.body, called)) : part.whole));
  return Buffer.concat([wasm.subarray(0, 8), ...parts]);
};

const emptied = (body, called) => {
  const reader = new Reader(body);
  const segments = reader.number();
  const [kind, constant, place, end] = [reader.number(), reader.byte(), reader.number(), reader.byte()];
  // The place is a signed number, so its seventh bit is its sign.
  if (segments !== 1 || kind !== PLAIN || constant !== CONSTANT || place >= 64 || end !== END) {
    throw new Error("the table of indirect calls is not written as it was: scripts/table.mjs has to learn its form");
  }
  const entries = Array.from({ length: reader.number() }, () => reader.number());
  const isDead = (index) => INVOKES.test(called.get(index) ?? "");
  const stays = entries.find((index) => !isDead(index));
  if (stays === undefined || !entries.some(isDead)) throw new Error("no invoke function of wasm-bindgen is in the table: have their names changed?");
  // Each entry keeps its place, which is its address; one that is dead is taken by a function that is there anyway.
  const kept = entries.map((index) => (isDead(index) ? stays : index));
  return Buffer.from([1, PLAIN, CONSTANT, ...encoded(place), END, ...encoded(kept.length), ...kept.flatMap(encoded)]);
};
