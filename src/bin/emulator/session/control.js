// What an agent does on the visitor's page: points, scrolls, clicks and types. Everything is refused that reaches the
// chat with its consent and its End, a field that is protected, or another site. What happens here is never trusted by
// the browser, so nothing that asks for a person can take it for one.

import { isBlocked, isField, isProtected, lineage } from "./policy.js";

const WRITABLE = new Set(["text", "search", "email", "url", "tel", "number", "textarea"]);
const FARTHEST = 4_000;

export class Control {
  #find;
  #overlay;
  #refuse;
  #field = null;

  /** `find(id)` gives the node that the recording calls so; `refuse(sentence)` tells the agent why not. */
  constructor(find, overlay, refuse) {
    this.#find = find;
    this.#overlay = overlay;
    this.#refuse = refuse;
  }

  point(body) {
    const { element, x, y } = this.#place(body);
    this.#overlay.point(element && !isBlocked(element) ? { element, x, y } : null);
  }

  scroll(body) {
    const { element, dx, dy } = this.#place(body);
    if (!element || isBlocked(element)) return;
    let place = element;
    while (place && !canScroll(place, dx, dy)) place = place.parentElement;
    (place ?? window).scrollBy({ left: dx, top: dy, behavior: "instant" });
  }

  click(body) {
    const { element, x, y } = this.#place(body);
    // Also where the click is refused: what is typed next is not meant for the former field.
    this.#leaveField();
    if (!element) return this.#refuse("That is not on the page any more.");
    let box = element.getBoundingClientRect();
    const isOutside = () => box.top + box.height * y < 0 || box.top + box.height * y > innerHeight;
    if (isOutside()) {
      element.scrollIntoView({ block: "center", behavior: "instant" });
      box = element.getBoundingClientRect();
    }
    const [left, top] = [box.left + box.width * x, box.top + box.height * y];
    const problem = whyNot(element) ?? whyNotThere(element, left, top);
    if (problem) return this.#refuse(problem);
    this.#overlay.point({ element, x, y });
    this.#overlay.ring(left, top);
    const field = element.closest("input, textarea, select");
    if (field && (WRITABLE.has(field.type) || field.localName === "select")) {
      this.#field = field;
      field.focus({ preventScroll: true });
    }
    const at = { bubbles: true, cancelable: true, composed: true, clientX: left, clientY: top };
    for (const name of ["mousedown", "mouseup", "click"]) element.dispatchEvent(new MouseEvent(name, at));
  }

  key(body) {
    const { key } = read(body);
    const field = this.#field;
    if (typeof key !== "string" || !field) return this.#refuse("Click into a field first.");
    const problem = whyNot(field) ?? (field.disabled || field.readOnly ? "Nothing can be written there." : null);
    if (problem) return this.#refuse(problem);
    if (field.localName === "select") choose(field, key);
    else write(field, key);
  }

  /** Nothing is held any more. */
  release() {
    this.#leaveField();
    this.#overlay.point(null);
  }

  #leaveField() {
    const field = this.#field;
    this.#field = null;
    if (field?.isConnected) field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #place(body) {
    const { id, x, y, dx, dy } = read(body);
    const within = (value, most) => (Number.isFinite(value) ? Math.max(-most, Math.min(most, value)) : 0);
    const node = Number.isInteger(id) ? this.#find(id) : null;
    const element = node?.nodeType === Node.ELEMENT_NODE && node.isConnected ? node : null;
    return {
      element,
      x: Math.max(0, within(x, 1)),
      y: Math.max(0, within(y, 1)),
      dx: within(dx, FARTHEST),
      dy: within(dy, FARTHEST),
    };
  }
}

function read(body) {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}

/** Why an agent may not touch an element, or nothing. */
function whyNot(element) {
  if (!element.isConnected) return "That is not on the page any more.";
  if (isBlocked(element)) return "The chat and what the page leaves out are the visitor's alone.";
  for (const place of lineage(element)) {
    const label = place.localName === "label" ? place.control : null;
    for (const field of [place, label]) {
      if (!field || !isField(field)) continue;
      if (isProtected(field)) return "This field is protected.";
      if (isBlocked(field)) return "The chat and what the page leaves out are the visitor's alone.";
    }
    if (place.localName === "a" || place.localName === "area") {
      const problem = whyNotFollow(place);
      if (problem) return problem;
    }
    if (place.localName === "button" || place.localName === "input") {
      const problem = whyNotPress(place);
      if (problem) return problem;
    }
  }
  return null;
}

/** A click lands on what lies on top, and that has to be what the agent saw. */
function whyNotThere(element, left, top) {
  const hit = element.getRootNode().elementFromPoint?.(left, top);
  if (!hit) return "That cannot be seen on the page.";
  if (isBlocked(hit) || isBlocked(document.elementFromPoint(left, top))) {
    return "The chat and what the page leaves out are the visitor's alone.";
  }
  return element.contains(hit) || hit.contains(element) ? null : "Something else lies over that.";
}

function whyNotFollow(link) {
  const href = link.href?.baseVal ?? link.href;
  if (!href) return null;
  if (!isOfThisSite(href)) return "Links to other places are the visitor's alone.";
  if (link.hasAttribute("download") || !isHere(link.target)) return "Downloads and new windows are the visitor's alone.";
  return null;
}

function whyNotPress(button) {
  const aims = [button.popoverTargetElement, button.commandForElement].filter(Boolean);
  if (aims.some(isBlocked)) return "The chat and what the page leaves out are the visitor's alone.";
  if (!button.form || !["submit", "image"].includes(button.type)) return null;
  const action = button.hasAttribute("formaction") ? button.formAction : button.form.getAttribute("action");
  const target = button.formTarget || button.form.target;
  const isFine = isOfThisSite(action || location.href) && isHere(target);
  return isFine ? null : "Forms that go to other places are the visitor's alone.";
}

function isOfThisSite(address) {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  return (url?.protocol === "http:" || url?.protocol === "https:") && url.origin === location.origin;
}

const isHere = (target) => ["", "_self"].includes(target ?? "");

function canScroll(element, dx, dy) {
  if (element === document.scrollingElement || element === document.body) return false;
  const { overflowX, overflowY } = getComputedStyle(element);
  const isFree = (overflow) => overflow === "auto" || overflow === "scroll";
  return (
    (dy !== 0 && isFree(overflowY) && element.scrollHeight > element.clientHeight) ||
    (dx !== 0 && isFree(overflowX) && element.scrollWidth > element.clientWidth)
  );
}

/** Writes at the end, through the setter that frameworks do not replace. */
function write(field, key) {
  const isBreak = key === "Enter" && field.localName === "textarea";
  const text = isBreak ? "\n" : [...key].length === 1 ? key : "";
  const former = field.value;
  const value = key === "Backspace" ? [...former].slice(0, -1).join("") : former + text;
  if (value === former || (field.maxLength >= 0 && value.length > field.maxLength)) return;
  const owner = field.localName === "textarea" ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(owner.prototype, "value").set.call(field, value);
  const inputType = key === "Backspace" ? "deleteContentBackward" : isBreak ? "insertLineBreak" : "insertText";
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType, data: text || null }));
}

function choose(select, key) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
  const wanted = select.selectedIndex + step;
  if (step === 0 || wanted < 0 || wanted >= select.options.length || select.options[wanted].disabled) return;
  select.selectedIndex = wanted;
  for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
}
