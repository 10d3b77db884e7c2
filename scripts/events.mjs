// Empties the names of the events that the widget does not listen for.
//
// The renderer knows the names of all events that there are, and finds them in a table by number; it asks for those that
// `src/ui/element.rs` names. The others become zeros where they stand: that moves nothing, and compresses to nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { DATA, sections } from "./wasm.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
// As the renderer declares them, one after the other, and so they stand in the data.
const [FIRST, LAST] = ["onabortonauxclick", "ontransitionstart"];

export const withoutUnheardEvents = (wasm) => {
  const heard = [...readFileSync(join(project, "src/ui/element.rs"), "utf8").matchAll(/ListenerKind::(on\w+)/g)].map(([, name]) => name);
  const emptied = Buffer.from(wasm);
  const { body } = sections(emptied).find(({ id }) => id === DATA);
  const from = body.indexOf(FIRST);
  const names = body.subarray(from, body.indexOf(LAST, from) + LAST.length);
  if (from < 0 || !/^[a-z]+$/.test(names.toString("latin1"))) {
    console.log("scripts/events.mjs: the names of events do not stand where they stood");
    return wasm;
  }
  const kept = heard.map((name) => [name, names.indexOf(name)]);
  names.fill(0);
  for (const [name, at] of kept) names.write(name, at, "latin1");
  return emptied;
};
