// The desk: who logs in, and what happens on which click and which frame.

import { Actions } from "./actions.js";
import { wireCards } from "./cards.js";
import { chosenSeconds, renderCoBrowse, watchable } from "./cobrowse.js";
import { hook, show, write } from "./dom.js";
import { openFile, sendFile, TAKEN } from "./files.js";
import { Link } from "./link.js";
import { renderList } from "./list.js";
import { renderMore, wireMore } from "./more.js";
import { State } from "./state.js";
import { renderTranscript } from "./transcript.js";
import { wireTrouble } from "./trouble.js";
import { Watch } from "./watch.js";

const STORED_NAME = "alongside-desk-name";
const TYPING_LASTS = 15_000;
const STATES = { connecting: "Connecting…", connected: "Connected", offline: "Connection lost. Trying again…" };

const state = new State();
let link = null;
let actions = null;
let isDrawing = false;
let noticeTimer = 0;
let account = "";
let watch = null;
let watched = null;

const selected = () => state.conversations.get(state.selected);
const nameOf = (id) => {
  const conversation = state.conversations.get(id);
  return conversation?.name || `Visitor ${(conversation?.consumer || id).slice(0, 4)}`;
};

/** Draws once for all changes of one turn. Not by animation frame: a desk in the background has to keep up too. */
function draw() {
  if (isDrawing) return;
  isDrawing = true;
  queueMicrotask(() => {
    isDrawing = false;
    renderList(state, nameOf, { select, ring: answerRing });
    renderTranscript(state, selected(), nameOf, (path) => attempt(openFile(actions, path)));
    renderMore(selected());
    renderCoBrowse(selected(), link?.now() ?? Date.now());
    watchSession(watchable(selected()));
    const unread = [...state.conversations.values()].reduce((sum, one) => sum + state.unread(one), 0);
    document.title = unread > 0 ? `(${unread}) Agent desk` : "Agent desk";
  });
}

/** Watches the session of the chosen conversation, whichever it is. */
function watchSession(session) {
  if (session?.id === watched) return;
  watch?.end();
  watched = session?.id ?? null;
  watch = session && link ? new Watch(account, link, session.serviceId, session.mode) : null;
}

function tell(sentence) {
  const notice = hook("notice");
  write(notice, sentence);
  show(notice, true);
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => show(notice, false), 6_000);
}

/** Does something that the service may refuse; the refusal is said in its words. */
async function attempt(promise) {
  try {
    await promise;
    return true;
  } catch (problem) {
    tell(problem.message);
    return false;
  }
}

async function select(id) {
  const box = hook("field", "reply");
  const before = selected();
  if (before) before.draft = box.value;
  if (before?.isMine && before.isOpen && before.id !== id) actions.rest(before);
  state.selected = id;
  box.value = selected()?.draft ?? "";
  draw();
  await catchUp(selected());
  read(selected());
}

async function catchUp(conversation) {
  if (!conversation) return;
  await attempt(
    actions.history(conversation, state.newest(conversation)).then((changes) => {
      for (const change of changes) state.event({ ...change, conversationId: conversation.id });
    }),
  );
  confirm(conversation);
  draw();
}

/** Confirms what reached this desk. */
function confirm(conversation) {
  if (!conversation.isMine || !conversation.isOpen) return;
  sendReceipt(conversation, "ACCEPT");
}

/** Confirms what is seen: the chosen conversation, while the desk itself is. */
function read(conversation) {
  if (!conversation?.isMine || !conversation.isOpen) return;
  if (document.visibilityState !== "visible" || state.selected !== conversation.id) return;
  sendReceipt(conversation, "READ");
}

async function sendReceipt(conversation, status) {
  const sequences = state.unconfirmed(conversation, status);
  if (sequences.length === 0) return;
  const onTheirWay = conversation.onTheirWay[status];
  for (const sequence of sequences) onTheirWay.add(sequence);
  // A receipt that did not arrive is due again with the next look.
  await actions.receipt(conversation, status, sequences).catch(() => {
    for (const sequence of sequences) onTheirWay.delete(sequence);
  });
}

function answerRing(ringId, ringState) {
  attempt(actions.answerRing(ringId, ringState));
}

function takeConversations(changes) {
  for (const { type, result } of changes) {
    if (type === "DELETE") {
      state.remove(result.convId);
      continue;
    }
    const isNew = !state.conversations.has(result.convId);
    const wasMine = state.conversations.get(result.convId)?.isMine ?? false;
    const conversation = state.upsert(result);
    if (isNew || conversation.isOpen) learnName(conversation);
    if (conversation.isMine && !wasMine) {
      const isFree = state.selected === null || !selected()?.isOpen;
      if (conversation.isOpen && isFree) select(conversation.id);
      else catchUp(conversation);
    }
  }
}

function learnName(conversation) {
  actions.profile(conversation.consumer).then(
    (entries) => {
      const personal = entries.find(({ type }) => type === "personal")?.personal ?? {};
      conversation.name = [personal.firstname, personal.lastname].filter(Boolean).join(" ").slice(0, 40);
      const [contact] = [personal.contacts ?? []].flat();
      conversation.contact = [contact?.email, contact?.phone].filter(Boolean).join(" · ").slice(0, 300);
      draw();
    },
    () => undefined,
  );
}

