// Whether the mutations still follow the sources, which takes minutes less than to run them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { mutations as ofModel } from "../model/mutations.mjs";
import { mutations as ofSimulation } from "../simulation/mutations.mjs";

test("every text that a mutation replaces stands once in its file", () => {
  const all = [...ofModel, ...ofSimulation].flatMap((mutation) => [mutation, ...(mutation.also ? [mutation.also] : [])]);
  const counts = all.map(({ file, from }) => [file, from, readFileSync(file, "utf8").split(from).length - 1]);
  assert.deepEqual(counts.filter(([, , count]) => count !== 1), []);
});
