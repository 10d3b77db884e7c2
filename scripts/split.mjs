// Takes the compiled wasm apart in two: what a first opening needs, and what is fetched when a conversation is there
// (src/app/deferred.rs).
//
// Some functions are called only when the second part has come: `DEFERRED` below. What only they lead to goes with them. The
// first part calls them as imports, which src/embed/supervisor.js has call what the second one exports; the second one
// uses memory, tables, globals and functions of the first. Constants that only the second one looks at, as texts, come with
// it and take the place in memory that the linker gave them; those that nothing looks at go.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const tools = join(dirname(fileURLToPath(import.meta.url)), "../.tools/node_modules/");
const { default: binaryen } = await import(pathToFileURL(createRequire(tools).resolve("binaryen")));

// Under which names each part imports the other.
import { constantsOf, segmentsOf, withoutLinking } from "./relocations.mjs";
import { functions, imports, names } from "./wasm.mjs";

export const [SECOND, FIRST] = ["b", "c"];

// What nothing calls before the second part is there, less the crates' hashes. The compiler must not put it into its
// callers, and does not where `#[inline(never)]` stands.
const DEFERRED = [
  "<alongside::app::App>::announce_ends",
  "<alongside::app::App>::announced",
  "<alongside::app::App>::call_failed",
  "<alongside::app::App>::close_file",
  "<alongside::app::App>::conversation_event",
  "<alongside::app::App>::conversation_intent",
  "<alongside::app::App>::conversation_kept_elsewhere",
  "<alongside::app::App>::end_disconnected",
  "<alongside::app::App>::file_news",
  "<alongside::app::App>::files_disconnected",
  "<alongside::app::App>::forget_files",
  "<alongside::app::App>::go_on",
  "<alongside::app::App>::judge_sightings",
  "<alongside::app::App>::leave_unsaid",
  "<alongside::app::App>::page_told",
  "<alongside::app::App>::published",
  "<alongside::app::App>::read_choice",
  "<alongside::app::App>::session_reported",
  "<alongside::app::App>::settle_conversation",
  "<alongside::app::App>::take_in_conversation",
  "<alongside::app::App>::take_up_conversation",
  "<alongside::app::App>::take_up_texts",
  "<alongside::app::App>::tell_passed_over",
  "<alongside::app::files::attached::Attached>::body",
  "<alongside::session::Session>::answered",
  "<alongside::session::Session>::follow",
  "<alongside::session::Session>::keep_dialog_going",
  "<alongside::session::Session>::notification",
  "<alongside::session::Session>::profile_came",
  "<alongside::session::Session>::tell_chat_state",
  "<alongside::session::Session>::tell_uses",
  "<alongside::effects::lp_tag::calls::Calls>::listen",
  "<alongside::effects::lp_tag::calls::Calls>::listen::{closure#0}",
  "<alongside::embed::formats::PageFormats as alongside::ui::formats::Formats>::counted",
  "<alongside::embed::formats::PageFormats as alongside::ui::formats::Formats>::date",
  "<alongside::embed::formats::PageFormats as alongside::ui::formats::Formats>::date_time",
  "<alongside::embed::formats::PageFormats as alongside::ui::formats::Formats>::day",
  "<alongside::embed::formats::PageFormats as alongside::ui::formats::Formats>::duration",
  "<alongside::embed::formats::PageFormats as alongside::ui::formats::Formats>::machine",
  "<alongside::embed::formats::PageFormats as alongside::ui::formats::Formats>::time",
  "<alongside::ui::announcer::Heard>::listen",
  "<alongside::ui::banner::spoken::Spoken>::hear",
  "<alongside::ui::steady::Guard>::is_steady",
  "<alongside::ui::steady::Guard>::look",
  "<alongside::effects::runner::Inner<alongside::app::App>>::perform_in_conversation",
  "<alongside::store::conversation::Conversation>::is_in_survey",
  "alongside::app::kept::add_with_file",
  "alongside::effects::announce::announce",
  "alongside::effects::call_screen::show",
  "alongside::effects::clipboard::write",
  "alongside::effects::download::give",
  "alongside::effects::files::go_on",
  "alongside::effects::files::is_of_words",
  "alongside::effects::files::let_go",
  "alongside::effects::files::perform",
  "alongside::effects::lp_tag::look",
  "alongside::effects::lp_tag::publish",
  "alongside::effects::notices::ask",
  "alongside::effects::notices::badge",
  "alongside::effects::notices::notify",
  "alongside::effects::notices::sound",
  "alongside::effects::tell::page",
  "alongside::effects::visitor::look",
  "alongside::effects::visitor::tell",
  "alongside::protocol::frame::read_notification",
  "alongside::protocol::response::read_events",
  "alongside::store::cobrowse::machine::reduce",
  "alongside::store::reduce::attends_no_more",
  "alongside::store::reduce::events::apply",
  "alongside::store::reduce::files::apply",
  "alongside::store::reduce::history::apply",
  "alongside::store::reduce::metadata::apply",
  "alongside::store::reduce::metadata::opened",
  "alongside::store::reduce::named",
  "alongside::store::reduce::outgoing::chosen",
  "alongside::store::reduce::outgoing::deliver",
  "alongside::store::reduce::outgoing::discarded",
  "alongside::store::reduce::outgoing::published",
  "alongside::store::reduce::outgoing::queued",
  "alongside::store::reduce::seen",
  "alongside::store::reduce::survey::apply",
  "alongside::store::reduce::types_no_more",
  "alongside::store::view::banner::changes",
  "alongside::store::view::banner::made",
  "alongside::store::view::name_of",
  "alongside::store::view::status::ending",
  "alongside::store::view::told",
  "alongside::ui::announcer::failures",
  "alongside::ui::banner::card",
  "alongside::ui::card::click::clicked",
  "alongside::ui::card::click::failed",
  "alongside::ui::card::click::key",
  "alongside::ui::composer::is_full",
  "alongside::ui::file::refused",
  "alongside::ui::header::standing",
  "alongside::ui::ledger::pages",
  "alongside::ui::menu::of_conversation",
  "alongside::ui::menu::save_conversation",
  "alongside::ui::said",
  "alongside::ui::status_line::ending",
  "alongside::ui::transcript::copy::focused",
  "alongside::ui::transcript::copy::key",
  "alongside::ui::transcript::copy::pointed",
  "alongside::ui::transcript::copy::pressed",
  "alongside::ui::transcript::copy::tapped",
  "alongside::ui::transcript::copy::tell",
  "alongside::ui::transcript::away",
  "alongside::ui::transcript::bubble::bubble",
  "alongside::ui::transcript::after::after",
  "alongside::ui::transcript::after::send",
  "alongside::ui::transcript::after::skip",
  "alongside::ui::transcript::after::skip_survey",
  "alongside::ui::transcript::earlier::earlier",
  "alongside::ui::transcript::earlier::want",
  "alongside::ui::transcript::jump::leap",
  "alongside::ui::transcript::jump::way",
  "alongside::ui::transcript::rows",
  "alongside::ui::transcript::typing::sign",
  "alongside::ui::transcript::walk::step",
  "alongside::ui::transcript::window::rendered",
  "alongside::ui::transcript::window::settle",
  "alongside::ui::transcript::window::span",
  "alongside::ui::viewer::show",
  "alongside::ui::viewer::viewer",
  "alongside::ui::withheld::withheld",
  "alongside::ui::words::unread",
];

