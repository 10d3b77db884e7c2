// Files that travel in a conversation: a chip in the transcript, and sending one of one's own.

import { make } from "./dom.js";
import { Refused } from "./link.js";

const LARGEST = 3 * 1024 * 1024;
const TYPES = new Map([
  ["image/jpeg", "JPEG"],
  ["image/png", "PNG"],
  ["image/gif", "GIF"],
  ["application/pdf", "PDF"],
  ["text/plain", "TXT"],
  // What could run, under the harmless names that the service takes: to see that no chat runs it.
  ["image/svg+xml", "PNG"],
  ["text/html", "TXT"],
]);
// How long the longer side of a small picture is, and how finely it is drawn: the first that is small enough.
const TRIALS = [[160, 0.7], [120, 0.5], [64, 0.4]];
const LONGEST_PREVIEW = 30_000;
const PREVIEW = /^data:image\/(?:jpeg|png|gif);base64,[a-z\d+/=]+$/i;

/** What `accept` of the file input holds. */
export const TAKEN = [...TYPES.keys()].join(",");

/** A button with what is known of the file; a click asks for it. */
export function newChip(file, open) {
  const kind = make("b", {}, String(file.fileType ?? "File"));
  const chip = make("button", { type: "button", class: "file", "data-file": file.relativePath }, kind, nameOf(file));
  if (typeof file.preview === "string" && PREVIEW.test(file.preview)) {
    chip.prepend(make("img", { src: file.preview, alt: "" }));
  }
  chip.addEventListener("click", () => open(file.relativePath));
  return chip;
}

function nameOf(file) {
  return make("span", { dir: "auto" }, String(file.caption || "Open the file"));
}

/** Opens a file by an address that holds for a minute. The service says whether it is shown or saved. */
export async function openFile(actions, path) {
  const address = addressOf(await actions.downloadAddress(path));
  make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }).click();
}

/** Uploads a file and shares it. */
export async function sendFile(actions, conversation, file) {
  const fileType = TYPES.get(file.type);
  if (!fileType) throw new Refused("Only pictures (JPEG, PNG, GIF, SVG), PDF, plain text and HTML can be sent.");
  if (file.size === 0 || file.size > LARGEST) throw new Refused("A file has 3 MB at most, and is not empty.");
  const answer = await actions.uploadAddress(file.size, fileType);
  const options = { method: "PUT", headers: { "content-type": file.type }, body: file };
  const stored = await fetch(addressOf(answer), options).catch(() => null);
  if (!stored?.ok) throw new Refused("The file could not be uploaded.");
  const preview = await previewOf(file);
  const message = { caption: file.name, relativePath: answer.relativePath, fileType, ...(preview && { preview }) };
  await actions.share(conversation, message);
}

/** A small picture of a picture, as agents' consoles send it along; nothing where the browser draws no pixels of it. */
async function previewOf(file) {
  const pixels = file.type.startsWith("image/") ? await createImageBitmap(file).catch(() => null) : null;
  if (!pixels) return null;
  const longer = Math.max(pixels.width, pixels.height);
  const drawn = TRIALS.map(([side, quality]) => draw(pixels, Math.min(1, side / longer), quality));
  pixels.close();
  return drawn.find((address) => address.length <= LONGEST_PREVIEW) ?? null;
}

function draw(pixels, scale, quality) {
  const canvas = make("canvas");
  canvas.width = Math.max(1, pixels.width * scale);
  canvas.height = Math.max(1, pixels.height * scale);
  const brush = canvas.getContext("2d");
  // What is transparent would else become black.
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(pixels, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", quality);
}

function addressOf({ relativePath, queryParams }) {
  return `${relativePath}?${new URLSearchParams(queryParams)}`;
}
