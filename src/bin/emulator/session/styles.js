// Styles without what they could tell: no text, no address, no name that the page's own sheets do not know. What is left
// is what the browser itself has read as styles, written anew.

/** Declarations in which any name may stand. */
const NAMING =
  /^(animation|anchor|container|counter|font|grid|list-style|page|position-(anchor|try)|quotes|scroll-timeline|string|timeline|transition|view-|will-change)/;

const WORDS = new Set(
  `all allow-discrete alternate alternate-reverse auto auto-fill auto-fit avoid backwards baseline block bold bolder border-box
  both bottom break-all break-word calc center circle clamp clip closest-side collapse color-mix column column-reverse columns
  conic-gradient contain contain-intrinsic content content-box contents contrast cover cubic-bezier currentcolor cursor dashed
  decimal default degree dense disc display dotted double ease ease-in ease-in-out ease-out ellipse ellipsis end
  fallback farthest-corner farthest-side fill-available fit-content fixed flex flex-end flex-start flow-root forwards from grid
  groove hidden hsl hsla hue hwb in infinite inherit initial inline inline-block inline-flex inline-grid inset inside italic
  lab large larger lch left light-dark lighter linear linear-gradient local lower-alpha lower-roman ltr max max-content medium
  min min-content minmax move multiply none normal not-allowed nowrap oblique off oklab oklch on opacity optional outset
  outside paused pixelated pointer pre pre-line pre-wrap radial-gradient relative repeat repeat-x repeat-y repeating-linear-gradient
  reverse revert revert-layer ridge right rotate round row row-reverse rtl running saturate scale screen scroll shape
  sideways size skew skewx skewy small smaller smooth solid space space-around space-between space-evenly span square srgb
  start static step-end step-start steps sticky stretch strict style subgrid swap tabular-nums thick thin to top transform
  translate translate3d translatex translatey translatez transparent underline unset upper-alpha upper-roman uppercase
  lowercase capitalize var vertical visible wrap wrap-reverse x-large x-small xx-large xx-small zoom blur brightness
  drop-shadow grayscale env safe-area-inset-bottom safe-area-inset-left safe-area-inset-right safe-area-inset-top
  serif sans-serif monospace cursive fantasy system-ui ui-monospace ui-sans-serif ui-serif math emoji arial helvetica neue
  georgia times new roman courier verdana tahoma menlo consolas monaco roboto inter segoe ui palatino iowan old linotype sf
  mono apple-system blinkmacsystemfont liberation dejavu noto open sans`.split(/\s+/),
);

const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs;
const ADDRESS = /\b(?:url|src|image|image-set|-webkit-image-set|element|paint)\((?:[^()\\]|\\.|\([^()]*\))*\)/gi;
/** Such a rule stands where one was left out: others are counted by their place. */
const EMPTY = "x-hidden{}";
const MOST_CACHED = 64;

export class Styles {
  /** Names of classes, elements, animations and layers of the page's sheets. */
  #known = new Set();
  #cache = new Map();

  /** Learns the names of a document or an open shadow root. */
  learn(root) {
    for (const sheet of [...root.styleSheets, ...(root.adoptedStyleSheets ?? [])]) {
      try {
        this.#learnRules(sheet.cssRules);
      } catch {
        // A sheet of another origin, which nobody can read.
      }
    }
  }

  /** Whether a class or an id says no more than the page's sheets do. */
  knows(name) {
    return this.#known.has(name);
  }

