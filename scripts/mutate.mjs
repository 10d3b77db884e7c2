// Breaks the production rooms on purpose, one mutation of tests/simulation/mutations.mjs or tests/model/mutations.mjs after
// the other, and wants the simulation or the model to notice each: `make mutate`, or `scripts/mutate NAME...` for some.
//
// The sources are mutated in a copy, whose manifest holds only what these two need: nothing else is compiled, and one
// target directory serves all, so that a mutation costs one crate and one test. While the test of one runs, the next is
// compiled.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mutations as ofModel } from "../tests/model/mutations.mjs";
import { mutations as ofSimulation } from "../tests/simulation/mutations.mjs";

/** Within how many seeds a mutation has to be found, and how many have to be clean without one. */
const SEEDS = Number(process.env.SEEDS ?? 2_000);
const CLEAN_SEEDS = Number(process.env.CLEAN_SEEDS ?? 300);
/** The same for the model: how many steps deep. */
const DEPTH = Number(process.env.DEPTH ?? 6);
const CLEAN_DEPTH = Number(process.env.CLEAN_DEPTH ?? 5);
/** The tests that are to notice something, and how each says that it did. */
const SUITES = [
  {
    target: "simulation",
    filter: "no_seed",
    mutations: ofSimulation,
    env: (mutation) => ({ SEEDS: mutation ? SEEDS : CLEAN_SEEDS, FIRST_SEED: mutation?.firstSeed ?? 1, SEED: undefined }),
    finds: /^SEED=(\d+): (.*)$/m,
    tell: (seed, violation) => `seed ${seed}: ${violation}`,
    clean: `${CLEAN_SEEDS} seeds are clean`,
    missed: `NOT FOUND within ${SEEDS} seeds`,
  },
  {
    target: "model",
    filter: "no_order",
    mutations: ofModel,
    env: (mutation) => ({ DEPTH: mutation ? DEPTH : CLEAN_DEPTH }),
    finds: /^VIOLATION with (.*?): (.*)$/m,
    tell: (kind, violation) => `${kind}: ${violation}`,
    clean: `${CLEAN_DEPTH} steps deep nothing is wrong`,
    missed: `NOT FOUND within ${DEPTH} steps`,
  },
];
/** A mutation can keep the simulation from ever ending. */
const MOST_SECONDS = 240;
/** Of what the copy consists. A change of these asks for another run. */
const ROOMS = ["app", "session", "store", "protocol", "emulator"];
const SOURCES = [...ROOMS.flatMap((room) => [`src/${room}.rs`, `src/${room}`]), "src/lib.rs", "Cargo.lock"];
const TESTS = ["tests/simulation", "tests/model", "tests/scenarios/config.rs", "tests/scenarios/request.rs"];
const PLACE = "target/mutants";
const COPY = join(PLACE, "copy");
const STAMP = join(PLACE, "green");

const read = (path) => readFileSync(path, "utf8");

class Trouble extends Error {}

/** The files of a folder, or the file itself. */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.flatMap((entry) => filesOf(join(path, entry.name))).sort();
}

