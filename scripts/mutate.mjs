// Breaks the production rooms on purpose, one mutation of tests/simulation/mutations.mjs after the other, and wants the
// simulation to notice each: `make mutate`, or `scripts/mutate NAME...` for some of them.
//
// The sources are mutated in a copy, whose manifest holds only what the simulation needs: nothing else is compiled, and
// one target directory serves all, so that a mutation costs one crate and one test. While the seeds of one run, the next
// is compiled.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mutations } from "../tests/simulation/mutations.mjs";

/** Within how many seeds a mutation has to be found, and how many have to be clean without one. */
const SEEDS = 2_000;
const CLEAN_SEEDS = 300;
/** A mutation can keep the simulation from ever ending. */
const MOST_SECONDS = 240;
/** Of what the copy consists. A change of these asks for another run. */
const ROOMS = ["app", "session", "store", "protocol", "emulator"];
const SOURCES = [...ROOMS.flatMap((room) => [`src/${room}.rs`, `src/${room}`]), "src/lib.rs", "Cargo.lock"];
const TESTS = ["tests/simulation", "tests/scenarios/request.rs"];
const PLACE = "target/mutants";
const COPY = join(PLACE, "copy");
const STAMP = join(PLACE, "green");

const read = (path) => readFileSync(path, "utf8");

class Trouble extends Error {}

function copySources() {
  rmSync(join(COPY, "src"), { recursive: true, force: true });
  rmSync(join(COPY, "tests"), { recursive: true, force: true });
  for (const path of [...SOURCES, ...TESTS]) {
    // What has not changed keeps its time, so that it is not compiled again.
    cpSync(path, join(COPY, path), { recursive: true, preserveTimestamps: true });
  }
  writeFileSync(join(COPY, "Cargo.toml"), manifest());
}

/** The project's manifest without what only the browser, the emulator's program and other tests need. */
function manifest() {
  const [whole, lines] = [read("Cargo.toml"), []];
  const section = (name) => whole.split(`[${name}]\n`)[1].split(/^\[/m)[0].trim();
  const needed = section("dependencies").split("\n").filter((line) => /^[\w-]+ = /.test(line) && !/optional = true|\[$/.test(line));
  lines.push("[package]", 'name = "alongside"', 'version = "0.0.0"', ...section("package").split("\n").filter((line) => /^edition|^rust-version/.test(line)));
  lines.push("[workspace]", "[features]", "ui = []", "ssr = []", "emulator = []", "[dependencies]", ...needed);
  lines.push("[[test]]", 'name = "simulation"', 'path = "tests/simulation/main.rs"');
  lines.push("[profile.simulation]", section("profile.simulation"), "incremental = true", "");
  return lines.join("\n");
}

/** Runs a program to its end; tells how it ended and what it said. */
function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, env: { ...process.env, ...options.env } });
    let said = "";
    child.stdout.on("data", (more) => (said += more));
    child.stderr.on("data", (more) => (said += more));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, said }));
  });
}

/** Compiles the copy, and puts the program of the simulation aside under a name. */
async function compile(name) {
  const features = ["--no-default-features", "--features", "emulator"];
  const args = ["test", "--quiet", "--profile", "simulation", ...features, "--test", "simulation", "--no-run", "--message-format=json"];
  const { status, said } = await run("cargo", args, { cwd: COPY, env: { CARGO_TARGET_DIR: `${process.cwd()}/${PLACE}/build`, RUSTFLAGS: "-Awarnings" } });
  const told = said.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  if (status !== 0) {
    const errors = told.map((line) => line.message?.rendered).filter(Boolean).join("");
    throw new Trouble(`it does not compile:\n${errors || said}`);
  }
  const program = join(PLACE, "programs", name.replace(/\W+/g, "-"));
  mkdirSync(join(PLACE, "programs"), { recursive: true });
  copyFileSync(told.findLast((line) => line.executable).executable, program);
  return program;
}

