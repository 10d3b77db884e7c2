// Keeps the chat on the page when its wasm breaks: ends what the broken instance held, and starts a fresh one.
//
// The build puts the glue that wasm-bindgen wrote behind this file, as a function (scripts/glue.mjs): each call of
// `instantiate(module, died)` makes an instance with a state of its own, watched by `watch(died)`, and gives its `mount`.
// So a fresh instance is made of what the page has already, also where the network is gone. What was written and said
// comes back from the browser's storage and from the service, as after a reload.

// How often it is started anew within how many milliseconds.
const MOST = 3;
const SPAN = 300_000;
// How many milliseconds the second part may take before it is tried again.
const PATIENCE = 30_000;
// How many milliseconds it is said that everything was forgotten.
const NOTE_STAYS = 8_000;

let compiled;
// The `mount` of the instance that lives, if one does.
let living;
// When the newest ones broke.
let deaths = [];
let isOver;
// One for each element, as long as the element stays.
const widgets = new Set();

// Starts the wasm: the loader hands over the promise of its response, once. A server that gives the wasm another type
// than its own is borne with.
export default async (promise) => {
  compiled = await compile(promise);
  await start();
};

const compile = async (promise) => {
  const response = await promise;
  if (!response.ok) throw response.status;
  return response.headers.get("content-type") == "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
};

// A promise of the second part of the wasm, compiled once; it is forgotten when it fails.
let second;
// An instance of the first part, which calls `count` functions of the second, and what puts that beside it: `complete`.
const firstPart = async (module, imports, count) => {
  let others;
  imports.b = Array.from({ length: count }, (_, place) => (...values) => others[place](...values));
  const { exports } = await WebAssembly.instantiate(module, imports);
  imports.c = exports;
  const complete = async () => {
    if (others) return;
    // Its query is that of this script, so that what is of another build is not taken for it.
    const own = new URL(import.meta.url);
    const address = new URL(`widget_more.wasm${own.search}`, own);
    try {
      second ||= compile(fetch(address, { signal: AbortSignal.timeout(PATIENCE) }));
      others = (await WebAssembly.instantiate(await second, imports)).exports;
    } catch (error) {
      second = 0;
      throw `${address}: ${error}`;
    }
  };
  return { exports, complete };
};

// Puts a widget into the shadow root of its element until the signal is aborted; see src/embed/mount.rs.
export const mount = (host, root, signal) => {
  // The loader's launcher comes back whenever there is no widget, so that there is always something to press.
  const widget = { host, root, words: wordsOf(host), launcher: root.querySelector(".launcher"), sheets: [...root.adoptedStyleSheets] };
  widgets.add(widget);
  signal.addEventListener("abort", () => {
    widgets.delete(widget);
    widget.life.abort();
  });
  show(widget);
};

// The texts that the page has in the place of ours, if it has any (docs/words.md).
const wordsOf = (host) => {
  const path = host.getAttribute("words")?.trim();
  if (!path) return;
  const found = path.split(".").reduce((object, name) => object?.[name], globalThis);
  if (Object(found) === found) return found;
  console.warn(`Alongside: words="${path}" names no object of the page`);
};

// Whoever waits for an instance that does not even start hears of that from this promise.
const start = async () => {
  living = await instantiate(compiled, (error) => living && died(error));
};

const show = async (widget) => {
  const { host, root, launcher } = widget;
  // All that an instance holds of the page hangs on this. The browser ends it: a broken instance could not.
  const { signal } = (widget.life = new AbortController());
  // A press that ends on another button than it began on is a click on neither.
  while (launcher.matches(":active")) await new Promise(requestAnimationFrame);
  if (signal.aborted) return;
  // Called by an instance that was told to forget everything, which includes all that it knows itself.
  signal.again = () => queueMicrotask(() => again(widget));
  signal.complete = living?.complete;
  signal.words = widget.words;
  if (isOver) giveUp(widget);
  // Busy is one that was pressed, or whose panel was open.
  else living?.(host, root, signal, !!launcher.ariaBusy);
};

// Puts a fresh widget, closed, in the place of one that lives.
const again = (widget) => {
  // It may have been taken off the page meanwhile.
  if (!widgets.has(widget)) return;
  clear(widget);
  widget.launcher.ariaBusy = null;
  show(widget);
  // Put there first and written then, so that it is read out.
  const note = document.createElement("output");
  widget.root.append(note);
  note.value = said(widget.words, "The chat starts afresh.");
  setTimeout(() => note.remove(), NOTE_STAYS);
};

const died = async (error) => {
  console.error("Alongside: the chat broke:", error);
  const now = performance.now();
  living = null;
  deaths = [...deaths, now].slice(-MOST - 1);
  isOver = deaths.length > MOST && now - deaths[0] < SPAN;
  widgets.forEach(clear);
  // Only a living instance takes its badge away itself. The icon says what was written in front of the page's title.
  const badge = document.getElementById("alongside-badge");
  const written = badge?.title.trim();
  if (badge && document.title.startsWith(written)) document.title = document.title.slice(written.length);
  badge?.remove();
  if (!isOver) {
    try {
      await start();
    } catch (error) {
      return died(error);
    }
  }
  widgets.forEach(show);
};

// Takes away what is left of a widget, and keeps in the launcher what it was like: busy, true or false, where it was open.
const clear = ({ root, life, launcher, sheets }) => {
  const wasFocused = root.activeElement;
  const wasOpen = root.querySelector("[aria-expanded=true],[aria-busy]");
  life.abort();
  root.adoptedStyleSheets = sheets;
  root.replaceChildren(launcher);
  // A panel that comes back by itself must not draw focus from where it is; a press makes it true.
  launcher.ariaBusy = wasOpen && !!wasFocused;
  if (wasFocused) launcher.focus();
};

// A text as the page has it, or in English.
const said = (words, english) => words?.[english] ?? english;

// Says so beside the place of the launcher: what reloads the page is not to appear under a finger that meant to chat.
const giveUp = ({ root, words }) => {
  const wasFocused = root.activeElement;
  const note = document.createElement("output");
  const button = document.createElement("button");
  note.role = "alert";
  note.value = said(words, "The chat stopped working. Reload the page to go on; what you wrote is kept.") + " ";
  button.style = "font:inherit";
  button.textContent = said(words, "Reload");
  button.onclick = () => location.reload();
  note.append(button);
  root.replaceChildren(note);
  if (wasFocused) button.focus();
};

// Watches over one instance. Whatever is thrown out of it has left it half-way in what it did: it is dead, which is told
// once, and every later call into it does nothing. What Rust catches of a call of its own is none of that.
const watch = (died) => {
  // What was thrown, in a list: anything can be.
  let dead;
  let isTold;
  const check = () => {
    if (dead) throw dead[0];
  };
  return {
    // The exports of the wasm, watched.
    guard: (exports) => {
      const guarded = {};
      for (const name in exports) {
        const run = exports[name];
        guarded[name] = !run.call
          ? run
          : (...values) => {
              try {
                if (!dead) return run(...values);
              } catch (error) {
                dead ||= [error];
              }
              // Once nothing of it runs any more. Where the stack is too full for this, the next call gets here, too.
              isTold ||= !queueMicrotask(() => died(dead[0]));
            };
      }
      return guarded;
    },
    // Called wherever Rust gets control back: it may have died in a call that it caused itself, and must not go on.
    check,
    // In place of `setInterval`.
    repeat: (call, delay) => {
      const timer = setInterval(() => (dead ? clearInterval(timer) : call()), delay);
      return timer;
    },
  };
};
