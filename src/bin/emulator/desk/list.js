// The list on the left: offers that wait, and conversations.

import { clock, hook, keyed, make, show, write } from "./dom.js";

/** `on` has `select(id)` and `ring(id, state)`. */
export function renderList(state, nameOf, on) {
  const rings = [...state.rings.values()];
  keyed(hook("rings"), rings, (ring) => ring.ringId, (ring) => newRing(ring, on), (item, ring) => {
    write(item.querySelector("[data-ring-name]"), nameOf(ring.conversationId));
  });
  const conversations = [...state.conversations.values()].sort(
    (one, other) => Number(other.isOpen) - Number(one.isOpen) || other.started - one.started,
  );
  keyed(hook("conversations"), conversations, ({ id }) => id, ({ id }) => newRow(id, on), (item, conversation) => {
    updateRow(item.firstElementChild, conversation, state, nameOf(conversation.id));
  });
  show(hook("list-empty"), conversations.length === 0 && rings.length === 0);
}

function newRing(ring, on) {
  const accept = make("button", { class: "primary", "data-action": "accept-ring" }, "Take");
  const reject = make("button", { "data-action": "reject-ring" }, "Leave");
  accept.addEventListener("click", () => on.ring(ring.ringId, "ACCEPTED"));
  reject.addEventListener("click", () => on.ring(ring.ringId, "REJECTED"));
  const name = make("bdi", { "data-ring-name": "" });
  return make("li", { class: "ring", "data-ring": ring.conversationId }, make("span", {}, name, " is waiting"), accept, reject);
}

function newRow(id, on) {
  const row = make(
    "button",
    { "data-conversation": id },
    make("bdi", { class: "name" }),
    make("span", { class: "time" }),
    make("bdi", { class: "last" }),
    make("span", { class: "badge", hidden: "" }),
  );
  row.addEventListener("click", () => on.select(id));
  return make("li", {}, row);
}

function updateRow(row, conversation, state, name) {
  const unread = state.unread(conversation);
  const [nameBox, time, last, badge] = row.children;
  write(nameBox, name);
  write(time, clock(conversation.started));
  write(last, conversation.isTyping && conversation.isOpen ? "Typing…" : conversation.last || "No messages yet");
  write(badge, unread > 9 ? "9+" : String(unread));
  show(badge, unread > 0);
  row.dataset.stage = conversation.isOpen ? "OPEN" : "CLOSE";
  row.dataset.unread = String(unread);
  row.setAttribute("aria-current", String(state.selected === conversation.id));
  const words = unread > 0 ? `, ${unread} unread` : "";
  row.setAttribute("aria-label", `${name}${words}${conversation.isOpen ? "" : ", closed"}`);
}
