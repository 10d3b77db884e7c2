// What an agent does seldom: shows a picture, hands a conversation over, is away, says when an answer is to be expected.

import { hook, make, show } from "./dom.js";

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
  wireHandingOver(actionsOf, selected, attempt);
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

function wireHandingOver(actionsOf, selected, attempt) {
  const colleague = hook("field", "colleague");
  colleague.append(make("option", { value: "" }, "Hand over to…"));
  const ask = async () => {
    const others = await actionsOf().colleagues();
    const known = others.map(({ pid, nickname }) => make("option", { value: pid }, nickname));
    colleague.replaceChildren(colleague.firstElementChild, ...known);
  };
  // Who is there changes meanwhile: it is asked whenever the choice comes into view.
  hook("more").addEventListener("toggle", () => hook("more").open && attempt(ask()));
  colleague.addEventListener("change", () => {
    const { value } = colleague;
    colleague.value = "";
    if (value) attempt(actionsOf().handTo(selected(), value));
  });
  hook("to-skill").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(actionsOf().handToSkill(selected(), hook("field", "skill").value));
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
