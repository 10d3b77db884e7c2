// Goes over everything that rrweb recorded, before it leaves. Whatever is not known to be harmless is left out: the list
// is of what may pass. Whether a text passes is asked of the page as it is now, not of what was recorded.

import { BLOCKED, HIDDEN_VALUE, isBlocked, isField, isProtected, isShown, textOf, valueOf } from "./policy.js";
import { Styles } from "./styles.js";

const [META, FULL, INCREMENTAL] = [4, 2, 3];
const [DOCUMENT, DOCTYPE, ELEMENT, TEXT] = [0, 1, 2, 3];
const [MUTATION, MOUSE_MOVE, MOUSE, SCROLL, VIEWPORT, INPUT, TOUCH_MOVE] = [0, 1, 2, 3, 4, 5, 6];
const [SHEET_RULE, DECLARATION, ADOPTED] = [8, 13, 15];

const NAMES = new Set(
  `html head body style link a abbr address article aside b bdi bdo blockquote br button caption cite code col colgroup data
  datalist dd del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i
  input ins kbd label legend li main map mark menu meter nav ol optgroup option output p pre progress q rp rt ruby s samp
  search section select slot small span strong sub summary sup table tbody td textarea tfoot th thead time tr u ul var wbr
  img picture iframe canvas video audio object embed
  svg g path circle ellipse line polyline polygon rect text tspan defs use symbol mask clippath lineargradient radialgradient
  stop pattern marker title desc filter fegaussianblur feoffset feblend fecolormatrix femerge femergenode feflood fecomposite`
    .split(/\s+/),
);
/** Lies over the page and takes no room. */
const MARKS = "alongside-cobrowse-marks";
/** What is in these is left out, too. */
const CLOSED = "script, noscript, template, head > title, meta, base, textarea, " + BLOCKED;

const isNumber = (value) => /^[\s\d.,%+-]*(px|em|rem|deg)?$/.test(value) && !/\d{6,}/.test(value.replace(/\.\d+/g, ""));
const isPath = (value) => /^[\s\d.,+\-eMLHVCSQTAZ]*$/i.test(value) && !/\d{6,}/.test(value.replace(/\.\d+/g, ""));
const isColour = (value) => value === "none" || (!value.includes("var(") && CSS.supports("color", value));
const isTransform = (value) => /^(\s*(translate|scale|rotate|skewX|skewY|matrix)\([\s\d.,e+-]{1,80}\))*\s*$/.test(value);
const oneOf = (words) => (value) => words.split(" ").includes(value.toLowerCase());

/** Attributes that say nothing, or one of a few words. */
const PLAIN = {
  type: oneOf(
    "button checkbox color date datetime-local email file hidden image month number password radio range reset search " +
      "submit tel text time url week 1 a i disc circle square",
  ),
  dir: oneOf("ltr rtl auto"),
  align: oneOf("left right center justify top bottom"),
  valign: oneOf("top middle bottom baseline"),
  "stroke-linecap": oneOf("butt round square"),
  "stroke-linejoin": oneOf("miter round bevel"),
  "fill-rule": oneOf("nonzero evenodd"),
  "clip-rule": oneOf("nonzero evenodd"),
  "text-anchor": oneOf("start middle end"),
  gradientunits: oneOf("userspaceonuse objectboundingbox"),
  xmlns: oneOf("http://www.w3.org/2000/svg http://www.w3.org/1999/xhtml"),
  preserveaspectratio: (value) => /^(none|x(Min|Mid|Max)Y(Min|Mid|Max))( meet| slice)?$/.test(value),
  transform: isTransform,
  gradienttransform: isTransform,
  d: isPath,
  rr_open_mode: oneOf("modal non-modal"),
};
for (const name of ["fill", "stroke", "stop-color", "color", "bgcolor"]) PLAIN[name] = isColour;
for (const name of (
  "size rows cols colspan rowspan span start width height border cellpadding cellspacing viewbox points cx cy r rx ry x y x1 x2 " +
  "y1 y2 dx dy offset opacity fill-opacity stroke-opacity stop-opacity stroke-width stroke-dasharray stroke-dashoffset " +
  "font-size rr_width rr_height rr_scrollleft rr_scrolltop"
).split(" ")) PLAIN[name] = isNumber;
/** Attributes that are there or not. */
const FLAGS = new Set("disabled hidden open multiple readonly required reversed autofocus".split(" "));
/** Attributes that pass where the page shows what they belong to. */
const SHOWN = new Set("title alt placeholder aria-label label".split(" "));
const TEXTUAL = oneOf("text search email url tel number password");
const CAPTIONED = oneOf("submit button reset");

