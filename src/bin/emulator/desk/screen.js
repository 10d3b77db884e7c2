// The screen: a visitor's page as it is told, event by event, and the agent's hand on it. A page of its own inside of the
// desk, as a page that is rebuilt needs styles that the desk's own policy does not allow. rrweb builds it in one more
// frame, which runs no scripts. What is told is data: it goes into that frame and nowhere else.

const [FULL, META] = [2, 4];
const POINT_EVERY = 40;

const page = document.querySelector("[data-page]");
const glass = document.querySelector("[data-glass]");
const loaded = import("/cobrowse/rrweb.js");
let replayer = null;
let size = { width: 0, height: 0 };
let pointedAt = 0;

const tell = (word, body) => parent.postMessage({ word, body }, location.origin);

addEventListener("message", async ({ data, origin, source }) => {
  if (origin !== location.origin || source !== parent) return;
  if (data.word === "clear") clear();
  else if (data.word === "hand") glass.dataset.hand = data.body;
  else if (data.word === "events") await play(data.body);
});

async function play(events) {
  const { Replayer } = await loaded;
  if (events.some(({ type }) => type === FULL)) {
    clear();
    const config = { root: page, liveMode: true, mouseTail: false, showWarning: false, triggerFocus: false };
    replayer = new Replayer([], config);
    replayer.on("resize", fit);
    replayer.startLive(Date.now());
  }
  for (const event of events) {
    if (event.type === META) fit(event.data);
    // By the desk's own clock everything happens now, so that it is shown with the next frame.
    replayer?.addEvent({ ...event, timestamp: Date.now() });
  }
}

function clear() {
  replayer?.destroy();
  replayer = null;
}

function fit(told) {
  size = { width: Number(told.width) || size.width, height: Number(told.height) || size.height };
  const scale = Math.min(innerWidth / size.width, innerHeight / size.height, 1);
  if (!Number.isFinite(scale) || scale <= 0) return;
  page.style.transform = `scale(${scale})`;
  page.style.left = `${Math.max(0, (innerWidth - size.width * scale) / 2)}px`;
  page.style.width = `${size.width}px`;
  page.style.height = `${size.height}px`;
}

/** Which element of the page lies there, and where in it. Only an element is the same on both sides. */
function placeAt({ clientX, clientY }) {
  const inner = replayer?.iframe.contentDocument;
  const frame = replayer?.iframe.getBoundingClientRect();
  if (!inner || frame.width === 0) return null;
  const scale = frame.width / size.width;
  const [left, top] = [(clientX - frame.left) / scale, (clientY - frame.top) / scale];
  let element = inner.elementFromPoint(left, top);
  while (element?.shadowRoot) {
    const within = element.shadowRoot.elementFromPoint(left, top);
    if (!within || within === element) break;
    element = within;
  }
  const id = element ? replayer.getMirror().getId(element) : -1;
  if (id < 0) return null;
  const box = element.getBoundingClientRect();
  const share = (at, from, length) => (length > 0 ? Math.round(((at - from) / length) * 1_000) / 1_000 : 0);
  return { id, x: share(left, box.left, box.width), y: share(top, box.top, box.height) };
}

glass.addEventListener("pointermove", (event) => {
  const place = event.timeStamp - pointedAt < POINT_EVERY ? null : placeAt(event);
  if (!place) return;
  pointedAt = event.timeStamp;
  tell("point", place);
});
glass.addEventListener("pointerleave", () => tell("point", {}));
glass.addEventListener("click", (event) => {
  const place = placeAt(event);
  if (place) tell("click", place);
});
glass.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const place = placeAt(event);
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (place) tell("scroll", { id: place.id, dx: event.deltaX * lines, dy: event.deltaY * lines });
  },
  { passive: false },
);
glass.addEventListener("keydown", (event) => {
  const isText = [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isText && !["Backspace", "Enter", "ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  tell("key", { key: event.key });
});
addEventListener("resize", () => fit({}));

loaded.then(
  () => tell("ready"),
  () => tell("broken"),
);
