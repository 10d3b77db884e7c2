// The two chats that are measured: the widget, and the list by hand. Each is a page, and how it is started and looked at.
const WATCH = `<script src="/bench/watch.js"></script>`;

const page = (head, body) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page</title>
<link rel="icon" href="data:,">
${WATCH}${head}
${body}
</html>`;

export const widget = {
  name: "widget",
  path: "/widget",
  html: (service) =>
    page(
      `<script type="module" src="/embed/loader.js"></script>`,
      `<alongside-chat account="10001" service="${service}" shadow="open"></alongside-chat>`,
    ),
  // Functions of the page.
  set: `
    const root = () => document.querySelector("alongside-chat")?.shadowRoot;
    watch.ready = () => root()?.querySelector(".launcher") != null;
    watch.start = () => root().querySelector(".launcher").click();
    watch.shown = () => root().querySelector(":nth-last-child(1 of .stop) .bubble")?.textContent;
    watch.field = () => root().querySelector("textarea");
    watch.log = () => root().querySelector(".log");
    watch.all = () => [root().host, ...root().querySelectorAll("*")].filter((one) => one.tagName !== "STYLE");
    watch.rows = () => [...root().querySelectorAll(".stop")];
  `,
  // The first text opens a conversation.
  begin: async (browser) => {
    await browser.run("watch.field().focus();");
    await browser.type("Hello");
    await browser.press("\uE007");
    await browser.until(`watch.shown() === "Hello" && watch.all().some(({ dataset }) => dataset?.is === "sent")`);
  },
};

export const vanilla = {
  name: "by hand",
  path: "/vanilla",
  html: (_, file) => file.replace("<style>", `${WATCH}<style>`),
  set: `
    watch.ready = () => typeof start === "function";
    watch.start = () => start();
    watch.shown = () => [...document.querySelectorAll(".row")].sort((one, other) => one.offsetTop - other.offsetTop).at(-1)?.textContent;
    watch.field = () => document.querySelector("textarea");
    watch.log = () => document.querySelector("#log");
    watch.all = () => [...document.body.querySelectorAll("*:not(script)")];
    watch.rows = () => [...document.querySelectorAll(".row")];
  `,
  begin: (browser) => browser.until(`watch.shown() === "Hello"`),
};
