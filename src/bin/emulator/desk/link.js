// The way to the service: login, the agent socket, answers matched to requests, keep-alive, and coming back after a drop.

const ANSWER_WITHIN = 10_000;
const KEEP_ALIVE = 30_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;

/** A request that the service refused, or that was not answered. */
export class Refused extends Error {}

export class Link {
  #name;
  #account;
  #on;
  #socket = null;
  #waiting = new Map();
  #nextId = 1;
  #keepAlive = 0;
  #pause = FIRST_PAUSE;
  #retry = 0;
  #isEnded = false;
  /** What has to be added to the own clock to get the service's. */
  offset = 0;
  agent = null;
  bearer = "";

  /** `on` has `state(word)`, `ready()`, `notice(type, body)` and `refused(sentence)`. */
  constructor(account, name, on) {
    this.#account = account;
    this.#name = name;
    this.#on = on;
  }

  now() {
    return Date.now() + this.offset;
  }

  async start() {
    this.#on.state("connecting");
    try {
      const session = await this.#logIn();
      if (!this.#isEnded) this.#open(session);
    } catch (problem) {
      if (this.#isEnded) return;
      if (problem instanceof Refused) this.#on.refused(problem.message);
      else this.#later();
    }
  }

  end() {
    this.#isEnded = true;
    clearTimeout(this.#retry);
    this.#drop();
  }

  async #logIn() {
    const answer = await fetch(`/api/account/${this.#account}/login?v=1.3`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: this.#name, password: "" }),
    });
    if (answer.status >= 400 && answer.status < 500) throw new Refused(await answer.text());
    if (!answer.ok) throw new Error(`login answered ${answer.status}`);
    return answer.json();
  }

  /** The other agents who could take a conversation now. */
  async colleagues() {
    const headers = { authorization: `Bearer ${this.bearer}` };
    const address = `/api/account/${this.#account}/configuration/le-users/users`;
    const answer = await fetch(address, { headers }).catch(() => null);
    if (!answer?.ok) throw new Refused("Who else is there could not be asked.");
    return (await answer.json()).filter(({ pid }) => pid !== this.agent.userPid);
  }

  #open(session) {
    this.agent = session.config;
    this.bearer = session.bearer;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const path = `/ws_api/account/${this.#account}/messaging/brand/${session.bearer}?v=2.1`;
    const socket = new WebSocket(`${scheme}//${location.host}${path}`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#heard(event.data));
    socket.addEventListener("close", () => {
      if (this.#socket === socket && !this.#isEnded) this.#later();
    });
  }

  async #opened() {
    this.#keepAlive = setInterval(() => this.#askClock(), KEEP_ALIVE);
    await this.#askClock();
    // Without an answer the connection is given up already, and the next one says when it stands.
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#pause = FIRST_PAUSE;
    this.#on.state("connected");
    this.#on.ready();
  }

  async #askClock() {
    try {
      const asked = Date.now();
      const { currentTime } = await this.ask(".ams.GetClock");
      this.offset = currentTime - (asked + Date.now()) / 2;
    } catch {
      if (this.#socket?.readyState === WebSocket.OPEN) this.#later();
    }
  }

  #later() {
    this.#drop();
    this.#on.state("offline");
    this.#retry = setTimeout(() => this.start(), this.#pause * (0.8 + Math.random() * 0.4));
    this.#pause = Math.min(this.#pause * 1.6, LONGEST_PAUSE);
  }

  #drop() {
    clearInterval(this.#keepAlive);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    for (const { fail } of this.#waiting.values()) fail(new Refused("The connection was lost."));
    this.#waiting.clear();
  }

  /** Asks and gives the body of the answer. */
  ask(type, body) {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Refused("There is no connection."));
    const id = String(this.#nextId++);
    socket.send(JSON.stringify({ kind: "req", id, type, body }));
    return new Promise((done, failed) => {
      const timer = setTimeout(() => fail(new Refused("The service did not answer.")), ANSWER_WITHIN);
      const settle = (how) => (value) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        how(value);
      };
      const fail = settle(failed);
      this.#waiting.set(id, { done: settle(done), fail });
    });
  }

  #heard(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    if (frame.kind === "notification") {
      this.#on.notice(frame.type, frame.body);
      return;
    }
    const waiting = this.#waiting.get(frame.reqId);
    if (!waiting) return;
    if (frame.code < 300) waiting.done(frame.body);
    else waiting.fail(new Refused(typeof frame.body === "string" ? frame.body : `The service answered ${frame.code}.`));
  }
}
