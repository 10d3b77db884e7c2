// What can be made to go wrong, by hand: orders to the emulator, for the whole account. It is there where the emulator takes
// orders (`--control`).

import { hook, make, show } from "./dom.js";

// By their names in src/bin/emulator/control.rs: what is so until it is switched off.
const SWITCHES = {
  "Files": {
    noFiles: "The account shares no files",
    slowUploads: "Uploads are slow",
    expiredAddresses: "Addresses of files have run out",
  },
  "The line": {
    unavailable: "Nobody is let in",
    closed: "New conversations are told that it is closed for an hour",
    silent: "Nothing is done about what visitors send",
    lostAnswers: "Answers are lost",
    refuseQueryMessages: "Messages cannot be queried",
    refuseEventSubscriptions: "Messages cannot be subscribed to",
    refuseCoBrowseEnd: "Visitors may not end CoBrowse",
  },
  "Notifications": {
    duplicateNotifications: "Each comes twice",
    notificationsFirst: "They come before the answer",
    reverseNotifications: "They come in reverse order",
    bareClosed: "Ended CoBrowse is told in the short form",
    forgetsClosed: "Ended conversations are left out",
    vanishingDialogs: "Ended CoBrowse is left out",
  },
  "The conversation": {},
  "As older servers": {
    listDiscovery: "Discovery answers with a list",
    singleElements: "Lists of one are no lists",
    oldShapes: "Conversations and messages have the old shape",
    aamNames: "Notifications have the old names",
    missingAnswerBody: "Answers without a body",
    oldCobrowseIds: "CoBrowse has the old ids",
  },
};

// What happens once, or so many times.
const DEEDS = {
  "Files": { "refuse-uploads": ["Refuse the next 3 uploads", { faults: { refusedUploads: 3 } }] },
  "The line": {
    "cut": ["Cut all connections of visitors", { kick: 1006 }],
    "away": ["Be away for 10 seconds", { restart: 10_000 }],
    // With its metadata, and without.
    "refuse-text": ["Refuse the next text", { faults: { refusedTexts: 2 } }],
    "refuse-requests": ["Too many requests, 5 times", { faults: { tooManyRequests: 5 } }],
  },
  "The conversation": {
    "system-text": ["Have the service say something", { system: "You are second in the queue." }],
    "end-silence": ["End it after a silence", { end: "TIMEOUT" }],
    "end-system": ["End it as the service", { end: "SYSTEM" }],
  },
  "Notifications": {
    "slow": ["Come 3 seconds later", { faults: { slowNotifications: 3_000 } }],
    "prompt": ["Come at once again", { faults: { slowNotifications: 0 } }],
    "lose-event": ["Lose the next event", { faults: { lostEvents: 1 } }],
  },
};

const METADATA = { keep: "is kept", drop: "is dropped", refuse: "is refused" };
const MOST_TEXTS = 100_000;

/** Makes the controls. `attempt` says what is refused, `tell` says a sentence. */
export function wireTrouble(attempt, tell) {
  const trouble = hook("trouble");
  const groups = hook("trouble-groups");
  for (const [name, switches] of Object.entries(SWITCHES)) {
    const group = make("fieldset", {}, make("legend", {}, name));
    for (const [fault, words] of Object.entries(switches)) {
      const box = make("input", { type: "checkbox", "data-fault": fault });
      box.addEventListener("change", async () => {
        if (!(await attempt(order({ faults: { [fault]: box.checked } })))) box.checked = !box.checked;
      });
      group.append(make("label", { class: "switch" }, box, ` ${words}`));
    }
    for (const [deed, [words, what]] of Object.entries(DEEDS[name] ?? {})) {
      const button = make("button", { type: "button", "data-deed": deed }, words);
      button.addEventListener("click", () => attempt(order(what).then(({ last }) => {
        const isMissed = (what.system || what.end) && !last;
        tell(isMissed ? "No conversation is open." : `Done: ${words.toLowerCase()}.`);
      })));
      group.append(button);
    }
    groups.append(group);
  }
  const metadata = hook("field", "metadata");
  for (const [value, words] of Object.entries(METADATA)) metadata.append(make("option", { value }, `Metadata of visitors ${words}`));
  let chosen = metadata.value;
  metadata.addEventListener("change", async () => {
    if (await attempt(order({ faults: { metadata: metadata.value } }))) chosen = metadata.value;
    else metadata.value = chosen;
  });
  hook("fill").addEventListener("submit", (event) => {
    event.preventDefault();
    const count = hook("field", "texts").valueAsNumber;
    if (!Number.isInteger(count) || count < 1 || count > MOST_TEXTS) tell("Choose between 1 and 100000 texts.");
    else attempt(order({ fill: count }).then(({ last }) => tell(last ? `Said: ${count} texts.` : "No conversation is open.")));
  });
  // What another desk, or one that was left, has switched on.
  trouble.addEventListener("toggle", () => {
    if (trouble.open) attempt(order({}).then(({ on, metadata: policy }) => {
      showSwitches(on);
      metadata.value = chosen = policy;
    }));
  });
  show(trouble, true);
}

function showSwitches(on) {
  for (const box of document.querySelectorAll("[data-fault]")) box.checked = on.includes(box.dataset.fault);
}

/** Gives the emulator an order, and yields its report. */
async function order(what) {
  const answer = await fetch("/control", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(what),
  }).catch(() => {
    throw new Error("The service cannot be reached.");
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
