// An order of a module's functions in which each follows one that it resembles: brotli then finds the repetition near by,
// which is worth 1.5 % of the download. Always the same order for the same module.
import { functions, imports, withNames } from "./wasm.mjs";

// What is compared are runs of this many bytes; those that few functions share say most.
const RUN = 5;
// A function is chosen by its likeness to so many before it, each counting half as much as the next.
const RECENT = 4;

// The module, with names by which `wasm-opt --reorder-functions-by-name` brings its functions into the order.
export const nameInOrder = (wasm) => {
  const first = imports(wasm);
  const places = new Map(order(functions(wasm)).map((index, place) => [index, place]));
  return withNames(wasm, Array.from(places.keys()).sort((one, other) => one - other).map((index) => [first + index, `${places.get(index)}`.padStart(6, "0")]));
};

const order = (bodies) => {
  const runs = bodies.map(runsOf);
  const owners = new Map();
  runs.forEach((found, index) => found.forEach((run) => owners.set(run, [...(owners.get(run) ?? []), index])));
  const left = new Set(bodies.keys());
  const longest = [...left].reduce((best, index) => (bodies[index].length > bodies[best].length ? index : best), 0);
  const ordered = [];
  for (let next = longest; next !== undefined; next = mostAlike(ordered.slice(-RECENT), runs, owners, left)) {
    ordered.push(next);
    left.delete(next);
  }
  return ordered;
};

const runsOf = (body) => {
  const found = new Set();
  for (let at = 0; at + RUN <= body.length; at += 1) found.add(body.readUIntBE(at, RUN));
  return found;
};

// Of what is left the function most like the recent ones, for its size; without any likeness simply the first.
const mostAlike = (recent, runs, owners, left) => {
  const likeness = new Map();
  [...recent].reverse().forEach((one, distance) => {
    for (const run of runs[one]) {
      const sharing = owners.get(run);
      for (const index of sharing) if (left.has(index)) likeness.set(index, (likeness.get(index) ?? 0) + 2 ** -distance / sharing.length);
    }
  });
  let [best] = left;
  let most = 0;
  for (const [index, sum] of likeness) {
    const value = sum / (1 + Math.sqrt(runs[index].size + 1));
    if (value > most || (value === most && index < best)) [best, most] = [index, value];
  }
  return best;
};
