// The conversation in the middle: its messages, receipts and typing sign.

import { clickedWords, wordsOf } from "./cards.js";
import { clock, hook, keyed, make, show, write } from "./dom.js";
import { newChip } from "./files.js";
import { fileOf } from "./state.js";

const RECEIPTS = { sent: "Sent", delivered: "Delivered", read: "Read" };

/** `openFile` is called with the path of a file that was clicked. */
export function renderTranscript(state, conversation, nameOf, openFile) {
  show(hook("talk-empty"), !conversation);
  show(hook("open-talk"), Boolean(conversation));
  if (!conversation) return;
  write(hook("visitor"), nameOf(conversation.id));
  write(hook("about"), about(conversation));
  write(hook("contact"), conversation.contact);
  write(hook("rating"), ratingOf(conversation.csat));
  write(hook("context"), conversation.context);
  const mayWrite = conversation.isOpen && conversation.isMine;
  show(hook("action", "take"), conversation.isOpen && !conversation.isMine);
  write(hook("action", "take"), conversation.agent ? "Take over" : "Take");
  show(hook("action", "close-conversation"), conversation.isOpen);
  for (const box of [hook("field", "reply"), hook("action", "attach"), hook("action", "card"), hook("action", "send"), hook("action", "send-card")]) box.disabled = !mayWrite;
  hook("field", "reply").placeholder = placeholder(conversation);
  hook("open-talk").dataset.id = conversation.id;
  renderMessages(state, conversation, openFile);
  write(hook("typing"), conversation.isOpen && conversation.isTyping ? `${nameOf(conversation.id)} is typing…` : "");
}

function placeholder(conversation) {
  if (!conversation.isOpen) return "The conversation is closed";
  return conversation.isMine ? "Write a reply" : "Take the conversation to reply";
}

function about(conversation) {
  if (!conversation.isOpen) return `Closed${conversation.closeReason ? ` by ${conversation.closeReason.toLowerCase()}` : ""}`;
  if (!conversation.agent) return conversation.suggested ? "Handed over, and not taken yet" : "Waiting for an agent";
  return conversation.isAway ? "The visitor is away" : "Open";
}

/** What the visitor said in the older survey. */
function ratingOf(csat) {
  if (!csat?.status) return "";
  if (csat.status === "SKIPPED") return "Not rated, by choice";
  const settled = { true: ", settled", false: ", not settled" }[csat.csatResolutionConfirmation] ?? "";
  return `Rated ${csat.csatRate} of 5${settled}`;
}

function renderMessages(state, conversation, openFile) {
  const list = hook("transcript");
  const isOther = list.dataset.of !== conversation.id;
  if (isOther) list.replaceChildren();
  list.dataset.of = conversation.id;
  const wasAtEnd = isOther || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const before = list.childElementCount;
  keyed(list, state.messages(conversation), ({ sequence }) => String(sequence), (message) => newMessage(message, openFile), (item, message) => {
    const isMine = message.from === state.me;
    item.dataset.from = message.from === conversation.consumer ? "consumer" : isMine ? "me" : "agent";
    item.dataset.receipt = message.receipt;
    const words = message.isPrivate ? " · Private note" : message.isSystem ? " · The service" : message.from === conversation.consumer ? "" : ` · ${RECEIPTS[message.receipt]}`;
    write(item.lastElementChild, `${clock(message.at)}${words}`);
  });
  if (wasAtEnd && list.childElementCount !== before) list.scrollTop = list.scrollHeight;
}

function newMessage({ sequence, event, metadata }, openFile) {
  const item = make("li", { "data-event": "", "data-sequence": String(sequence) });
  if (event.type === "AcceptStatusEvent") {
    item.append(make("p", { dir: "auto", "data-clicked": "" }, `Clicked in a card: ${clickedWords(metadata) || "something"}`));
  } else {
    const body = make("p", { dir: "auto" }, contentOf(event, openFile));
    const answers = (event.quickReplies?.replies ?? []).map((reply) => `[${reply?.title ?? ""}]`).join(" ");
    item.append(body, ...(answers ? [make("span", { class: "meta" }, answers)] : []));
    const of = event.type === "ContentEvent" ? clickedWords(metadata) : "";
    if (of) item.append(make("span", { class: "meta" }, `by a click: ${of}`));
  }
  item.append(make("span", { class: "meta" }));
  return item;
}

function contentOf(event, openFile) {
  const file = fileOf(event);
  if (file) return newChip(file, openFile);
  if (typeof event.message === "string") return event.message;
  return event.type === "RichContentEvent" ? wordsOf(event.content ?? event.message) || "[a card without words]" : event.contentType?.startsWith("forms/") ? `[a secure form: ${event.message?.title ?? "without a title"}]` : "[something that this desk does not show]";
}
