// Watching: the session's socket, and the screen that shows what comes on it.

import { hook, make, show, write } from "./dom.js";

const AGAIN_AFTER = 1_000;
const [OVER, REPLACED] = [4410, 4409];
const WORDS = {
  connecting: "Connecting to the visitor's page…",
  away: "The visitor's page is away. It may come back within two minutes.",
  waiting: "Waiting for the visitor's page…",
  live: "This is the visitor's page. What is masked was hidden before it left.",
  paused: "The visitor has paused. Nothing is shown.",
  elsewhere: "The session is watched at another desk.",
  broken: "The page cannot be shown: this emulator was started without rrweb.",
};

export class Watch {
  #link;
  #address;
  #mode;
  #socket = null;
  #retry = 0;
  #screen = null;
  #isReady = false;
  #waiting = [];
  #isEnded = false;

  /** `link` knows the newest bearer. */
  constructor(account, link, serviceId, mode) {
    const origin = location.origin.replace(/^http/, "ws");
    this.#link = link;
    this.#address = (bearer) => `${origin}/cobrowse/${account}/session/agent/${bearer}?service=${encodeURIComponent(serviceId)}`;
    this.#mode = mode;
    addEventListener("message", this.#screenTold);
    this.#screen = make("iframe", { src: "/agent/screen", title: "The visitor's page" });
    hook("screen").replaceChildren(this.#screen);
    write(hook("refused"), "");
    this.#hand("none");
    this.#open();
  }

  end() {
    this.#isEnded = true;
    clearTimeout(this.#retry);
    removeEventListener("message", this.#screenTold);
    this.#socket?.close();
    hook("screen").replaceChildren();
    show(hook("watch"), false);
  }

  ask() {
    this.#send("ask");
  }

  release() {
    this.#send("release");
  }

  #open() {
    this.#say("connecting");
    const socket = (this.#socket = new WebSocket(this.#address(this.#link.bearer)));
    socket.addEventListener("message", ({ data }) => this.#heard(String(data)));
    socket.addEventListener("close", ({ code }) => {
      if (this.#isEnded || code === OVER) return;
      if (code === REPLACED) this.#say("elsewhere");
      else this.#retry = setTimeout(() => this.#open(), AGAIN_AFTER);
    });
  }

  #heard(data) {
    const cut = data.indexOf("\n");
    const [word, body] = cut < 0 ? [data, ""] : [data.slice(0, cut), data.slice(cut + 1)];
    if (word === "snapshot" || word === "event") {
      if (word === "snapshot") this.#say("live");
      this.#toScreen("events", JSON.parse(body));
    } else if (word === "paused" || word === "away") {
      this.#say(word);
      this.#hand("none");
      this.#toScreen("clear");
    } else if (word === "control") this.#hand(body);
    else if (word === "refused") write(hook("refused"), body.slice(0, 200));
    else if (word === "mode") this.#say("waiting");
  }

  #screenTold = ({ data, origin, source }) => {
    if (origin !== location.origin || source !== this.#screen?.contentWindow) return;
    const { word, body } = data;
    if (word === "ready") {
      this.#isReady = true;
      for (const message of this.#waiting.splice(0)) this.#toScreen(message.word, message.body);
    } else if (word === "broken") this.#say("broken");
    else if (word === "point" && !hook("action", "point").checked) return;
    else this.#act(word, body);
  };

  #act(word, body) {
    const isFree =
      word === "point" ||
      (word === "scroll" && this.#mode !== "follow") ||
      (["click", "key"].includes(word) && hook("hand").dataset.control === "granted");
    if (!isFree) return;
    if (word === "click") write(hook("refused"), "");
    this.#send(word, JSON.stringify(body));
  }

  #send(word, body) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(body === undefined ? word : `${word}\n${body}`);
  }

  #toScreen(word, body) {
    if (this.#isReady) this.#screen.contentWindow.postMessage({ word, body }, location.origin);
    else this.#waiting.push({ word, body });
  }

  #hand(control) {
    hook("hand").dataset.control = control;
    const asking = hook("action", "ask-control");
    asking.disabled = control === "asked";
    write(asking, control === "asked" ? "Asked for control…" : "Ask for control");
    show(asking, this.#mode === "shared" && control !== "granted");
    show(hook("action", "release-control"), control === "granted");
    this.#toScreen("hand", control);
  }

  #say(word) {
    const watch = hook("watch");
    show(watch, true);
    watch.dataset.state = word;
    write(hook("watching"), WORDS[word]);
  }
}
