// The bars of `make bench`: each is missed by what is over it, with a sentence, and nothing else is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { missed, wrongVanilla } from "../../bench/bars.mjs";
import { table } from "../../bench/table.mjs";

const byHand = (count) => ({
  chat: "by hand", count, history: 80, historyCpu: 90, elements: 19, perRow: 1, heap: 600_000, wasm: 0,
  append: { p50: 5, p99: 19 }, appendCpu: 2, keys: { p50: 6, p99: 18 }, scrolling: { frames: 300, slow: 0, way: 30_000 }, idle: 1,
});
const widget = (count) => ({ ...byHand(count), chat: "widget", elements: 200, perRow: 12, appendCpu: 4, heap: 1_000_000, wasm: 1_200_000 });
const all = (change = {}) => [byHand(0), widget(0), byHand(10_000), { ...widget(10_000), ...change }];

test("what is within the bars misses none", () => {
  assert.deepEqual(missed(all({ history: 240, append: { p50: 9, p99: 30 }, appendCpu: 4, wasm: 9_000_000 })), []);
});

test("whatever is over a bar is told in a sentence", () => {
  const check = (change, words) => {
    const told = missed(all(change));
    assert.equal(told.length, 1, `${told}`);
    assert.match(told[0], words);
  };
  check({ history: 241 }, /^The history .* 3 times as long; the bar is 3\.$/);
  check({ append: { p50: 9, p99: 30.2 } }, /^One more message takes until the screen .* 30\.2 ms; the bar is 30\.$/);
  check({ appendCpu: 5.2 }, /^One more message takes of the main thread .* 5\.2 ms; the bar is 5\.$/);
  check({ keys: { p50: 15, p99: 20 } }, /^A key .*p50/);
  check({ keys: { p50: 7, p99: 36 } }, /^A key .*p99/);
  check({ elements: 401 }, /401 elements; the bar is 400/);
  check({ perRow: 13 }, /13 elements; the bar is 12/);
  check({ wasm: 12_200_000 }, /1100 bytes; the bar is 1000/);
  check({ heap: 1_600_000 }, /^The heap grows/);
  check({ scrolling: { frames: 100, slow: 11, way: 1 } }, /^Of the frames/);
});

test("what takes ever more with the length of a conversation is told, also within the other bars", () => {
  const results = [byHand(0), { ...widget(0), appendCpu: 1 }, byHand(10_000), { ...widget(10_000), appendCpu: 3.5 }];
  assert.match(missed(results).join(), /^One more message takes more of the main thread/);
});

test("a machine on which the least is slow is judged by the ratio", () => {
  const slow = { ...byHand(10_000), append: { p50: 20, p99: 40 } };
  const results = (p99) => [byHand(0), widget(0), slow, { ...widget(10_000), append: { p50: 30, p99 } }];
  assert.deepEqual(missed(results(59)), []);
  assert.equal(missed(results(61)).length, 1);
});

test("what it is compared with keeps its own bars", () => {
  const file = readFileSync(new URL("../../bench/vanilla.html", import.meta.url), "utf8");
  assert.deepEqual(wrongVanilla(file, all()), []);
  assert.equal(wrongVanilla("\n".repeat(151) + "x", [{ ...byHand(0), elements: 41 }]).length, 2);
});

test("the table has a column for each and tells what there is nothing of", () => {
  const lines = table([{ ...byHand(0), scrolling: undefined }, widget(10_000)]).split("\n");
  assert.match(lines[0], /0 by hand +10000 widget$/);
  assert.ok(lines.some((line) => /^slow frames scrolling +– +0\/300$/.test(line)));
});
