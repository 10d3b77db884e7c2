// A project of its own for a test: the real scripts, and of all other programs only those that the test gives.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../..", import.meta.url));

// What the scripts take for granted on every machine.
const SYSTEM = ["awk", "bash", "chmod", "dirname", "grep", "head", "mkdir", "sleep", "sort", "tr"];

// `files` holds texts by their paths in the project; those in `bin` and `scripts` are programs.
export const stage = (files) => {
  const root = mkdtempSync(join(tmpdir(), "alongside-"));
  const at = (path) => join(root, path);
  for (const path of ["scripts", "Cargo.toml", "Cargo.lock"]) cpSync(join(project, path), at(path), { recursive: true });
  mkdirSync(at("bin"));
  for (const name of SYSTEM) symlinkSync(execFileSync("bash", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(), at(`bin/${name}`));
  symlinkSync(process.execPath, at("bin/node"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text, { mode: 0o755 });
  }
  const runs = [];
  return {
    read: (path) => readFileSync(at(path), "utf8"),
    run: (command, args, env = {}) => {
      runs.push(run(command, args, { cwd: root, env: { PATH: at("bin"), HOME: root, ...env } }));
      return runs.at(-1);
    },
    // Nothing is left behind, also where a test failed half-way.
    clear: () => {
      for (const running of runs) running.end();
      rmSync(root, { recursive: true, force: true });
    },
  };
};

// A program that runs. `ended` gives its exit code, `said` what it wrote so far; `interrupt` does what Ctrl-C does.
const run = (command, args, options) => {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const running = { said: "", interrupt: () => process.kill(-child.pid, "SIGINT") };
  running.end = () => child.exitCode ?? child.signalCode ?? process.kill(-child.pid, "SIGTERM");
  running.ended = new Promise((ended) => child.once("close", (code) => ended(code)));
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (running.said += data));
  // Waits until it has written this.
  running.until = async (text) => {
    while (!running.said.includes(text)) {
      const isOver = await Promise.race([running.ended.then(() => true), new Promise((next) => setTimeout(next, 20))]);
      if (isOver && !running.said.includes(text)) throw new Error(`it ended without "${text}": ${running.said}`);
    }
  };
  return running;
};