function takeRings(changes) {
  for (const { result } of changes) {
    for (const ring of result.ringsDetails) {
      if (ring.ringState !== "WAITING") {
        state.rings.delete(ring.ringId);
      } else if (hook("action", "auto-accept").checked && !state.conversations.get(result.conversationId)?.isGiven) {
        // Another desk may have been quicker: nobody asked for this one, so nobody needs to hear of it.
        actions.answerRing(ring.ringId, "ACCEPTED").catch(() => undefined);
      } else {
        state.rings.set(ring.ringId, { ringId: ring.ringId, conversationId: result.conversationId });
      }
    }
  }
}

function notice(type, body) {
  if (type === ".ams.aam.ExConversationChangeNotification") takeConversations(body.changes);
  else if (type === ".ams.routing.RoutingTaskNotification") takeRings(body.changes);
  else if (type === ".ams.ms.OnlineEventDistribution" && state.event(body)) {
    const conversation = state.conversations.get(body.dialogId);
    confirm(conversation);
    read(conversation);
  }
  draw();
}

async function ready() {
  state.me = link.agent.userPid;
  state.rings.clear();
  write(hook("agent"), link.agent.loginName);
  state.markStale();
  if (!(await attempt(actions.begin()))) return;
  state.removeStale();
  for (const conversation of state.conversations.values()) if (conversation.isMine) catchUp(conversation);
  draw();
}

async function logIn(name) {
  const setup = await fetch("/agent/setup.json").then((answer) => answer.json());
  account = setup.account;
  if (setup.control && hook("trouble").hidden) wireTrouble(attempt, tell);
  sessionStorage.setItem(STORED_NAME, name);
  show(hook("login"), false);
  show(hook("desk"), true);
  link = new Link(setup.account, name, {
    ready,
    notice,
    state(word) {
      hook("connection").dataset.state = word;
      write(hook("connection"), STATES[word]);
    },
    refused: (sentence) => logOut(`The service refused the login: ${sentence}`),
  });
  actions = new Actions(link);
  draw();
  await link.start();
}

function logOut(sentence = "") {
  watchSession(null);
  link?.end();
  link = null;
  sessionStorage.removeItem(STORED_NAME);
  state.conversations.clear();
  state.rings.clear();
  state.selected = null;
  history.replaceState(null, "", location.pathname);
  show(hook("desk"), false);
  show(hook("login"), true);
  write(hook("login-problem"), sentence);
  hook("field", "reply").value = "";
  hook("field", "name").focus();
}

function onAction(name, run) {
  hook("action", name).addEventListener("click", run);
}

async function sendReply() {
  const box = hook("field", "reply");
  const conversation = selected();
  const text = box.value.trim();
  if (!conversation || text === "") return;
  box.value = "";
  // What could not be sent comes back, unless something new stands there by then.
  if (!(await attempt(actions.send(conversation, text, hook("field", "private").checked))) && box.value === "") box.value = text;
}

async function sendFiles(input) {
  const conversation = selected();
  for (const file of [...input.files]) await attempt(sendFile(actions, conversation, file));
  input.value = "";
}

function wire() {
  hook("login").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = hook("field", "name").value.trim();
    if (name !== "") logIn(name).catch(() => write(hook("login-problem"), "The service cannot be reached."));
  });
  hook("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    sendReply();
  });
  const box = hook("field", "reply");
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    sendReply();
  });
  box.addEventListener("input", () => {
    const conversation = selected();
    if (conversation?.isMine) actions.typing(conversation, box.value.trim() === "");
  });
  onAction("log-out", () => logOut());
  wireMore(() => actions, selected, attempt, () => link.now());
  onAction("take", () => attempt(actions.take(selected())));
  onAction("close-conversation", () => attempt(actions.close(selected())));
  for (const button of document.querySelectorAll("[data-mode]")) {
    button.addEventListener("click", () => invite(button.dataset.mode));
  }
  const files = hook("field", "files");
  files.accept = TAKEN;
  files.addEventListener("change", () => sendFiles(files));
  onAction("attach", () => files.click());
  wireCards((event) => attempt(actions.show(selected(), event)));
  onAction("cancel-invitation", () => attempt(actions.endCoBrowse(selected(), selected().cobrowse, "cancel_invitation")));
  onAction("ask-control", () => watch?.ask());
  onAction("release-control", () => watch?.release());
  onAction("end-session", () => attempt(actions.endCoBrowse(selected(), selected().cobrowse)));
  hook("field", "seconds").addEventListener("change", ({ target }) => show(hook("custom"), target.value === "custom"));
  hook("action", "auto-accept").addEventListener("change", ({ target }) => {
    if (target.checked) for (const ring of state.rings.values()) answerRing(ring.ringId, "ACCEPTED");
  });
  document.addEventListener("visibilitychange", () => read(selected()));
  setInterval(() => {
    // A typing sign that is not renewed has lost its end.
    for (const one of state.conversations.values()) {
      if (one.isTyping && Date.now() - one.typingSince > TYPING_LASTS) one.isTyping = false;
    }
    draw();
  }, 1_000);
}

function invite(mode) {
  const seconds = chosenSeconds();
  if (seconds === null) tell("Choose between 1 and 3600 seconds.");
  else attempt(actions.invite(selected(), mode, seconds));
}

wire();
const named = new URLSearchParams(location.search).get("name")?.trim() || sessionStorage.getItem(STORED_NAME);
if (named) logIn(named).catch(() => logOut("The service cannot be reached."));
else logOut();
