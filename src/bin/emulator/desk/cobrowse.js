// The CoBrowse card: what the service says of the dialog, what the visitor answered, and what the agent may do.

import { hook, keyed, make, show, write } from "./dom.js";

const ANSWERS = {
  none: "No invitation was sent.",
  waiting: "Invited. Waiting for the visitor to answer.",
  accepted: "Accepted. The visitor's page is connecting.",
  joined: "The session is running.",
  declined: "The visitor declined.",
  cancelled: "You cancelled the invitation.",
  expired: "The invitation expired without an answer.",
  ended: "The session has ended.",
};

/** Draws the card; tells whether it has to be drawn again in a second. */
export function renderCoBrowse(conversation, now) {
  const card = hook("cobrowse");
  show(card, Boolean(conversation));
  if (!conversation) return false;
  const dialog = conversation.cobrowse;
  const metaData = dialog?.metaData ?? {};
  const session = metaData.sessionState ?? "NONE";
  const answer = dialog ? (conversation.answers.get(dialog.dialogId) ?? "none") : "none";
  const isLive = session === "INVITED" || session === "ACCEPTED";
  card.dataset.session = session;
  card.dataset.key = metaData.notificationKey ?? "";
  card.dataset.answer = answer;
  write(hook("cobrowse-status"), ANSWERS[answer]);
  renderFacts(dialog, metaData, session, now);
  const mayAct = conversation.isOpen && conversation.isMine;
  show(hook("invite"), mayAct && !isLive);
  show(hook("action", "cancel-invitation"), mayAct && session === "INVITED");
  show(hook("action", "end-session"), mayAct && session === "ACCEPTED");
  show(hook("hand"), mayAct && session === "ACCEPTED" && !isCall(metaData.mode));
  return session === "INVITED";
}

const isCall = (mode) => mode === "VOICE_CALL" || mode === "VIDEO_CALL";

/** The session that can be watched here: its service id and mode, or nothing. */
export function watchable(conversation) {
  const { sessionState, serviceId, mode } = conversation?.cobrowse?.metaData ?? {};
  const mayWatch = conversation?.isOpen && conversation.isMine && sessionState === "ACCEPTED" && !isCall(mode);
  return mayWatch && serviceId ? { id: conversation.cobrowse.dialogId, serviceId, mode } : null;
}

function renderFacts(dialog, metaData, session, now) {
  const facts = [];
  if (dialog) {
    facts.push(["State", session + (metaData.notificationKey ? ` (${metaData.notificationKey})` : "")]);
    facts.push(["Mode", metaData.mode ?? "–"]);
    if (session === "INVITED") facts.push(["Time left", left(metaData.expires * 1_000 - now)]);
    if (dialog.closedBy) facts.push(["Closed by", dialog.closedBy.toLowerCase()]);
    facts.push(["Dialog", dialog.dialogId]);
  }
  const create = ([name]) => make("div", {}, make("dt", {}, name), make("dd"));
  keyed(hook("cobrowse-facts"), facts, ([name]) => name, create, (item, [, value]) => write(item.lastElementChild, value));
}

function left(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The seconds that were chosen, or nothing where the number makes no sense. */
export function chosenSeconds() {
  const chosen = hook("field", "seconds").value;
  const seconds = Number(chosen === "custom" ? hook("field", "custom-seconds").value : chosen);
  return Number.isFinite(seconds) && seconds >= 1 && seconds <= 3_600 ? seconds : null;
}
