// What the session draws on the visitor's page: the agent's cursor, and a mark on each field that is hidden from the
// agent. It lies below the chat, takes no clicks, and is never recorded.

import { isBlocked, isShown } from "./policy.js";

const MOST_MARKS = 200;
const RING_MS = 400;

const STYLE = `
:host { all: initial; position: fixed; inset: 0; z-index: 2147482000; pointer-events: none; overflow: hidden; contain: strict; }
.mark { position: absolute; box-sizing: border-box; border-radius: 6px; border: 1px solid rgb(90 90 90 / .55);
  background: repeating-linear-gradient(135deg, rgb(90 90 90 / .22) 0 4px, transparent 4px 9px); }
.mark span { position: absolute; inset: auto 2px 1px auto; max-width: calc(100% - 4px); padding: 0 5px; border-radius: 4px;
  overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font: 11px/15px system-ui, sans-serif; color: #fff; background: #454b54; }
.cursor { position: absolute; inset: 0 auto auto 0; color: #0f6b3a; }
.cursor[hidden] { display: none; }
.cursor svg { display: block; width: 20px; height: 20px; fill: currentColor; stroke: #fff; stroke-width: 1.5; }
.cursor span { position: absolute; inset: 18px auto auto 12px; max-width: 160px; padding: 1px 8px; border-radius: 10px; overflow: hidden;
  white-space: nowrap; text-overflow: ellipsis; font: 600 12px/18px system-ui, sans-serif; color: #fff; background: currentColor; }
.cursor bdi { color: #fff; }
.ring { position: absolute; box-sizing: border-box; width: 24px; height: 24px; margin: -12px 0 0 -12px; border: 3px solid #0f6b3a;
  border-radius: 50%; animation: ring ${RING_MS}ms ease-out both; }
@keyframes ring { from { transform: scale(.4); } to { transform: scale(1); opacity: .2; } }
@media (prefers-reduced-motion: reduce) { .ring { animation: none; } }
`;

export class Overlay {
  #host = document.createElement("alongside-cobrowse-marks");
  #root = this.#host.attachShadow({ mode: "closed" });
  #marks = this.#add("div", "");
  #cursor = this.#add("div", "cursor");
  #name = document.createElement("bdi");
  #isMarking = false;
  #isDue = false;
  #place = null;

  constructor() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#host.ariaHidden = "true";
    const arrow = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    arrow.setAttribute("viewBox", "0 0 20 20");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M1 1l6 17 3-7 7-3z");
    arrow.append(path);
    const tag = document.createElement("span");
    tag.append(this.#name);
    this.#cursor.append(arrow, tag);
    this.#cursor.hidden = true;
    document.documentElement.append(this.#host);
    for (const name of ["scroll", "resize"]) addEventListener(name, this.later, { capture: true, passive: true });
  }

  /** The name at the cursor. */
  set name(text) {
    this.#name.textContent = text.slice(0, 40);
    this.#cursor.lastElementChild.hidden = text === "";
  }

  /** Whether hidden fields are marked: only while the agent sees the page. */
  mark(isMarking) {
    this.#isMarking = isMarking;
    if (!isMarking) this.point(null);
    this.later();
  }

  /** Something moved or changed: looks again, once a frame. */
  later = () => {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  };

  /** The agent's cursor, at a place in an element; nowhere without one. */
  point(place) {
    this.#place = place;
    this.#move();
  }

  /** Shows that something was clicked here. */
  ring(x, y) {
    const ring = this.#add("div", "ring");
    Object.assign(ring.style, { left: `${x}px`, top: `${y}px` });
    setTimeout(() => ring.remove(), RING_MS);
  }

  remove() {
    for (const name of ["scroll", "resize"]) removeEventListener(name, this.later, { capture: true });
    this.#host.remove();
  }

  #draw() {
    if (!this.#host.isConnected) return;
    this.#move();
    const places = this.#isMarking ? hiddenFields() : [];
    while (this.#marks.childElementCount < places.length) {
      const mark = document.createElement("div");
      mark.className = "mark";
      const words = document.createElement("span");
      words.textContent = "hidden from agent";
      mark.append(words);
      this.#marks.append(mark);
    }
    while (this.#marks.childElementCount > places.length) this.#marks.lastElementChild.remove();
    places.forEach(({ left, top, width, height }, at) => {
      const { style } = this.#marks.children[at];
      Object.assign(style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    });
  }

  #move() {
    const box = this.#place?.element.isConnected ? this.#place.element.getBoundingClientRect() : null;
    this.#cursor.hidden = box === null;
    if (box === null) return;
    const [x, y] = [box.left + box.width * this.#place.x, box.top + box.height * this.#place.y];
    this.#cursor.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  #add(name, className) {
    const element = document.createElement(name);
    element.className = className;
    this.#root.append(element);
    return element;
  }
}

/** Where fields can be seen whose values the agent does not get. */
function hiddenFields() {
  const places = [];
  for (const field of document.querySelectorAll("input, textarea, select")) {
    if (places.length >= MOST_MARKS) break;
    if (["hidden", "submit", "button", "reset", "image"].includes(field.type) || isBlocked(field) || isShown(field)) continue;
    const box = field.getBoundingClientRect();
    const isSeen = box.width > 8 && box.height > 8 && box.bottom > 0 && box.top < innerHeight;
    if (isSeen && field.checkVisibility({ visibilityProperty: true, opacityProperty: true })) places.push(box);
  }
  return places;
}
