// The control for cards: an example to begin with, and its JSON, which can be changed before it is sent.

import { hook, make, show, write } from "./dom.js";
import { EXAMPLES } from "./examples.js";

/** `send` is called with the event of a card that can be read. */
export function wireCards(send) {
  const [choice, box] = [hook("field", "example"), hook("field", "card")];
  choice.append(...EXAMPLES.map(([name], place) => make("option", { value: String(place) }, name)));
  const begin = () => {
    box.value = JSON.stringify(EXAMPLES[Number(choice.value)][1], null, 2);
    write(hook("card-problem"), "");
  };
  choice.addEventListener("change", begin);
  begin();
  hook("action", "card").addEventListener("click", ({ currentTarget }) => {
    const isShown = hook("card").hidden;
    show(hook("card"), isShown);
    currentTarget.setAttribute("aria-expanded", String(isShown));
    if (isShown) choice.focus();
  });
  hook("action", "send-card").addEventListener("click", () => {
    const { event, problem } = eventOf(box.value);
    write(hook("card-problem"), problem ?? "");
    if (event) send(event);
    else box.focus();
  });
}

/** The event that a JSON text asks for, or a sentence that says why there is none. */
export function eventOf(json) {
  let value;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { problem: `This is not JSON: ${error.message}` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "A card is an object, in braces." };
  const { content, message, quickReplies } = value;
  if (typeof message === "string") return { event: { type: "ContentEvent", contentType: "text/plain", message, ...(quickReplies && { quickReplies }) } };
  // A bare element is a card, too.
  const card = content ?? (value.type ? value : undefined);
  if (typeof card !== "object" || card === null) return { problem: 'Write the card as "content", or words as "message", and answers as "quickReplies".' };
  return { event: { type: "RichContentEvent", content: card, ...(quickReplies && { quickReplies }) } };
}

/** The words of a card, one line after the other. */
export function wordsOf(element) {
  if (Array.isArray(element)) return element.map(wordsOf).filter(Boolean).join("\n");
  if (typeof element !== "object" || element === null) return "";
  const { title, text, caption, key, value, elements } = element;
  const own = [title, text, caption, key && `${key}: ${value ?? ""}`].filter((one) => typeof one === "string");
  return [...own, wordsOf(elements)].filter(Boolean).join("\n");
}

/** What a click told, in words: the entries of what was clicked. */
export function clickedWords(metadata) {
  const ids = (metadata ?? []).map(({ id, type }) => id ?? type).filter((one) => typeof one === "string" && !/^[0-9a-f]{32}$/.test(one));
  return ids.length > 0 ? ids.join(", ") : "";
}
