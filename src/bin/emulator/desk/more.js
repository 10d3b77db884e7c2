// What an agent does seldom: shows a picture, hands a conversation back, is away, and says when an answer is to be expected.

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
  hook("action", "survey").addEventListener("click", () => attempt(actionsOf().survey(selected())));
  hook("action", "secure-form").addEventListener("click", () => attempt(actionsOf().secureForm(selected())));
  hook("action", "away").addEventListener("change", ({ target }) => {
    actionsOf().attend(selected(), !target.checked);
  });
  hook("action", "picture").addEventListener("change", ({ target }) => {
    attempt(actionsOf().picture(target.checked ? drawn(hook("agent").textContent) : ""));
  });
  const expected = hook("field", "expected");
  expected.addEventListener("change", () => {
    const change = EXPECTED[expected.value];
    expected.value = "";
    if (change) attempt(actionsOf().change(selected(), change(Math.round(now()))));
  });
}

// A picture for somebody of this name: the initial on a colour of its own.
function drawn(name) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const brush = canvas.getContext("2d");
  brush.fillStyle = `hsl(${[...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 360} 55% 35%)`;
  brush.fillRect(0, 0, 64, 64);
  brush.fillStyle = "#fff";
  brush.font = "600 34px system-ui";
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.fillText([...name][0] ?? "", 32, 34);
  return canvas.toDataURL("image/png");
}

export function renderMore(conversation) {
  show(hook("more"), Boolean(conversation?.isMine && conversation.isOpen));
}
