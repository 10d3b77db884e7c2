// What has to hold, by the longest conversation that was measured.
const ELEMENTS = 400;
const PER_ROW = 12;
const HISTORY = 3;
const APPEND_MS = 30;
const APPEND_CPU_MS = 5;
// One frame, by which two measures of the same can differ.
const FRAME_MS = 1_000 / 60;
// What a stored message may take, and what no message takes.
const WASM_BYTES = 1_000;
const HEAP_BYTES = 500_000;
const VANILLA_LINES = 150;
const VANILLA_ELEMENTS = 40;

// Sentences about the bars that the widget misses.
export const missed = (results) => {
  const of = (chat) => results.filter((one) => one.chat === chat);
  const [own, other] = [of("widget"), of("by hand")];
  const [shortest, longest, beside] = [own[0], own.at(-1), other.at(-1)];
  const at = `with ${longest.count} messages`;
  // A short run has few samples.
  const slack = longest.count < 10_000 ? 2 : 1;
  const less = longest.count - shortest.count;
  // A machine on which the least takes so long itself is busy or slow: then it is the ratio that counts.
  const [appendBar, appendCpuBar] = [Math.max(APPEND_MS, beside.append.p99 * 1.5), Math.max(APPEND_CPU_MS, beside.appendCpu * 2)];
  return [
    bar(`The history is on screen after ${ms(longest.history)} ${at}, the list by hand after ${ms(beside.history)}`, longest.history / beside.history, HISTORY * slack, "times as long"),
    bar(`One more message takes until the screen (p99, ${at})`, longest.append.p99, appendBar * slack, "ms"),
    bar(`One more message takes of the main thread (${at})`, longest.appendCpu, appendCpuBar * slack, "ms"),
    bar(`A key takes until the screen (p50, ${at})`, longest.keys.p50, shortest.keys.p50 + (FRAME_MS / 2) * slack, "ms"),
    bar(`A key takes until the screen (p99, ${at})`, longest.keys.p99, shortest.keys.p99 + FRAME_MS * slack, "ms"),
    bar("So many elements are mounted", Math.max(...own.map(({ elements }) => elements)), ELEMENTS, "elements"),
    bar("A row has so many", Math.max(...own.map(({ perRow }) => perRow)), PER_ROW, "elements"),
    bar("Each stored message takes of the wasm's memory", less && (longest.wasm - shortest.wasm) / less, WASM_BYTES, "bytes"),
    bar(`The heap grows ${at} by`, longest.heap - shortest.heap, HEAP_BYTES, "bytes"),
    bar(`One more message takes more of the main thread ${at} than with ${shortest.count}, by`, longest.appendCpu - shortest.appendCpu, 2, "ms"),
    bar(`Of the frames ${at} so many are slow, beyond those of the list by hand`, share(longest) - share(beside), 0.1, "of all"),
  ].filter(Boolean);
};

// Whether what it is compared with is what it says.
export const wrongVanilla = (file, results) => {
  const most = Math.max(...results.filter(({ chat }) => chat === "by hand").map(({ elements }) => elements));
  return [
    bar("bench/vanilla.html has", file.trimEnd().split("\n").length, VANILLA_LINES, "lines"),
    bar("The list by hand mounts", most, VANILLA_ELEMENTS, "elements"),
  ].filter(Boolean);
};

const bar = (what, value, limit, unit) =>
  value <= limit ? undefined : `${what}: ${round(value)} ${unit}; the bar is ${round(limit)}.`;
const share = ({ scrolling }) => (scrolling ? scrolling.slow / Math.max(1, scrolling.frames) : 0);
const round = (number) => Math.round(number * 10) / 10;
const ms = (number) => `${round(number)} ms`;