/** Brings the copy to what the sources are. Cargo goes by times: what has not changed is not written. */
function copySources() {
  const files = [...SOURCES, ...TESTS].flatMap(filesOf);
  const wanted = new Map(files.map((file) => [join(COPY, file), read(file)]));
  wanted.set(join(COPY, "Cargo.toml"), manifest());
  // Cargo shortens it to what the manifest needs.
  wanted.delete(join(COPY, "Cargo.lock"));
  for (const known of ["src", "tests"].map((folder) => join(COPY, folder)).filter(existsSync).flatMap(filesOf)) {
    if (!wanted.has(known)) rmSync(known);
  }
  for (const [file, content] of wanted) {
    if (existsSync(file) && read(file) === content) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  copyFileSync("Cargo.lock", join(COPY, "Cargo.lock"));
}

/** The project's manifest without what only the browser, the emulator's program and other tests need. */
function manifest() {
  const whole = read("Cargo.toml");
  const section = (name) => whole.split(`[${name}]\n`)[1].split(/^\[/m)[0].trim().split("\n");
  const isNeeded = (line) => /^[\w-]+ = /.test(line) && !/optional = true|\[$/.test(line);
  return [
    "[package]",
    'name = "alongside"',
    'version = "0.0.0"',
    ...section("package").filter((line) => /^(edition|rust-version) /.test(line)),
    "[workspace]",
    "[features]",
    ...["ui", "ssr", "emulator"].map((feature) => `${feature} = []`),
    "[dependencies]",
    ...section("dependencies").filter(isNeeded),
    ...SUITES.flatMap(({ target }) => ["[[test]]", `name = "${target}"`, `path = "tests/${target}/main.rs"`]),
    "[profile.simulation]",
    ...section("profile.simulation"),
    "",
  ].join("\n");
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

/** Compiles the copy, and puts the program of a suite's test aside under a name. */
async function compile(name, { target }) {
  const what = ["--no-default-features", "--features", "emulator", "--test", target];
  const args = ["test", "--quiet", "--profile", "simulation", ...what, "--no-run", "--message-format=json"];
  const env = { CARGO_TARGET_DIR: join(process.cwd(), PLACE, "build"), RUSTFLAGS: "-Awarnings" };
  const { status, said } = await run("cargo", args, { cwd: COPY, env });
  const told = said.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  if (status !== 0) {
    const errors = told.map((line) => line.message?.rendered).filter(Boolean).join("");
    throw new Trouble(`it does not compile:\n${errors || said}`);
  }
  const program = join(PLACE, "programs", `${target}-${name.replace(/\W+/g, "-")}`);
  mkdirSync(join(PLACE, "programs"), { recursive: true });
  copyFileSync(told.findLast((line) => line.executable).executable, program);
  return program;
}

/** Runs the test until something breaks an invariant; yields what is said of it, or nothing. */
async function test(program, suite, mutation) {
  const env = { STOP_AT_FIRST: 1, ...suite.env(mutation) };
  const { status, said } = await run("timeout", [MOST_SECONDS, program, suite.filter, "--nocapture"], { env });
  rmSync(program);
  const found = said.match(suite.finds);
  if (!found && status !== 0) {
    const why = status === 124 ? `it did not end within ${MOST_SECONDS} s` : said.match(/panicked at.*\n.*/)?.[0];
    throw new Trouble(`the ${suite.target} itself broke down: ${why ?? said}`);
  }
  return found && suite.tell(found[1], found[2].slice(0, 150));
}

/** Writes the mutation into the copy, and yields what takes it back. */
function mutate({ file, from, to, also }) {
  const path = join(COPY, file);
  const original = read(path);
  const count = original.split(from).length - 1;
  if (count !== 1) {
    throw new Trouble(`its text stands ${count} times in ${file}, and not once: mutations.mjs has to follow the sources`);
  }
  writeFileSync(path, original.replace(from, () => to));
  const takeBack = () => writeFileSync(path, original);
  try {
    const takeBackAlso = also && mutate(also);
    return () => {
      takeBackAlso?.();
      takeBack();
    };
  } catch (trouble) {
    takeBack();
    throw trouble;
  }
}

/** Everything on which the outcome depends, in one word. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [...SOURCES, ...TESTS, "Cargo.toml", "scripts/mutate.mjs"].flatMap(filesOf)) {
    hash.update(`${file}\n`).update(read(file));
  }
  return hash.digest("hex");
}

/** Mutates, compiles and takes back; yields a promise of how the test ends, which runs from then on. */
async function attempt(suite, mutation) {
  const started = Date.now();
  const name = mutation?.name ?? `no mutation, ${suite.target}`;
  const judge = (found) => ({ isFine: !!found === !!mutation, line: found ?? (mutation ? suite.missed : suite.clean) });
  const report = ({ isFine, line }) => {
    console.log(`${isFine ? "ok    " : "NOT OK"} ${name} (${Math.round((Date.now() - started) / 1_000)} s): ${line}`);
    return isFine;
  };
  const fail = (trouble) => {
    if (!(trouble instanceof Trouble)) throw trouble;
    return report({ isFine: false, line: trouble.message });
  };
  let takeBack;
  try {
    takeBack = mutation && mutate(mutation);
    const program = await compile(name, suite);
    return { ended: test(program, suite, mutation).then((found) => report(judge(found))).catch(fail) };
  } catch (trouble) {
    return { ended: Promise.resolve(fail(trouble)) };
  } finally {
    takeBack?.();
  }
}

async function main(wanted) {
  for (const name of wanted) {
    if (!SUITES.some(({ mutations }) => mutations.some((mutation) => mutation.name === name))) {
      console.error(`There is no mutation called "${name}". They stand in tests/*/mutations.mjs.`);
      return 1;
    }
  }
  const now = fingerprint();
  if (wanted.length === 0 && !process.env.AGAIN && existsSync(STAMP) && read(STAMP).startsWith(now)) {
    const [, known] = read(STAMP).split(" ");
    console.log(`Nothing has changed since all ${known} mutations were found: skipped (AGAIN=1 runs them nevertheless).`);
    return 0;
  }
  copySources();
  const isChosen = ({ name }) => wanted.length === 0 || wanted.includes(name);
  const results = [];
  let count = 0;
  for (const suite of SUITES) {
    const chosen = suite.mutations.filter(isChosen);
    if (chosen.length === 0) continue;
    count += chosen.length;
    const isClean = await (await attempt(suite)).ended;
    results.push(isClean);
    let before = Promise.resolve();
    for (const mutation of isClean ? chosen : []) {
      const { ended } = await attempt(suite, mutation);
      results.push(ended);
      // One is compiled while one runs, and no more.
      await before;
      before = ended;
    }
    await before;
  }
  const fine = (await Promise.all(results)).filter(Boolean).length;
  console.log(`# pass ${fine}\n# fail ${results.length - fine}`);
  if (fine < results.length) return 1;
  if (wanted.length === 0) writeFileSync(STAMP, `${now} ${count}`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
