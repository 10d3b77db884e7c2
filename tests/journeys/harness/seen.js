// What somebody sees of a widget, given its shadow root. Only what has a box is seen; what is hidden from the eye but
// meant for the ear counts among the texts of its place.
const [root] = arguments;

const isShown = (element) => Boolean(element?.checkVisibility({ opacityProperty: false, visibilityProperty: true }));
const text = (element) => (element ? element.textContent.trim().replace(/\s+/g, " ") : "");
const one = (css, within = root) => [...within.querySelectorAll(css)].find(isShown) ?? null;
const all = (css, within = root) => [...within.querySelectorAll(css)].filter(isShown);
const named = (element) => element.ariaLabel || text(element);
const rect = (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
};

const launcher = one(".launcher");
const panel = one(".panel[data-is=open]");
const banner = one(".banner");
const composer = root.querySelector("textarea");
const focused = root.activeElement;

return {
  mounted: root.querySelector(".widget") !== null,
  launcher: launcher && {
    name: named(launcher),
    expanded: launcher.ariaExpanded === "true",
    busy: launcher.ariaBusy === "true",
    rect: rect(launcher),
  },
  note: text(one("output")),
  open: panel !== null,
  panel: panel && rect(panel),
  title: text(one(".title")),
  presence: text(one(".presence")),
  status: text(one(".status p")),
  draft: composer?.value ?? "",
  typing: one(".typing .dots, .typing .still") !== null,
  separators: all(".separator").map(named),
  lines: all(".row[data-is=note]").map((row) => text(one("p", row))),
  rows: all(".row:not([data-is=note])").map((row) => ({
    side: ["mine", "theirs", "system"].find((side) => row.dataset.is.split(" ").includes(side)) ?? "",
    who: text(one(".who", row)),
    text: text(one(".bubble", row) ?? one("p", row)),
    receipt: text(one(".receipt, .reason", row)),
  })),
  banner: banner && {
    kind: banner.dataset.is,
    rect: rect(banner),
    title: text(one(".banner-title", banner)),
    lines: all("p", banner).filter((line) => !line.closest(".countdown")).map(text).filter(Boolean),
    left: text(one(".countdown p", banner)),
    buttons: all("button", banner).map((button) => ({
      name: named(button),
      enabled: !button.disabled && button.ariaDisabled !== "true",
      rect: rect(button),
    })),
  },
  buttons: all("button").map(named),
  spoken: [...root.querySelectorAll("[aria-live=polite], [role=status]")].map(text).filter(Boolean),
  focus: focused ? named(focused) || focused.labels?.[0]?.textContent || focused.tagName.toLowerCase() : "",
};
