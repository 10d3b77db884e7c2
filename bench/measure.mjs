// Takes the measures of one chat with a conversation of one length.
import { setTimeout as pause } from "node:timers/promises";

const HELD_MS = 1_500;
const IDLE_MS = 3_000;
const SCROLLED = 30_000;

export const measure = async ({ browser, chat, count, rounds, site, emulator }) => {
  const visit = async () => {
    await browser.open(site.address(chat));
    await browser.run(chat.set);
    await browser.until("watch.ready()");
  };
  await visit();
  await browser.run("watch.start();");
  await browser.until("watch.field()?.checkVisibility()");
  await chat.begin(browser);
  await browser.open("about:blank");
  const { last = "Hello" } = count > 0 ? await emulator.order({ fill: count }) : {};

  // Notifications are held back for a moment, so that what comes before them is not among what they cost.
  await emulator.order({ faults: { slowNotifications: HELD_MS } });
  await visit();
  const cpu = await meter(browser);
  await browser.run("watch.start();");
  await browser.until(`watch.frames.some(({ said }) => said.startsWith("cqm."))`);
  const before = await cpu();
  const history = await browser.run("return watch.history(arguments[0]);", last);
  const historyCpu = (await cpu()) - before;
  await emulator.order({ faults: { slowNotifications: 0 } });
  await pause(500);

  const { elements, perRow } = await mounted(browser);
  const memory = await memories(browser);
  const keys = await typed(browser, rounds);
  const appended = await appends(browser, cpu, emulator, rounds);
  const scrolling = count > 0 ? await scroll(browser) : undefined;
  const afterwards = await mounted(browser);
  const quiet = await cpu();
  await pause(IDLE_MS);
  const idle = ((await cpu()) - quiet) / (IDLE_MS / 1_000);
  return {
    history,
    historyCpu,
    elements: Math.max(elements, afterwards.elements),
    perRow: Math.max(perRow, afterwards.perRow),
    ...memory,
    append: spread(appended.times),
    appendCpu: appended.cpu,
    keys: spread(keys),
    scrolling,
    idle,
  };
};

// The processor time of the page's main thread so far, in milliseconds.
const meter = async (browser) => {
  await browser.tools("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await browser.tools("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1_000;
  };
};

const mounted = (browser) =>
  browser.run(`return {
    elements: watch.all().length,
    perRow: Math.max(0, ...watch.rows().map((row) => row.querySelectorAll("*").length + 1)),
  };`);

const memories = async (browser) => {
  await browser.tools("HeapProfiler.collectGarbage");
  const { usedSize } = await browser.tools("Runtime.getHeapUsage");
  return { heap: usedSize, wasm: await browser.run("return watch.memory();") };
};

const typed = async (browser, rounds) => {
  await browser.run(`watch.field().focus(); watch.typed = watch.keys(${rounds});`);
  // More than one could write in one line, as people do.
  for (let done = 0; done < rounds; done += 10) await browser.type("abcdefghi ".slice(0, Math.min(10, rounds - done)), 35);
  return browser.run("return watch.typed;");
};

const appends = async (browser, cpu, emulator, rounds) => {
  await browser.run(`watch.log().scrollTop = watch.log().scrollHeight; watch.appended = watch.appends(${rounds});`);
  await pause(200);
  const before = await cpu();
  for (let done = 0; done < rounds; done += 1) {
    await emulator.order({ fill: 1 });
    await pause(70);
  }
  const all = (await cpu()) - before;
  return { times: await browser.run("return watch.appended;"), cpu: all / rounds };
};

// A long way up, as a finger on a phone goes it.
const scroll = async (browser) => {
  const at = await browser.run(`
    const { left, top, width, height } = watch.log().getBoundingClientRect();
    watch.frameLengths();
    watch.from = watch.log().scrollTop;
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };`);
  await browser.tools("Input.synthesizeScrollGesture", { ...at, yDistance: SCROLLED, speed: 6_000, gestureSourceType: "mouse" });
  const { lengths, way } = await browser.run("return { lengths: watch.stop(), way: watch.from - watch.log().scrollTop };");
  return { frames: lengths.length, slow: lengths.filter((length) => length > 34).length, way };
};

const spread = (numbers) => {
  const sorted = numbers.toSorted((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99) };
};