// Crates of which nothing is made before: what stands in a table of theirs needs not be there.
const LATER = /\b(linkify)\[/;

const HASH = /\[[0-9a-f]+\]/g;

// Takes a module in a file apart: one that is not optimised yet, and has the names of its functions. Both parts have them,
// too. The second one is to be optimised first: then it is known what it still needs of the first.
export const split = (file, whole, optimise) => {
  const [constants, wasm] = [constantsOf(whole), withoutLinking(whole)];
  const segments = segmentsOf(wasm);
  binaryen.setDebugInfo(true);
  const [first, second] = [binaryen.readBinary(wasm), binaryen.readBinary(wasm)];
  const own = list(first, "Function").filter(({ module }) => !module);
  const entries = new Set(DEFERRED.map((name) => entryOf(name, own)));

  // Whatever the page can call, and whatever is called through a table, is of the first part, but for the entries.
  const inTable = new Set(list(first, "ElementSegment").flatMap(({ data }) => data));
  const roots = [...list(first, "Export").map(({ value }) => value), ...inTable].filter((name) => !LATER.test(name));
  const needed = reach(roots, callsIn(file), entries);
  const deferred = own.filter(({ name }) => !needed.has(name));
  const kept = own.filter(({ name }) => needed.has(name));
  const called = deferred.filter(({ name }) => entries.has(name) || inTable.has(name));

  const looked = lookedAt(first, own, constants);
  const ofFirst = rangesOf(constants, kept.flatMap(({ name }) => looked.get(name)), segments);
  const ofSecond = rangesOf(constants, deferred.flatMap(({ name }) => looked.get(name)), []);

  for (const { name } of list(second, "Export")) second.removeExport(name);
  called.forEach(({ name }, index) => second.addFunctionExport(name, `${index}`));
  const isSmall = smallIn(wasm);
  for (const one of kept) if (!isSmall(one.name)) becomeImport(second, one, FIRST);
  withoutOwnPlace(second, cut(second, segments, ofSecond, ofFirst));
  const other = optimise(Buffer.from(second.emitBinary()));

  const isCalled = new Set(called.map(({ name }) => name));
  for (const { name } of deferred) if (!isCalled.has(name)) first.removeFunction(name);
  called.forEach((one, index) => becomeImport(first, one, SECOND, `${index}`));
  const optimised = binaryen.readBinary(other);
  exportWhatIsUsed(first, optimised);
  first.setMemory(first.getMemoryInfo().initial, UNLIMITED, null, cut(first, segments, ofFirst));
  return { first: Buffer.from(first.emitBinary()), second: Buffer.from(optimised.emitBinary()), called: called.length };
};

// Functions of so few bytes are in both parts where both call them: an export and an import cost as much.
const SMALL = 40;
const smallIn = (wasm) => {
  const [called, start] = [names(wasm), imports(wasm)];
  const sizes = new Map(functions(wasm).map((body, index) => [called.get(start + index), body.length]));
  return (name) => sizes.get(name) < SMALL;
};

const each = (length, read) => Array.from({ length }, (_, index) => read(index));
// All functions, exports, element segments, tables or globals of a module.
const list = (module, kind) =>
  each(module[`getNum${kind}s`](), (index) => binaryen[`get${kind}Info`](module[`get${kind}ByIndex`](index)));

const entryOf = (entry, own) => {
  const found = own.filter(({ name }) => name.replaceAll(HASH, "") === entry);
  if (found.length !== 1) throw new Error(`scripts/split.mjs: ${found.length} functions are called ${entry}; has it lost its #[inline(never)]?`);
  return found[0].name;
};

// Which functions each function of a module calls by their names.
const callsIn = (file) => {
  const graph = execFileSync(join(tools, ".bin/wasm-opt"), ["--print-call-graph", file], { maxBuffer: 1e9, stdio: ["ignore", "pipe", "ignore"] });
  const calls = new Map();
  for (const [, from, to] of graph.toString().matchAll(/^ {2}"(.*)" -> "(.*)";/gm)) calls.set(from, [...(calls.get(from) ?? []), to]);
  return calls;
};

const reach = (roots, calls, ends) => {
  const found = new Set();
  for (const left = [...roots]; left.length; ) {
    const name = left.pop();
    if (found.has(name) || ends.has(name)) continue;
    found.add(name);
    left.push(...(calls.get(name) ?? []));
  }
  return found;
};

// Which constants each function looks at, by the addresses in its code. A number that only looks like one does no harm.
const lookedAt = (module, own, constants) => {
  const found = new Map();
  const bodies = module.emitText().split(/^ \(func /m).slice(1).slice(-own.length);
  bodies.forEach((body, index) => {
    const numbers = new Set([...body.matchAll(/(?:i32\.const |offset=)(\d+)/g)].map(([, number]) => Number(number)));
    found.set(own[index].name, [...numbers].flatMap((number) => [...constants.at(number)]));
  });
  return found;
};

// The ranges of memory that these constants and what they point to take, with what is in no constant, of these segments.
const rangesOf = ({ constants, pointedTo }, roots, segments) => {
  const found = new Set();
  for (const left = [...roots]; left.length; ) {
    const one = left.pop();
    if (found.has(one)) continue;
    found.add(one);
    left.push(...pointedTo(one));
  }
  const isKnown = new Set(constants.flatMap(({ address, size }) => each(size, (at) => address + at)));
  const ranges = new Set([...found].flatMap(({ address, size }) => each(size, (at) => address + at)));
  for (const { address, bytes } of segments) for (const at of bytes.keys()) if (!isKnown.has(address + at)) ranges.add(address + at);
  return ranges;
};

// These addresses of the segments, as segments of their own, without those of another part.
const cut = (module, segments, wanted, others = new Set()) => {
  const found = [];
  for (const { address, bytes } of segments) {
    let start;
    for (let at = 0; at <= bytes.length; at += 1) {
      const is = at < bytes.length && wanted.has(address + at) && !others.has(address + at);
      if (is) start ??= at;
      else if (start !== undefined) {
        found.push({ offset: module.i32.const(address + start), data: bytes.subarray(start, at), passive: false });
        start = undefined;
      }
    }
  }
  return found;
};

const becomeImport = (module, { name, params, results }, from, as = name) => {
  module.removeFunction(name);
  module.addFunctionImport(name, from, as, params, results);
};

const UNLIMITED = -1;
const MEMORY = "0m";
// The second part has no memory, no tables and no globals of its own: all are those of the first.
const withoutOwnPlace = (module, data) => {
  for (const { name } of list(module, "ElementSegment")) module.removeElementSegment(name);
  module.setMemory(module.getMemoryInfo().initial, UNLIMITED, null, data);
  module.addMemoryImport("0", FIRST, MEMORY);
  for (const { name } of list(module, "Table")) module.addTableImport(name, FIRST, name);
  for (const { name, type, mutable } of list(module, "Global")) module.addGlobalImport(name, FIRST, name, type, mutable);
};

// The first part exports what the second one uses, under numbers, by which the second one asks for it.
const exportWhatIsUsed = (first, second) => {
  const used = (kind) => list(second, kind).filter(({ module }) => module === FIRST);
  let number = 0;
  for (const one of used("Function")) {
    becomeImport(second, one, FIRST, `${number}`);
    first.addFunctionExport(one.base, `${number++}`);
  }
  for (const { name, base } of used("Table")) {
    second.addTableImport(name, FIRST, `${number}`);
    first.addTableExport(base, `${number++}`);
  }
  for (const { name, base, type, mutable } of used("Global")) {
    second.addGlobalImport(name, FIRST, `${number}`, type, mutable);
    first.addGlobalExport(base, `${number++}`);
  }
  first.addMemoryExport("0", MEMORY);
};