/** Makes the function that every event goes through. It gives what may leave, or null. */
export function scrubber(mirror) {
  const styles = new Styles();
  const told = new WeakMap();
  const find = (id) => mirror.getNode(id);
  const number = (value) => (Number.isFinite(value) ? Math.round(value * 100) / 100 : 0);
  const isClosed = (node) => !node || isBlocked(node) || (node.nodeType === 1 ? node : node.parentElement)?.closest(CLOSED) != null;

  function tokens(value) {
    return value.split(/\s+/).filter((token) => styles.knows(token)).join(" ");
  }

  function fieldValue(element, value) {
    const type = (element.type ?? "").toLowerCase();
    if (element.localName === "option") return isShown(element) ? value : null;
    if (CAPTIONED(type)) return textOf(value, element);
    if (!isShown(element) && element.localName === "input" && !TEXTUAL(type)) return null;
    return valueOf(value, element);
  }

  /** The value of an attribute that may leave, or undefined. */
  function attribute(element, name, value) {
    const lower = name.toLowerCase();
    if (lower === "_csstext") return styles.matches(element.media ?? "") ? styles.sheet(String(value)) : "";
    if (lower === "style") return styleAttribute(value);
    if (lower === "checked" || lower === "selected") return isShown(element) && value !== null ? value : undefined;
    if (value === null) return mayBeRemoved(element, lower) ? null : undefined;
    const text = String(value);
    if (lower === "class" || lower === "id") return tokens(text);
    if (lower === "value") return isField(element) || element.localName === "option" ? (fieldValue(element, text) ?? undefined) : undefined;
    if (lower === "href") return element.localName === "a" ? "#" : undefined;
    if (FLAGS.has(lower)) return "";
    if (SHOWN.has(lower)) return isShown(element) ? text : undefined;
    if (lower.startsWith("rr_scroll") && isScrolledByValue(element)) return undefined;
    return Object.hasOwn(PLAIN, lower) && PLAIN[lower](text) ? text : undefined;
  }

  function mayBeRemoved(element, lower) {
    return lower === "class" || lower === "id" || FLAGS.has(lower) || SHOWN.has(lower) || Object.hasOwn(PLAIN, lower);
  }

  /** Whether how far it is scrolled tells of a hidden value: how long that is, and with each key how wide a letter. */
  function isScrolledByValue(element) {
    if (!element || element.nodeType !== 1) return false;
    const isWrittenIn = isField(element) || element.isContentEditable;
    return isWrittenIn && (!isShown(element) || (isField(element) && isProtected(element)));
  }

  /** A whole style, or the properties that changed. */
  function styleAttribute(value) {
    if (value === null || typeof value !== "object") return styles.inline(String(value ?? ""));
    const clean = {};
    for (const [name, change] of Object.entries(value)) {
      const [wanted, priority] = Array.isArray(change) ? change : [change];
      if (wanted === false && /^[a-z-]+$/.test(name)) clean[name] = false;
      const kept = typeof wanted === "string" ? styles.value(name, wanted) : null;
      if (kept !== null) clean[name] = priority === "important" ? [kept, "important"] : kept;
    }
    return clean;
  }

  function attributes(element, all) {
    const clean = {};
    for (const [name, value] of Object.entries(all)) {
      const kept = attribute(element, name, value);
      if (kept !== undefined) clean[name] = kept;
    }
    if (isField(element) && isProtected(element) && "value" in clean) clean.value = HIDDEN_VALUE;
    return clean;
  }

  function node(recorded) {
    const { type, id } = recorded;
    const real = find(id);
    const base = { type, id };
    for (const name of ["rootId"]) if (Number.isInteger(recorded[name])) base[name] = recorded[name];
    for (const name of ["isSVG", "isShadow", "isShadowHost"]) if (recorded[name] === true) base[name] = true;
    if (type === DOCUMENT) return { ...base, compatMode: oneOf("css1compat backcompat")(recorded.compatMode ?? "") ? recorded.compatMode : undefined, childNodes: children(recorded) };
    if (type === DOCTYPE) return { ...base, name: "html", publicId: "", systemId: "" };
    if (type === TEXT) return { ...base, textContent: real ? text(real, recorded.textContent) : "" };
    if (type !== ELEMENT) return { ...base, type: TEXT, textContent: "" };
    return element(recorded, real, base);
  }

  function element(recorded, real, base) {
    const name = recorded.tagName.toLowerCase();
    if (!real || (real.matches(CLOSED) && !isField(real))) {
      const needsRoom = real?.matches(BLOCKED) && real.localName !== MARKS;
      const size = needsRoom ? attributes(real, pick(recorded.attributes, ["class", "rr_width", "rr_height"])) : {};
      const tagName = needsRoom ? (NAMES.has(name) && name !== "svg" ? name : "div") : "noscript";
      return { ...base, tagName, attributes: size, childNodes: [], ...(needsRoom ? { needBlock: true } : {}) };
    }
    if (real.shadowRoot) styles.learn(real.shadowRoot);
    if (isField(real)) told.set(real, valueOf(real.value, real));
    const all = { ...recorded.attributes };
    if (isField(real) && isProtected(real)) all.value = HIDDEN_VALUE;
    const tagName = NAMES.has(name) ? recorded.tagName : "x-other";
    const childNodes = name === "textarea" ? [] : children(recorded);
    return { ...base, tagName, attributes: attributes(real, all), childNodes };
  }

  function children(recorded) {
    return (recorded.childNodes ?? []).map(node);
  }

  function text(real, value) {
    const parent = real.parentElement ?? real.getRootNode().host;
    // What a sheet says stands in an attribute of its element; only the place of its text is kept.
    if (parent?.localName === "style") return "";
    return isClosed(real) ? "" : textOf(value ?? "", parent);
  }

  function mutation({ texts, attributes: changes, removes, adds }) {
    const clean = { source: MUTATION, texts: [], attributes: [], removes: [], adds: [] };
    for (const { id, value } of texts) {
      const real = find(id);
      if (!real) continue;
      const parent = real.parentElement;
      if (parent?.localName === "style") {
        const sheet = styles.matches(parent.media) ? styles.sheet(value ?? "") : "";
        clean.texts.push({ id, value: sheet });
      } else if (!isClosed(real)) clean.texts.push({ id, value: text(real, value) });
    }
    for (const { id, attributes: all } of changes) {
      const real = find(id);
      if (!real || (isClosed(real) && !isField(real))) continue;
      const kept = attributes(real, all);
      if (isField(real) && "value" in kept && !isNews(real, kept.value)) delete kept.value;
      if (Object.keys(kept).length > 0) clean.attributes.push({ id, attributes: kept });
    }
    for (const { parentId, id, isShadow } of removes) {
      clean.removes.push(isShadow ? { parentId, id, isShadow: true } : { parentId, id });
    }
    for (const { parentId, nextId, previousId, node: recorded } of adds) {
      const parent = find(parentId);
      if (parent?.nodeType === 1 && isClosed(parent)) continue;
      clean.adds.push({ parentId, nextId, ...(previousId === undefined ? {} : { previousId }), node: node(recorded) });
    }
    const isEmpty = [clean.texts, clean.attributes, clean.removes, clean.adds].every((list) => list.length === 0);
    return isEmpty ? null : clean;
  }

  /** How often something was typed tells how long it is: a value that looks the same is not told again. */
  function isNews(field, value) {
    if (told.get(field) === value) return false;
    told.set(field, value);
    return true;
  }

  function input({ id, text: value, isChecked }) {
    const field = find(id);
    if (!field || isBlocked(field)) return null;
    if (["checkbox", "radio"].includes(field.type)) {
      return isShown(field) ? { source: INPUT, id, text: "on", isChecked: isChecked === true } : null;
    }
    const clean = fieldValue(field, String(value));
    return clean !== null && isNews(field, clean) ? { source: INPUT, id, text: clean, isChecked: false } : null;
  }

  function sheetRules(data) {
    const clean = { source: SHEET_RULE };
    for (const name of ["id", "styleId"]) if (Number.isInteger(data[name])) clean[name] = data[name];
    if (data.removes) clean.removes = data.removes.map(({ index }) => ({ index: indexOf(index) }));
    if (data.adds) clean.adds = data.adds.map(({ rule, index }) => ({ rule: styles.rule(rule), index: indexOf(index) }));
    for (const name of ["replace", "replaceSync"]) if (typeof data[name] === "string") clean[name] = styles.sheet(data[name]);
    return clean;
  }

  const indexOf = (index) => (Array.isArray(index) ? index.map(Number) : index === undefined ? undefined : Number(index));

  function declaration({ id, styleId, index, set, remove }) {
    const clean = { source: DECLARATION, id, styleId, index: indexOf(index) };
    if (set) {
      const value = styles.value(set.property, set.value ?? "");
      if (value === null) return null;
      clean.set = { property: set.property, value, priority: set.priority === "important" ? "important" : undefined };
    }
    if (remove && /^[a-z-]+$/.test(remove.property)) clean.remove = { property: remove.property };
    return clean;
  }

  function adopted({ id, styleIds, styles: sheets }) {
    const clean = { source: ADOPTED, id, styleIds: styleIds.map(Number) };
    if (sheets) {
      clean.styles = sheets.map(({ styleId, rules }) => ({
        styleId,
        rules: rules.map(({ rule, index }) => ({ rule: styles.rule(rule), index: indexOf(index) })),
      }));
    }
    return clean;
  }

  const positions = (list) =>
    list.map(({ x, y, id, timeOffset }) => ({ x: number(x), y: number(y), id, timeOffset: number(timeOffset) }));

  function incremental(data) {
    switch (data.source) {
      case MUTATION:
        return mutation(data);
      case MOUSE_MOVE:
      case TOUCH_MOVE:
        return { source: data.source, positions: positions(data.positions) };
      case MOUSE:
        return { source: MOUSE, type: number(data.type), id: data.id, x: number(data.x), y: number(data.y) };
      case SCROLL:
        if (isScrolledByValue(find(data.id))) return null;
        return { source: SCROLL, id: data.id, x: number(data.x), y: number(data.y) };
      case VIEWPORT:
        return { source: VIEWPORT, width: number(data.width), height: number(data.height) };
      case INPUT:
        return input(data);
      case SHEET_RULE:
        return sheetRules(data);
      case DECLARATION:
        return declaration(data);
      case ADOPTED:
        return adopted(data);
      default:
        return null;
    }
  }

  return ({ type, timestamp, data }) => {
    let clean = null;
    if (type === META) {
      clean = { href: `${location.origin}/`, width: number(data.width), height: number(data.height) };
    } else if (type === FULL) {
      styles.learn(document);
      const { left, top } = data.initialOffset;
      clean = { node: node(data.node), initialOffset: { left: number(left), top: number(top) } };
    } else if (type === INCREMENTAL) {
      clean = incremental(data);
    }
    return clean && { type, timestamp, data: clean };
  };
}

function pick(all, names) {
  return Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]]));
}
