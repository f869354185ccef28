import { el } from "./dom.js";
import { icon } from "./icons.js";

const PREVIEWED = /^image\/(png|jpeg|webp|gif|avif)$/;

/** Opens the file dialog; resolves with what was picked, which may be nothing. */
export function pickFiles({ accept = "", multiple = false } = {}) {
  return new Promise((resolve) => {
    const input = el("input", { type: "file", accept, multiple });
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** A picked file, small, with a way to put it back. */
export function fileChip(file, onRemove) {
  return el(
    "span",
    { class: "file-chip" },
    PREVIEWED.test(file.type) ? preview(file) : icon("file"),
    el("span", { class: "file-name" }, file.name),
    el(
      "button",
      { type: "button", "aria-label": `Remove ${file.name}`, on: { click: onRemove } },
      icon("close", { size: 14 }),
    ),
  );
}

function preview(file) {
  const url = URL.createObjectURL(file);
  const image = el("img", { src: url, alt: "" });
  image.addEventListener("load", () => URL.revokeObjectURL(url));
  return image;
}

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** Takes files dropped on an element, or pasted into it. */
export function takeFiles(element, onFiles) {
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    give(event.dataTransfer);
  });
  element.addEventListener("paste", (event) => give(event.clipboardData, event));

  function give(transfer, event) {
    const files = [...(transfer?.files ?? [])];
    if (files.length === 0) return;
    event?.preventDefault();
    onFiles(files);
  }
}
