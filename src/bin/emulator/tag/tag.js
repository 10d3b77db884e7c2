// A small stand-in for LivePerson's tag, for development and tests. It keeps what a page's stub has queued, passes
// events, writes down what was published (in `lpTag.log`, and on the page where there is an element `tag-log`), offers
// the engagement that its own script element names (`data-campaign`, `data-engagement`, as numbers), and plays the
// CoBrowse part of the tag, which tells the emulator what the visitor answered and, after a Yes, loads what shows the
// page to the agent. A tab that was in a session before it loaded this page goes on with it.
(() => {
  "use strict";

  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const tag = (window.lpTag = window.lpTag ?? {});
  const account = tag.site || script.dataset.account || "10001";
  const bound = [];
  const log = (tag.log = []);

  /** Both forms of a call: one object, or an application, a name and a third argument. */
  function read(first, eventName, third, nameOfThird) {
    if (typeof first === "object" && first !== null) return { appName: "*", ...first };
    return { appName: first, eventName, [nameOfThird]: third };
  }

  function matches(one, appName, eventName) {
    const fits = (wanted, given) => wanted === "*" || wanted === given;
    return fits(one.appName, appName) && fits(one.eventName, eventName);
  }

  function bind(first, eventName, func) {
    bound.push(read(first, eventName, func, "func"));
  }

  function unbind(first, eventName, func) {
    const wanted = read(first, eventName, func, "func");
    for (let place = bound.length - 1; place >= 0; place -= 1) {
      const one = bound[place];
      const isMeant = one.appName === wanted.appName && one.eventName === wanted.eventName;
      if (isMeant && (!wanted.func || one.func === wanted.func)) bound.splice(place, 1);
    }
  }

  function call(one, data, appName, eventName) {
    if (one.triggerOnce) unbind(one);
    const run = () => {
      try {
        one.func.call(one.context ?? null, data, { appName, eventName });
      } catch (problem) {
        // As in the real tag, the one who publishes hears nothing of it.
        console.error(`Error executing ${eventName}`, problem);
      }
    };
    if (one.async) setTimeout(run, 0);
    else run();
  }

  function emit(via, first, name, third) {
    const { appName, eventName, data } = read(first, name, third, "data");
    const copy = data === undefined ? undefined : JSON.parse(JSON.stringify(data));
    log.push({ appName, eventName, data: copy, via });
    show(appName, eventName, copy);
    for (const one of [...bound]) if (matches(one, appName, eventName)) call(one, data, appName, eventName);
  }

  function show(appName, eventName, data) {
    const item = document.createElement("li");
    item.textContent = [appName, eventName, data === undefined ? "" : JSON.stringify(data)].join(" ").trim();
    document.getElementById("tag-log")?.append(item);
  }

  function hasFired(first, name) {
    const { appName, eventName } = read(first, name);
    return log.filter((entry) => matches({ appName, eventName }, entry.appName, entry.eventName));
  }

  /** An identifier that stays for as long as the storage does. */
  function kept(storageOf, key) {
    try {
      const storage = storageOf();
      const value = storage.getItem(key) ?? Math.random().toString(36).slice(2, 12);
      storage.setItem(key, value);
      return value;
    } catch {
      return `${key}-of-this-page`;
    }
  }

  const visit = kept(() => sessionStorage, "stand-in-tag-sid");
  const visitor = kept(() => localStorage, "stand-in-tag-vid");

  async function report(serviceId, event) {
    const answer = await fetch(`${origin}/cobrowse/${account}/report`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ serviceId, event }),
    });
    if (!answer.ok) throw new Error(`${event}: ${await answer.text()}`);
  }

  /** Which element has asked the visitor, and for what; the events of the tag say neither. */
  const asked = new Map();
  document.addEventListener("alongside-cobrowse", ({ target, detail }) => {
    const { serviceId, dialogId, mode, step } = detail ?? {};
    // All invitations of a conversation can have the same service id.
    if (step === "ended") {
      if (asked.get(serviceId)?.dialogId === dialogId) asked.delete(serviceId);
    } else if (asked.size < 32 || asked.has(serviceId)) asked.set(serviceId, { chat: target, dialogId, mode });
  });

  async function share(serviceId, kept) {
    const { chat, dialogId = kept?.dialogId, mode = kept?.mode } = asked.get(serviceId) ?? {};
    const told = { origin, account, serviceId, dialogId, mode, chat, lostSince: kept?.at };
    try {
      const { Session } = await import(`${origin}/cobrowse/session.js`);
      new Session({ ...told, report: (event) => void reportAll(serviceId, event) });
    } catch (problem) {
      console.warn("The stand-in CoBrowse part could not be loaded", problem.message);
      const detail = { serviceId, dialogId, state: "failed", message: "This page cannot be shown: it does not let the script load." };
      document.querySelector("alongside-chat")?.dispatchEvent(new CustomEvent("alongside-session", { detail }));
      await reportAll(serviceId, "ended");
    }
  }

  /** The session that this tab was in before it loaded this page. */
  function goOn() {
    try {
      const kept = JSON.parse(sessionStorage.getItem("stand-in-cobrowse") ?? "null");
      if (kept) void share(kept.serviceId, kept);
    } catch {
      // Without storage there is none.
    }
  }

  /** An engagement as the real tag offers one: `contextId` is another one with each page, and state 1 is "online". */
  function offer() {
    const [campaignId, engagementId] = [Number(script.dataset.campaign), Number(script.dataset.engagement)];
    if (!campaignId || !engagementId) return;
    const contextId = String(Math.floor(Math.random() * 1e9) + 1);
    const data = { campaignId, engagementId, contextId, engagementName: "Stand-in", state: 1 };
    for (const eventName of ["OFFER_DISPLAY", "OFFER_IMPRESSION"]) emit("trigger", "LP_OFFERS", eventName, data);
  }

  function reportAll(serviceId, ...events) {
    const done = events.reduce((before, event) => before.then(() => report(serviceId, event)), Promise.resolve());
    return done.catch((problem) => console.warn("The stand-in CoBrowse part could not report", problem.message));
  }

  tag.events = {
    bind,
    unbind,
    hasFired,
    trigger: (...call) => emit("trigger", ...call),
    publish: (...call) => emit("publish", ...call),
  };
  tag.taglets = {
    ...tag.taglets,
    lp_monitoringSDK: { getSid: () => visit, getVid: () => visitor },
    cobrowse: { end: (serviceId) => reportAll(serviceId, "ended") },
  };
  for (const appName of ["lpUnifiedWindow", "lpCoBrowse"]) {
    bind(appName, "cobrowseAccepted", ({ serviceId }) => void reportAll(serviceId, "accepted").then(() => share(serviceId)));
    bind(appName, "cobrowseDeclined", ({ serviceId }) => void reportAll(serviceId, "declined"));
  }

  // The stub of the page kept three queues: what to bind, what to trigger, and what to do once the tag is there.
  for (const queue of ["_defB", "_defT", "_defL"]) {
    const waiting = tag[queue] ?? [];
    tag[queue] = [];
    for (const run of waiting) run();
  }
  tag.defer = (run) => run();
  offer();
  goOn();
})();
