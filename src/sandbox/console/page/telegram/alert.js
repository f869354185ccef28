import { el, replace } from "../shared/dom.js";

const TOAST_MS = 3_500;

/** What a button answers: a passing word over the chat, or a box to close. */
export function createAnswers() {
  const toast = el("div", { class: "callback-toast", role: "status", hidden: true });
  const words = el("p");
  const dialog = el(
    "dialog",
    { class: "telegram-alert", "aria-label": "Telegram" },
    el("form", { method: "dialog" }, words, el("button", { type: "submit" }, "OK")),
  );
  let timer = 0;

  return {
    toast,
    dialog,
    show({ text, showAlert }) {
      if (!text) return;
      if (showAlert) {
        replace(words, text);
        dialog.showModal();
        return;
      }
      replace(toast, text);
      toast.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        toast.hidden = true;
      }, TOAST_MS);
    },
  };
}
