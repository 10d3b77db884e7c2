// The measures as a table for people.
const LINES = [
  ["history on screen, ms", ({ history }) => one(history)],
  ["  main thread, ms", ({ historyCpu }) => one(historyCpu)],
  ["elements", ({ elements }) => elements],
  ["  in one row", ({ perRow }) => perRow],
  ["heap, kB", ({ heap }) => kilo(heap)],
  ["wasm memory, kB", ({ wasm }) => (wasm ? kilo(wasm) : "–")],
  ["append p50, ms", ({ append }) => one(append.p50)],
  ["append p99, ms", ({ append }) => one(append.p99)],
  ["  main thread, ms", ({ appendCpu }) => one(appendCpu)],
  ["key to paint p50, ms", ({ keys }) => one(keys.p50)],
  ["key to paint p99, ms", ({ keys }) => one(keys.p99)],
  ["slow frames scrolling", ({ scrolling }) => (scrolling ? `${scrolling.slow}/${scrolling.frames}` : "–")],
  ["idle, ms a second", ({ idle }) => one(idle)],
];

export const table = (results) => {
  const head = ["", ...results.map(({ chat, count }) => `${count} ${chat}`)];
  const rows = LINES.map(([name, value]) => [name, ...results.map(value)]);
  const width = (column) => Math.max(...[head, ...rows].map((row) => `${row[column]}`.length));
  const line = (row) => row.map((cell, column) => (column ? `${cell}`.padStart(width(column)) : cell.padEnd(width(0)))).join("  ");
  return [head, ...rows].map(line).join("\n");
};

const one = (number) => number.toFixed(1);
const kilo = (bytes) => Math.round(bytes / 1_000);
