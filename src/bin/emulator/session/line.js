// The way to the service for one session: a socket of its own that comes back after a drop, and is not waited for longer
// than the service waits for the page.

const [FIRST_PAUSE, LONGEST_PAUSE] = [500, 5_000];
const [PING_EVERY, PONG_WITHIN] = [5_000, 5_000];
/** As long as the service keeps the place of a page that is away. */
export const AWAY_AT_MOST = 120_000;

/** The codes by which the service ends it for good, or for as long as another page has the place. */
const [OVER, REPLACED, CALL] = [4410, 4409, 4405];

export class Line {
  #address;
  #on;
  #socket = null;
  #pause = FIRST_PAUSE;
  #retry = 0;
  #ping = 0;
  #pong = 0;
  #lostSince;
  #isEnded = false;

  /** `on` has `open()`, `word(word, body)`, `lost()` (once or more), `replaced()` and `over(why)`: "ended", "call" or "lost". */
  constructor(address, on, lostSince = null) {
    this.#address = address;
    this.#on = on;
    this.#lostSince = lostSince;
    addEventListener("offline", this.#offline);
    addEventListener("online", this.#online);
    this.start();
  }

  start() {
    clearTimeout(this.#retry);
    if (this.#isEnded || this.#socket) return;
    this.#lostSince ??= Date.now();
    const socket = (this.#socket = new WebSocket(this.#address));
    const isIt = () => this.#socket === socket;
    socket.addEventListener("message", ({ data }) => isIt() && this.#heard(String(data)));
    socket.addEventListener("close", ({ code }) => isIt() && this.#closed(code));
  }

  /** Sends a word and what belongs to it; tells whether there is somebody to send it to. */
  send(word, body) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(body === undefined ? word : `${word}\n${body}`);
    return true;
  }

  /** The page is left, perhaps for the browser's history: it comes back by `start`. */
  leave() {
    this.#drop();
    this.#lostSince ??= Date.now();
  }

  end() {
    this.#isEnded = true;
    removeEventListener("offline", this.#offline);
    removeEventListener("online", this.#online);
    this.#drop();
  }

  #heard(data) {
    const cut = data.indexOf("\n");
    const [word, body] = cut < 0 ? [data, ""] : [data.slice(0, cut), data.slice(cut + 1)];
    if (word === "pong") clearTimeout(this.#pong);
    else if (word === "mode") this.#opened(body);
    else this.#on.word(word, body);
  }

  /** The first that the service says: it has let us in. */
  #opened(mode) {
    this.#pause = FIRST_PAUSE;
    this.#lostSince = null;
    this.#ping = setInterval(() => {
      this.send("ping");
      clearTimeout(this.#pong);
      this.#pong = setTimeout(() => this.#closed(1006), PONG_WITHIN);
    }, PING_EVERY);
    this.#on.open(mode);
  }

  #closed(code) {
    this.#drop();
    if (code === OVER || code === CALL) {
      this.end();
      this.#on.over(code === CALL ? "call" : "ended");
    } else if (code === REPLACED) {
      this.#on.replaced();
    } else {
      this.#later();
    }
  }

  #later() {
    this.#lostSince ??= Date.now();
    const left = this.#lostSince + AWAY_AT_MOST - Date.now();
    this.#on.lost();
    if (left <= 0) {
      this.end();
      this.#on.over("lost");
      return;
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.start(), Math.min(left, this.#pause * (0.5 + Math.random() / 2)));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #offline = () => {
    if (this.#socket) this.#closed(1006);
  };

  #online = () => {
    this.#pause = FIRST_PAUSE;
    if (this.#lostSince !== null) this.start();
  };

  #drop() {
    clearInterval(this.#ping);
    clearTimeout(this.#pong);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
