// What an agent may see: nothing that is written, unless the page marks it with `data-cobrowse="show"`. The nearest mark
// counts, so that a part of what is shown can be hidden again by any other value; with "hide" it is left out altogether.

/** What is never looked into. Of these only the size is told. */
export const BLOCKED =
  'alongside-chat, alongside-cobrowse-marks, [data-cobrowse="hide"], ' +
  "iframe, frame, object, embed, canvas, video, audio, img, image, picture, portal";

/** What stands for a value, whatever its length. */
export const HIDDEN_VALUE = "••••••••";

/** In words for people. */
export const HIDDEN = [
  "texts and fields that this site has not marked to be shown",
  "passwords",
  "card numbers, security codes and account numbers",
  "pictures and embedded pages",
  "this chat",
];

const FIELDS = "input, textarea, select";
const MARKED = `[data-cobrowse], ${FIELDS}`;
const CARD_LIKE = /card|cvv|cvc|csc|iban|\bbic\b|\bpan\b|security.?code|account.?(no|num)|passw|\bpin\b|\botp\b|ssn/i;
const SECRET_AUTOCOMPLETE = /(^|\s)(cc-|current-password|new-password|one-time-code)/i;

/** Fields that were protected once stay so, as a password does that is made visible by a button. */
const everProtected = new WeakSet();

/** The parents of a node, out of open shadow roots, too; itself first. */
export function* lineage(node) {
  for (let place = node; place; place = place.parentNode ?? place.host) yield place;
}

/** The nearest element of these around a node, itself included, out of open shadow roots, too. */
function nearest(node, selector) {
  let place = node?.nodeType === Node.TEXT_NODE ? node.parentNode : node;
  while (place) {
    const found = place.closest?.(selector);
    if (found) return found;
    place = place.getRootNode().host;
  }
  return null;
}

/** Whether it belongs to the chat or to this session's own marks, or is left out by the page. */
export function isBlocked(node) {
  return nearest(node, BLOCKED) !== null;
}

export function isField(node) {
  return Boolean(node?.matches?.(FIELDS));
}

/** Whether a field is protected: no mark of the page shows it, and no agent writes into it. */
export function isProtected(field) {
  if (everProtected.has(field)) return true;
  const labels = [...(field.labels ?? [])].map((label) => label.textContent);
  const named = ["name", "id", "placeholder", "aria-label", "title", "class"].map((name) => field.getAttribute(name));
  const isSecret =
    field.type === "password" ||
    field.type === "hidden" ||
    field.type === "file" ||
    SECRET_AUTOCOMPLETE.test(field.autocomplete || field.getAttribute("autocomplete") || "") ||
    [...named, ...labels].some((words) => CARD_LIKE.test(words ?? ""));
  if (isSecret) everProtected.add(field);
  return isSecret;
}

/** Whether what is written there is shown. What is not known is not. */
export function isShown(node) {
  if (!node?.isConnected) return false;
  let place = nearest(node, MARKED);
  while (place) {
    if (isField(place) && isProtected(place)) return false;
    const mark = place.getAttribute("data-cobrowse");
    if (mark !== null) return mark === "show";
    place = nearest(place.parentNode ?? place.getRootNode().host, MARKED);
  }
  return false;
}

/** A text without what it says: words stay apart, so that lines break alike, and their lengths are made coarse. */
export function maskText(text) {
  return text.replace(/\S+/g, (word) => "•".repeat(Math.min(12, Math.ceil(word.length / 4) * 4)));
}

/** The text of a node, as the agent gets it. */
export function textOf(text, element) {
  return isShown(element) ? text : maskText(text);
}

/** The value of a field, as the agent gets it. Of a protected one not even whether there is any. */
export function valueOf(text, field) {
  if (isShown(field)) return text;
  return text === "" && isField(field) && !isProtected(field) ? "" : HIDDEN_VALUE;
}