/** Runs seeds until one breaks an invariant; yields it, or nothing. */
async function simulate(program, seeds) {
  const env = { SEEDS: seeds, STOP_AT_FIRST: 1, FIRST_SEED: 1, SEED: undefined };
  const { status, said } = await run("timeout", [MOST_SECONDS, program, "no_seed", "--nocapture"], { env });
  rmSync(program);
  const [, seed, violation] = said.match(/^SEED=(\d+): (.*)$/m) ?? [];
  if (seed === undefined && status !== 0) {
    const why = status === 124 ? `it did not end within ${MOST_SECONDS} s` : said.match(/panicked at.*\n.*/)?.[0];
    throw new Trouble(`the simulation itself broke down: ${why ?? said}`);
  }
  return seed && { seed, violation };
}

/** Writes the mutation into the copy, and yields what takes it back. */
function mutate({ file, from, to }) {
  const path = join(COPY, file);
  const original = read(path);
  const count = original.split(from).length - 1;
  if (count !== 1) {
    throw new Trouble(`its text stands ${count} times in ${file}, and not once: tests/simulation/mutations.mjs has to follow the sources`);
  }
  writeFileSync(path, original.replace(from, () => to));
  return () => writeFileSync(path, original);
}

/** Everything on which the outcome depends, in one word. */
function fingerprint() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (!existsSync(path)) return;
    hash.update(path).update(read(path));
  };
  const files = (path) => (/\.\w+$/.test(path) ? [path] : readdirSync(path, { recursive: true }).map((file) => join(path, file)).filter((file) => /\.\w+$/.test(file)).sort());
  [...SOURCES, ...TESTS, "Cargo.toml", "scripts/mutate.mjs"].filter(existsSync).flatMap(files).forEach(add);
  return hash.digest("hex");
}

async function attempt(name, seeds, mutation, isFound) {
  const started = Date.now();
  let outcome;
  try {
    const takeBack = mutation && mutate(mutation);
    let program;
    try {
      program = await compile(name);
    } finally {
      takeBack?.();
    }
    outcome = { running: simulate(program, seeds) };
  } catch (trouble) {
    outcome = { running: Promise.reject(trouble) };
  }
  const ended = outcome.running.then(
    (found) => isFound(found),
    (trouble) => {
      if (!(trouble instanceof Trouble)) throw trouble;
      return { isFine: false, line: trouble.message };
    },
  );
  // Compiled: the next one may begin, while this one's seeds run.
  return {
    ended: ended.then(({ isFine, line }) => {
      const seconds = ((Date.now() - started) / 1_000).toFixed(0);
      console.log(`${isFine ? "ok    " : "NOT OK"} ${name} (${seconds} s): ${line}`);
      return isFine;
    }),
  };
}

async function main(wanted) {
  for (const name of wanted) {
    if (!mutations.some((mutation) => mutation.name === name)) {
      console.error(`There is no mutation called "${name}". They stand in tests/simulation/mutations.mjs.`);
      return 1;
    }
  }
  const now = fingerprint();
  if (wanted.length === 0 && !process.env.AGAIN && existsSync(STAMP) && read(STAMP).startsWith(now)) {
    const [, count] = read(STAMP).split(" ");
    console.log(`Nothing has changed since all ${count} mutations were found: skipped (AGAIN=1 runs them nevertheless).`);
    return 0;
  }
  copySources();
  const chosen = mutations.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const clean = (found) => ({ isFine: !found, line: found ? `seed ${found.seed}: ${found.violation}` : `${CLEAN_SEEDS} seeds are clean` });
  const bitten = (found) => ({
    isFine: Boolean(found),
    line: found ? `seed ${found.seed}: ${found.violation.slice(0, 150)}` : `NOT FOUND within ${SEEDS} seeds`,
  });
  const results = [await (await attempt("no mutation", CLEAN_SEEDS, null, clean)).ended];
  let before = Promise.resolve();
  for (const mutation of results[0] ? chosen : []) {
    const { ended } = await attempt(mutation.name, SEEDS, mutation, bitten);
    results.push(ended);
    // One is compiled while one runs, and no more.
    await before;
    before = ended;
  }
  const fine = (await Promise.all(results)).filter(Boolean).length;
  console.log(`# pass ${fine}\n# fail ${results.length - fine}`);
  if (fine < results.length) return 1;
  if (wanted.length === 0) writeFileSync(STAMP, `${now} ${chosen.length}`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