  /** A whole sheet. */
  sheet(text) {
    const known = this.#cache.get(text);
    if (known !== undefined) return known;
    const clean = this.#parsed(text).map((rule) => this.#rule(rule)).join("\n");
    if (this.#cache.size >= MOST_CACHED) this.#cache.clear();
    this.#cache.set(text, clean);
    return clean;
  }

  /** One rule, which stays one. */
  rule(text) {
    const [rule] = this.#parsed(text);
    return rule ? this.#rule(rule) : EMPTY;
  }

  /** An inline style. */
  inline(text) {
    const [rule] = this.#parsed(`x{${text}}`);
    return rule?.style ? this.#declarations(rule.style.cssText) : "";
  }

  /** A value, or null where the property is to be left out. */
  value(name, value) {
    if (!/^(--[\w-]+|[a-z-]+)$/.test(name)) return null;
    const plain = String(value)
      .replace(STRING, '""')
      .replace(ADDRESS, "none")
      .replace(/(\.\d{3})\d+/g, "$1")
      .replace(/(?<![#\w.])\d{6,}/g, "99999");
    const isFree = name.startsWith("--") || plain.includes("var(") || NAMING.test(name);
    if (/url\(|[<>\\]/i.test(plain) || (isFree && !this.#isPlain(plain))) return null;
    return plain;
  }

  /** Whether a media query matches; what it says stays here. */
  matches(query) {
    return query === "" || matchMedia(query).matches;
  }

  #parsed(text) {
    const sheet = new CSSStyleSheet();
    try {
      sheet.replaceSync(text);
    } catch {
      return [];
    }
    this.#learnRules(sheet.cssRules);
    return [...sheet.cssRules];
  }

  #learnRules(rules) {
    for (const rule of rules) {
      for (const [, name] of (rule.selectorText ?? "").replace(STRING, "").matchAll(/[.#]((?:[\w-]|[^\x00-\x7f])+)/g)) {
        this.#known.add(name);
      }
      if (rule instanceof CSSKeyframesRule) this.#known.add(rule.name);
      else if (rule.cssRules) this.#learnRules(rule.cssRules);
      if (rule.styleSheet) this.#learnRules(rule.styleSheet.cssRules);
    }
  }

  #rule(rule) {
    const inner = () => [...(rule.cssRules ?? [])].map((one) => this.#rule(one)).join("");
    const style = () => this.#declarations(rule.style.cssText);
    switch (rule.constructor.name) {
      case "CSSStyleRule": {
        const selector = selectorOf(rule.selectorText);
        return selector === null ? EMPTY : `${selector}{${style()}${inner()}}`;
      }
      case "CSSNestedDeclarations":
        return style();
      case "CSSMediaRule":
        return `@media ${this.#query(rule.conditionText)}{${inner()}}`;
      case "CSSSupportsRule":
        return `@media ${CSS.supports(rule.conditionText) ? "all" : "not all"}{${inner()}}`;
      case "CSSLayerBlockRule":
        return /^[\w.-]*$/.test(rule.name) ? `@layer ${rule.name}{${inner()}}` : EMPTY;
      case "CSSLayerStatementRule":
        return rule.nameList.every((name) => /^[\w.-]+$/.test(name)) ? `@layer ${[...rule.nameList].join(",")};` : EMPTY;
      case "CSSKeyframesRule":
        return /^[\w-]+$/.test(rule.name) ? `@keyframes ${rule.name}{${inner()}}` : EMPTY;
      case "CSSKeyframeRule":
        return `${rule.keyText}{${style()}}`;
      default:
        return EMPTY;
    }
  }

  /** Widths are told, as the agent's picture has the same; what the visitor prefers is decided here. */
  #query(text) {
    const isOfSize = /^(?:only |not )?(?:all|screen|print)?(?: and )?(?:\(?[\s()a-z<>=:-]*[\d.]{1,7}(?:px|em|rem)\)*(?: and | or |, )?)*$/i.test(text);
    if (isOfSize && !text.includes("prefers")) return text;
    return this.matches(text) ? "all" : "not all";
  }

  #declarations(text) {
    let clean = "";
    for (const [name, whole] of parts(text)) {
      const value = this.value(name, whole.replace(/\s*!important$/i, ""));
      if (value !== null) clean += `${name}:${value}${/!important$/i.test(whole) ? "!important" : ""};`;
    }
    return clean;
  }

  #isPlain(value) {
    const rest = value
      .replace(/--[\w-]+/g, " ")
      .replace(/#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b/gi, " ")
      .replace(/(?<![\w-])[+-]?(?:\d{1,6}(?:\.\d*)?|\.\d+)(?:e[+-]?\d)?(?:%|[a-z]{1,5}\b)?/gi, " ");
    if (/[^\s\w"(),/*+.%-]/.test(rest)) return false;
    const names = rest.match(/[\w-]*[a-z\d_][\w-]*/gi) ?? [];
    return names.every((name) => this.#isWord(name.replace(/^-+/, "")));
  }

  #isWord(name) {
    const lower = name.toLowerCase();
    return WORDS.has(lower) || this.#known.has(name) || CSS.supports("color", lower) || CSS.supports(lower, "inherit");
  }
}

/** A selector, or null where it tells a value of an attribute. */
function selectorOf(text) {
  for (const part of text.match(/\[[^\]]*\]/g) ?? []) {
    if (!/^\[[\w-]+\]$/.test(part) && !/^\[(type|dir|open|hidden)[~|^$*]?="?[a-z-]{1,16}"?\]$/.test(part)) return null;
  }
  const plain = text.replace(/(\[(?:type|dir)[^\]]*\])|"(?:[^"\\]|\\.)*"/g, (_, kept) => kept ?? '""');
  return /[{}<>\\]/.test(plain.replace(/ > /g, " ").replace(/\\[^\da-f\n]/gi, "")) ? null : plain;
}

/** The declarations of a text that the browser has written, as names and values. */
function* parts(text) {
  let [from, depth, quote] = [0, 0, ""];
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at] ?? ";";
    if (sign === "\\") at += 1;
    else if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(" || sign === "{" || sign === "[") depth += 1;
    else if (sign === ")" || sign === "}" || sign === "]") depth -= 1;
    else if (sign === ";" && (depth === 0 || at === text.length)) {
      const one = text.slice(from, at);
      const colon = one.indexOf(":");
      if (colon > 0) yield [one.slice(0, colon).trim(), one.slice(colon + 1).trim()];
      from = at + 1;
    }
  }
}
