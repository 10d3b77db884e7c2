// What an agent does seldom: hands a conversation back, is away, and says when an answer is to be expected.

import { hook, show } from "./dom.js";

const MINUTE = 60_000;
// What each choice asks for, from the service's time on.
const EXPECTED = {
  "rule-10": () => ({ field: "TTRField", ttrType: "URGENT", value: 600 }),
  "rule-60": () => ({ field: "TTRField", ttrType: "NORMAL", value: 3_600 }),
  "promise-15": (now) => ({ field: "ManualETTR", value: now + 15 * MINUTE }),
  "closed-120": (now) => ({ field: "DelayField", type: "NIGHT", value: now + 120 * MINUTE }),
  "open": () => ({ field: "DelayField" }),
};

/** `attempt` says what the service refuses, `selected` yields the conversation that is shown. */
export function wireMore(actionsOf, selected, attempt, now) {
  hook("action", "hand-back").addEventListener("click", () => attempt(actionsOf().handBack(selected())));
  hook("action", "away").addEventListener("change", ({ target }) => {
    actionsOf().attend(selected(), !target.checked);
  });
  const expected = hook("field", "expected");
  expected.addEventListener("change", () => {
    const change = EXPECTED[expected.value];
    expected.value = "";
    if (change) attempt(actionsOf().change(selected(), change(Math.round(now()))));
  });
}

export function renderMore(conversation) {
  show(hook("more"), Boolean(conversation?.isMine && conversation.isOpen));
}
