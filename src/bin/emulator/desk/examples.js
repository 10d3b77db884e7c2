// Cards to send, one for each thing that a card can be, and answers below them.

const says = (title, text = title) => ({
  type: "button",
  title,
  click: { metadata: [{ type: "ExternalId", id: title }], actions: [{ type: "publishText", text }] },
});
const text = (words, style) => ({ type: "text", text: words, ...(style && { style }) });
const press = (title, ...actions) => ({ type: "button", title, click: { metadata: [{ type: "ExternalId", id: title }], actions } });
const vertical = (...elements) => ({ type: "vertical", elements });
const picture = (colour, alt) => ({ type: "image", url: `https://dummyimage.com/600x314/${colour}/fff.png`, alt, caption: alt });
const plan = (name, price) => ({
  type: "vertical",
  metadata: [{ type: "ExternalId", id: name }],
  elements: [text(name, { bold: true, size: "large" }), text(price)],
});
const tick = (words) => ({
  type: "checkbox",
  text: words,
  click: { metadata: [{ type: "ExternalId", id: words }], actions: [{ type: "checked", publishText: words }] },
});
const day = 86_400;
const today = Math.floor(Date.now() / 1_000 / day) * day;
const replies = (...titles) => ({ type: "quickReplies", itemsPerRow: 8, replies: titles.map((title) => says(title)) });

export const EXAMPLES = [
  [
    "Product card",
    {
      content: vertical(
        picture("1d4ed8", "A blue jacket"),
        text("Blue jacket", { bold: true, size: "large" }),
        text("Warm, light, and rain stays outside."),
        { type: "keyValuePairList", elements: [{ key: "Price", value: "89 €" }, { key: "Size", value: "M" }] },
        says("Tell me more"),
        press("Put into the cart", { type: "addToCart", items: [{ productId: "jacket-blue-m", quantity: 1 }] }),
        { ...press("See it in the shop", { type: "link", uri: "https://example.com/jacket", target: "blank" }), class: "text" },
      ),
    },
  ],
  ["Question with answers", { content: text("Shall we send it to your home?"), quickReplies: replies("Yes, please", "To a shop", "Not yet") }],
  ["Carousel", { content: { type: "carousel", elements: ["Pears", "Plums", "Figs", "Quinces", "Limes"].map((name) => vertical(text(name, { bold: true }), says(`Order ${name}`))) } }],
  [
    "Carousel to choose from",
    {
      content: vertical(
        { type: "carouselSelect", selectMode: { name: "plans", type: "multiple" }, elements: [plan("Small", "9 €"), plan("Medium", "19 €"), plan("Large", "29 €")] },
        { ...says("Compare these"), ref: { name: "plans", type: "carouselSelect" } },
      ),
    },
  ],
  [
    "Accordion to choose from",
    {
      content: vertical(
        {
          type: "accordionSelect",
          selectMode: { name: "plan", type: "single" },
          titles: [{ name: "Small", additional: "9 €" }, { name: "Large", additional: "29 €" }],
          elements: [plan("1 GB a month", "For mails"), plan("20 GB a month", "For films")],
        },
        { ...says("Take this plan"), ref: { name: "plan", type: "accordionSelect" } },
      ),
    },
  ],
  [
    "List to tick",
    {
      content: {
        type: "list",
        elements: [
          text("What is it about?"),
          {
            type: "sectionList",
            elements: [
              { type: "section", sectionID: "order", elements: [text("An order"), { type: "checklist", elements: [tick("Late"), tick("Damaged"), tick("Wrong size")] }] },
              { type: "section", sectionID: "else", elements: [{ type: "checklist", elements: [tick("Invoice"), tick("Something else")] }] },
            ],
          },
          {
            type: "buttonList",
            elements: [{ type: "submitButton", title: "Send", click: { metadata: [{ type: "ExternalId", id: "topics" }], actions: [{ type: "submitAsText", submit: true }] } }, says("None of these")],
          },
        ],
      },
    },
  ],
  ["Tabs", { content: { type: "tabs", elements: [{ ...vertical(text("Monday to Friday, 9 to 18"), says("Book a day")), tag: "Shop" }, { ...vertical(text("Every day, around the clock"), says("Chat on")), tag: "Chat" }] } }],
  ["A day", { content: vertical(text("When shall we come?"), press("Choose a day", { type: "datePicker", class: "single", title: "Day", minDate: today, maxDate: today + 60 * day, dateFormat: "dd/MM/yyyy" })) }],
  ["From day to day", { content: vertical(text("When are you away?"), press("Choose two days", { type: "datePicker", class: "range", title: "Away" })) }],
  [
    "A time",
    {
      content: vertical(
        text("Which time suits you?"),
        press("Choose a time", {
          type: "scheduleSlotList",
          title: "Free times",
          slots: [9, 11, 14, 33, 35].map((hour) => ({ type: "scheduleSlot", id: String(hour), start: today + day + hour * 3_600, end: today + day + (hour + 1) * 3_600, title: "Fitting", description: "half an hour, with Ada" })),
        }),
      ),
    },
  ],
  ["Map", { content: vertical(text("You find us here."), { type: "map", la: 52.520008, lo: 13.404954, alt: "Alexanderplatz, Berlin" }, press("Write to us instead", { type: "link", uri: "mailto:shop@example.com" })) }],
  ["Link preview", { content: { type: "linkPreview", url: "https://example.com/returns", title: "How to send something back" } }],
  ["Side by side", { content: vertical({ type: "horizontal", percentages: [30, 70], elements: [picture("0f6b3a", "A leaf"), vertical(text("Leaf", { bold: true }), text("Thirty to seventy"))] }, { type: "horizontal", elements: [says("Left"), says("Right")] }) }],
  ["Colours", { content: { type: "vertical", style: { "background-color": "#0363AD", color: "#ffffff" }, elements: [text("White on blue"), says("A button on it"), text("Asked for in grey on grey", { color: "#777777", "background-color": "#888888" })] } }],
  ["For the page", { content: press("Open the size table", { type: "custom", data: [{ key: "open", value: "sizes" }] }) }],
  ["Older answers", { content: { type: "template", templateType: "quickReply", title: "Which one?", resp: ["The first", "The second"] } }],
  ["Not understood", { content: vertical({ type: "hologram", title: "A hologram", elements: [text("It turns.")] }, text("And words that are.")) }],
  ["Answers below words", { message: "How was it?", quickReplies: replies("Good", "So so", "Bad") }],
];
