// The conversation in the middle: its messages, receipts and typing sign.

import { clock, hook, keyed, make, show, write } from "./dom.js";

const RECEIPTS = { sent: "Sent", delivered: "Delivered", read: "Read" };

export function renderTranscript(state, conversation, nameOf) {
  show(hook("talk-empty"), !conversation);
  show(hook("open-talk"), Boolean(conversation));
  if (!conversation) return;
  write(hook("visitor"), nameOf(conversation.id));
  write(hook("about"), about(conversation));
  const mayWrite = conversation.isOpen && conversation.isMine;
  show(hook("action", "take"), conversation.isOpen && !conversation.isMine);
  show(hook("action", "close-conversation"), conversation.isOpen);
  for (const box of [hook("field", "reply"), hook("action", "send")]) box.disabled = !mayWrite;
  hook("open-talk").dataset.id = conversation.id;
  renderMessages(state, conversation);
  write(hook("typing"), conversation.isOpen && conversation.isTyping ? `${nameOf(conversation.id)} is typing…` : "");
}

function about(conversation) {
  if (!conversation.isOpen) return `Closed${conversation.closeReason ? ` by ${conversation.closeReason.toLowerCase()}` : ""}`;
  if (!conversation.agent) return "Waiting for an agent";
  return conversation.isAway ? "The visitor is away" : "Open";
}

function renderMessages(state, conversation) {
  const list = hook("transcript");
  const isOther = list.dataset.of !== conversation.id;
  if (isOther) list.replaceChildren();
  list.dataset.of = conversation.id;
  const wasAtEnd = isOther || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const before = list.childElementCount;
  keyed(list, state.messages(conversation), ({ sequence }) => String(sequence), newMessage, (item, message) => {
    const isMine = message.from === state.me;
    item.dataset.from = message.from === conversation.consumer ? "consumer" : isMine ? "me" : "agent";
    item.dataset.receipt = message.receipt;
    const words = message.from === conversation.consumer ? "" : ` · ${RECEIPTS[message.receipt]}`;
    write(item.lastElementChild, `${clock(message.at)}${words}`);
  });
  if (wasAtEnd && list.childElementCount !== before) list.scrollTop = list.scrollHeight;
}

function newMessage({ sequence, event }) {
  const text = typeof event.message === "string" ? event.message : "[something that this desk does not show]";
  const body = make("p", { dir: "auto" }, text);
  return make("li", { "data-event": "", "data-sequence": String(sequence) }, body, make("span", { class: "meta" }));
}
