// What scripts/setup says and does where something is missing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { stage } from "./stage.mjs";

const BOUND = { timeout: 60_000 };
const program = (...lines) => ["#!/usr/bin/env bash", ...lines, ""].join("\n");

const RUST = {
  "bin/cargo": program(),
  "bin/git": program(),
  "bin/npm": program(),
  "bin/rustc": program("echo rustc 1.999.0"),
};
const ROOT = { "bin/id": program("echo 0") };

// Runs a part of the set-up; tells its exit code, what it wrote, and with what it called apt-get.
const setUp = async (part, files) => {
  const project = stage({ "apt.log": "", ...files });
  try {
    const running = project.run("scripts/setup", [part]);
    return { code: await running.ended, said: running.said, apt: project.read("apt.log") };
  } finally {
    project.clear();
  }
};

test("a missing C compiler is named, and how to get one", BOUND, async () => {
  const { code, said } = await setUp("build", RUST);
  assert.equal(code, 1);
  assert.match(said, /No C compiler found.*apt-get install build-essential/);
});

test("root on Debian gets the C compiler", BOUND, async () => {
  const apt = program(`echo "$*" >>apt.log`, `[ "$1" != install ] || { echo "#!/bin/sh" >bin/cc; chmod +x bin/cc; }`);
  const { said, apt: log } = await setUp("build", { ...RUST, ...ROOT, "bin/apt-get": apt });
  assert.match(log, /^install .*build-essential$/m);
  assert.doesNotMatch(said, /No C compiler/);
});

test("other people are not installed anything", BOUND, async () => {
  const apt = program(`echo "$*" >>apt.log`);
  const { code, apt: log } = await setUp("build", { ...RUST, "bin/id": program("echo 1000"), "bin/apt-get": apt });
  assert.deepEqual([code, log], [1, ""]);
});

test("where apt has no driver of this name, the sentence about the driver is said", BOUND, async () => {
  const apt = program(`[ "$1" = update ] || { echo "E: Unable to locate package chromium-driver" >&2; exit 100; }`);
  const { code, said } = await setUp("test", { ...ROOT, "bin/apt-get": apt, "bin/chromium": program() });
  assert.equal(code, 1);
  assert.match(said, /Unable to locate package/);
  assert.match(said, /No chromedriver found\. Put it on PATH/);
});
