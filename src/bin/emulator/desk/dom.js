// Small help with the page. Everything that came from the service becomes text, never markup.

/** The only element with this hook, such as `hook("action", "send")` for `[data-action="send"]`. */
export function hook(name, value) {
  const selector = value === undefined ? `[data-${name}]` : `[data-${name}="${value}"]`;
  return document.querySelector(selector);
}

/** A new element: `make("p", { class: "meta", "data-x": "1" }, "text", child)`. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes a text only where it changed, so that screen readers hear it once. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element, isShown) {
  element.hidden = !isShown;
}

/** Brings the children of a list in line with items, keeping those whose key stays. */
export function keyed(parent, items, keyOf, create, update) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let child = known.get(key);
    known.delete(key);
    if (!child) {
      child = create(item);
      child.dataset.key = key;
    }
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
    update(child, item);
  }
  for (const child of known.values()) child.remove();
}

export function clock(millis) {
  return new Date(millis).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
