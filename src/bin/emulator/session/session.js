// One session on the visitor's page, from the Yes to the end: records the page, carries it to the agent and the agent's
// hand to the page. It talks with the chat by two events on its element and by nothing else: `alongside-cobrowse` tells
// what the visitor wants, `alongside-session` tells how things stand.

import { Control } from "./control.js";
import { AWAY_AT_MOST, Line } from "./line.js";
import { Overlay } from "./overlay.js";
import { BLOCKED, HIDDEN, textOf, valueOf } from "./policy.js";
import { scrubber } from "./scrub.js";

const KEPT = "stand-in-cobrowse";
const REMEMBER_EVERY = 2_000;
const FREEDOM = { follow: 0, view: 1, shared: 2 };
const CANNOT_SHOW = "This page cannot be shown: the script that records it is not there.";

/** The session of this tab, as it is kept for the next page. */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

export class Session {
  #chat;
  #serviceId;
  #dialogId;
  #mode;
  #report;
  #rrweb = null;
  #line = null;
  #overlay = null;
  #control = null;
  #stopRecording = null;
  #isLeft = false;
  #isPaused = false;
  #isOver = false;
  #isAsked = false;
  #timer = 0;
  #told = {};

  /** `report(event)` tells the service what its public way has no word for. */
  constructor({ origin, account, serviceId, dialogId, mode, chat, report, lostSince }) {
    this.#chat = chat;
    this.#serviceId = serviceId;
    this.#dialogId = dialogId;
    this.#mode = mode ?? "shared";
    this.#report = report;
    document.addEventListener("alongside-cobrowse", this.#step);
    this.#begin(`${origin.replace(/^http/, "ws")}/cobrowse/${account}/session/page`, `${origin}/cobrowse/rrweb.js`, lostSince);
  }

  async #begin(address, rrweb, lostSince) {
    if (lostSince && Date.now() - lostSince > AWAY_AT_MOST) return this.#over("lost");
    const on = {
      open: (mode) => this.#opened(mode, rrweb),
      word: (word, body) => this.#heard(word, body),
      lost: () => this.#lost(),
      replaced: () => this.#lost(),
      over: (why) => this.#over(why),
    };
    this.#line = new Line(`${address}?service=${encodeURIComponent(this.#serviceId)}`, on, lostSince ?? null);
    document.addEventListener("visibilitychange", this.#visible);
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#visible);
    this.#timer = setInterval(this.#remember, REMEMBER_EVERY);
    this.#remember();
  }

  async #opened(mode, rrweb) {
    // What the service says counts no more than what the visitor has agreed to.
    if ((FREEDOM[mode] ?? 0) < (FREEDOM[this.#mode] ?? 0)) this.#mode = mode;
    this.#overlay ??= new Overlay();
    try {
      this.#rrweb ??= await import(rrweb);
    } catch {
      return this.#fail(CANNOT_SHOW);
    }
    if (this.#isOver) return;
    const find = (id) => this.#rrweb.record.mirror.getNode(id);
    this.#control ??= new Control(find, this.#overlay, (sentence) => this.#line.send("refused", sentence));
    const can = this.#mode === "shared" ? ["pause", "control"] : ["pause"];
    this.#tell({ can, hidden: HIDDEN, control: "none" });
    if (this.#isPaused) this.#pause();
    else this.#record();
  }

  #record() {
    this.#stop();
    const { record } = this.#rrweb;
    const scrub = scrubber(record.mirror);
    let meta = null;
    const emit = (event) => {
      const clean = scrub(event);
      this.#overlay.later();
      if (clean === null) return;
      if (event.type === 4) meta = clean;
      else if (event.type === 2) this.#line.send("snapshot", JSON.stringify([meta, clean]));
      else this.#line.send("event", JSON.stringify([clean]));
      this.#tellPage();
      if (marksChanged(event)) queueMicrotask(() => this.#stopRecording && record.takeFullSnapshot());
    };
    this.#stopRecording = record({
      emit,
      blockSelector: BLOCKED,
      maskAllInputs: true,
      maskInputFn: valueOf,
      maskTextSelector: "*",
      maskTextFn: textOf,
      slimDOMOptions: "all",
      sampling: { mousemove: 50, scroll: 50, media: 10_000 },
    });
    this.#overlay.mark(true);
    this.#tellPage();
    this.#tell({ state: "live" });
  }

  #tellPage() {
    const page = `${location.origin}${location.pathname}`.slice(0, 300);
    if (page !== this.#told.page) this.#tell({ page });
  }

  #stop() {
    this.#stopRecording?.();
    this.#stopRecording = null;
    this.#overlay?.mark(false);
    this.#setControl("none");
  }

  #pause() {
    this.#isPaused = true;
    this.#stop();
    if (this.#line.send("paused")) this.#tell({ state: "paused" });
  }

  #heard(word, body) {
    const isFree = this.#stopRecording !== null;
    if (word === "agent" || word === "alone") {
      // Whoever comes anew asks anew.
      if (word === "agent") this.#overlay.name = body;
      this.#overlay.point(null);
      this.#setControl("none");
    } else if (word === "wants" && isFree) this.#rrweb.record.takeFullSnapshot();
    else if (word === "point" && isFree) this.#control.point(body);
    else if (word === "scroll" && isFree && FREEDOM[this.#mode] >= 1) this.#control.scroll(body);
    else if (word === "ask" && isFree && this.#mode === "shared" && this.#told.control === "none") {
      this.#isAsked = true;
      this.#setControl("asked");
    } else if (word === "release") this.#setControl("none");
    else if (["click", "key"].includes(word) && isFree && this.#told.control === "granted") this.#control[word](body);
  }

  #setControl(control) {
    if (this.#told.control === control || this.#told.control === undefined) return;
    if (control !== "asked") this.#isAsked = false;
    if (control === "none") this.#control?.release();
    this.#tell({ control });
    this.#line?.send("control", control);
  }

  #lost() {
    if (this.#told.state === "lost") return;
    this.#stop();
    this.#tell({ state: "lost" });
  }

  #fail(message) {
    this.#end();
    this.#tell({ state: "failed", message });
    this.#report("ended");
  }

  /** Over for the service, or given up after too long. */
  #over(why) {
    this.#end();
    if (why === "call") return;
    if (why === "lost") this.#report("ended");
    this.#tell(why === "lost" ? { state: "ended", message: "The connection was lost for too long." } : { state: "ended" });
  }

  #end() {
    this.#isOver = true;
    this.#stop();
    this.#line?.end();
    this.#overlay?.remove();
    clearInterval(this.#timer);
    document.removeEventListener("alongside-cobrowse", this.#step);
    document.removeEventListener("visibilitychange", this.#visible);
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#visible);
    try {
      sessionStorage.removeItem(KEPT);
    } catch {
      // Then nothing was kept either.
    }
  }

  #step = ({ detail, target }) => {
    const isOthers = this.#dialogId && detail?.dialogId && detail.dialogId !== this.#dialogId;
    if (detail?.serviceId !== this.#serviceId || isOthers || this.#isOver) return;
    const { step } = detail;
    this.#chat = target;
    // Whoever has only just come up has heard nothing of it.
    if (step === "started") this.#dispatch(this.#told);
    else if (step === "paused") this.#pause();
    else if (step === "resumed") this.#resume();
    else if (step === "control") this.#setControl(detail.granted === true && this.#isAsked ? "granted" : "none");
    else if (step === "ending" || step === "ended") this.#end();
  };

  #resume() {
    this.#isPaused = false;
    if (this.#control && this.#told.state === "paused") this.#record();
  }

  /** Of two tabs the one that is looked at has the place. */
  #visible = () => {
    if (document.visibilityState !== "visible") return;
    if (this.#isLeft) this.#lost();
    this.#isLeft = false;
    this.#line.start();
  };

  #leave = () => {
    this.#remember();
    this.#stop();
    // Nobody is told who is left as well: for one that comes back from the browser's history it is lost until then.
    this.#isLeft = true;
    this.#line.leave();
  };

  #remember = () => {
    const before = kept();
    const isThere = ["live", "paused"].includes(this.#told.state) || before?.serviceId !== this.#serviceId;
    const at = isThere ? Date.now() : before.at;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ serviceId: this.#serviceId, dialogId: this.#dialogId, mode: this.#mode, at }));
    } catch {
      // Then the session ends with the page.
    }
  };

  #tell(detail) {
    Object.assign(this.#told, detail);
    this.#dispatch(detail);
  }

  #dispatch(detail) {
    const chats = this.#chat?.isConnected ? [this.#chat] : document.querySelectorAll("alongside-chat");
    for (const chat of chats) {
      const which = { serviceId: this.#serviceId, dialogId: this.#dialogId };
      chat.dispatchEvent(new CustomEvent("alongside-session", { detail: { ...which, ...detail } }));
    }
  }
}

/** Whether something is to be shown from now on, or to be hidden, that was recorded otherwise. */
function marksChanged({ type, data }) {
  return type === 3 && data.source === 0 && data.attributes.some(({ attributes }) => "data-cobrowse" in attributes);
}
