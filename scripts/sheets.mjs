// Minifies the style sheets that the wasm holds, where they stand: what each is shorter by is filled up with spaces, which
// weigh nothing once compressed, and nothing else has to move. Measured: 270 bytes of a first opening's.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { minifySheet } from "./loader.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => readFileSync(join(project, path));

// The sheets that the code includes, in the parts of the wasm that hold them.
export const minifySheets = (parts) => {
  for (const [, path] of read("src/ui.rs").toString().matchAll(/include_str!\("\.\.\/(styles\/[\w-]+\.css)"\)/g)) {
    const sheet = read(path);
    const places = parts.map((part) => [part, part.indexOf(sheet)]).filter(([, at]) => at >= 0);
    if (places.length !== 1) throw new Error(`${path} stands in ${places.length} parts of the wasm instead of one`);
    const [[part, at]] = places;
    part.fill(" ", at, at + sheet.length);
    part.write(minifySheet(sheet.toString()), at);
  }
};
