import { el, replace } from "./dom.js";
import { fileChip } from "./files.js";
import { icon } from "./icons.js";

/** What goes along with the next message: files, and the message it answers. */
export class Draft {
  replyBar = el("div", { class: "reply-bar", hidden: true });
  fileRow = el("div", { class: "file-row", hidden: true });
  #files = [];
  #reply = null;

  get reply() {
    return this.#reply;
  }

  get hasFiles() {
    return this.#files.length > 0;
  }

  /** @param words what stands in the bar, as nodes */
  setReply(message, words = []) {
    this.#reply = message;
    this.replyBar.hidden = message === null;
    const cancel = el(
      "button",
      { type: "button", "aria-label": "Do not reply", on: { click: () => this.setReply(null) } },
      icon("close", { size: 14 }),
    );
    replace(this.replyBar, words, cancel);
  }

  addFiles(files) {
    this.#files.push(...files);
    this.#draw();
  }

  takeFiles() {
    const taken = this.#files.splice(0);
    this.#draw();
    return taken;
  }

  #remove(file) {
    this.#files.splice(this.#files.indexOf(file), 1);
    this.#draw();
  }

  #draw() {
    this.fileRow.hidden = this.#files.length === 0;
    replace(
      this.fileRow,
      this.#files.map((file) => fileChip(file, () => this.#remove(file))),
    );
  }
}
