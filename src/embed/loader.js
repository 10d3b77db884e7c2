// The page's door, before any wasm: defines <alongside-chat>, draws its launcher, and fetches the widget on first intent.
//
// The build replaces BUILD_ID (a hash of glue and wasm, so that a stale pair cannot mix) and LAUNCHER_CSS (the text of
// styles/launcher.css); loader and sheet together stay under 2,000 bytes. What knows about chats belongs into the wasm.

let tag = "alongside-chat";
let registry = customElements;

let tell = (line) => console.error("Alongside: " + line);

// One load for all elements of the page. It is forgotten when it fails, so that a click can start another.
let loading;
let failures = 0;
let wanted;

let load = async () => {
  // A module that failed once stays failed under its address, so each attempt has its own.
  let address = (ending) => new URL(`widget${ending}?v=${BUILD_ID}.${failures}`, import.meta.url);
  let wasmAddress = address("_bg.wasm");
  // Both are on their way before either is waited for; what becomes of the wasm counts where the glue needs it.
  let wasm = fetch(wasmAddress);
  wasm.catch(() => 0);
  let glue = await import((wanted = address(".js")));
  wanted = wasmAddress;
  await glue.default(wasm);
  return glue;
};

if (!self.WebAssembly) tell("no wasm");
else if (!registry.get(tag)) {
  registry.define(
    tag,
    class extends HTMLElement {
      #root;
      #life;

      connectedCallback() {
        if (this.#life) return;
        let attribute = (name) => this.getAttribute(name);
        let root = (this.#root ||= this.attachShadow({ mode: attribute("shadow") == "open" ? "open" : "closed" }));
        let { signal } = (this.#life = new AbortController());
        let sheet = new CSSStyleSheet();
        // In the words of the page, where they have a name of their own.
        let say = (text) => self[attribute("words")]?.[text] || text;
        let make = (name) => document.createElement(name);
        let launcher = make("button");
        // Its role is `status`, so what is put into it is announced.
        let note = make("output");
        // Not yet tried: undefined. Loading or done: 1. Failed: 0, and from then on only a click tries again.
        let started;

        let start = async () => {
          started = 1;
          try {
            let glue = await (loading ||= load());
            if (!signal.aborted) {
              // What was pressed meanwhile is busy.
              glue.mount(this, root, signal);
              note.remove();
            }
          } catch (error) {
            // Of several elements that waited for the same load, the first one reports.
            if (loading) {
              tell(`cannot load ${wanted}: ${error}. CORS? CSP script-src 'wasm-unsafe-eval'`);
            }
            loading = started = 0;
            failures++;
            if (launcher.ariaBusy) note.value = say("Chat did not start. Try again.");
            launcher.ariaBusy = null;
          }
        };
        let intent = () => started ?? start();

        sheet.replaceSync(LAUNCHER_CSS);
        root.adoptedStyleSheets = [sheet];
        root.replaceChildren(launcher, note);
        launcher.className = launcher.part = "launcher";
        launcher.ariaLabel = say("Open chat");
        launcher.ariaExpanded = false;
        // A touch enters, too. That it is listened for makes WebKit call what is touched `:active` (see the supervisor).
        launcher.onpointerenter = launcher.onfocus = launcher.ontouchstart = intent;
        launcher.onclick = () => {
          launcher.ariaBusy = true;
          note.value = "";
          if (!started) start();
        };
        // A page without storage wakes on intent only.
        try {
          // The widget keeps everything under the origin of the service and the account, however the attributes write them.
          let prefix = `alongside1|${new URL(attribute("service") || "https://api.liveperson.net").origin}|${attribute("account").trim()}|`;
          // Whatever is kept for anybody, at once, also where there is no widget yet. Those of all tabs begin anew, this
          // one's, too: they hear of it as of anything that is forgotten.
          this.forget = () => {
            for (let key in storage) if (!key.indexOf(prefix)) delete storage[key];
            // Files on their way out; before what not every browser has.
            indexedDB.deleteDatabase(prefix);
            new BroadcastChannel(prefix).postMessage(prefix);
          };
          let storage = localStorage;
          let wake = storage[prefix + "wake"];
          if (wake == "now") intent();
          else if (wake) (self.requestIdleCallback || setTimeout)(intent);
        } catch {}
      }

      // Moving the element takes it out and puts it back at once, which must not end a conversation.
      async disconnectedCallback() {
        await 0;
        if (!this.isConnected) this.#life = this.#life?.abort();
      }
    },
  );
}
