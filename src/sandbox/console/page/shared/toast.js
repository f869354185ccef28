import { el } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 6_000;

/** Passing notices at the foot of the page, read out by screen readers. */
export function createToasts() {
  const element = el("div", { class: "toasts", role: "status", "aria-live": "polite" });

  function show(text, kind = "info") {
    const toast = el("div", { class: `toast toast-${kind}` }, el("span", {}, text));
    const remove = () => toast.remove();
    toast.append(
      el(
        "button",
        { type: "button", "aria-label": "Close this notice", on: { click: remove } },
        icon("close", { size: 16 }),
      ),
    );
    element.append(toast);
    setTimeout(remove, SHOWN_MS);
  }

  return {
    element,
    show,
    /** Runs something the person asked for; what goes wrong is told in words. */
    async guard(work) {
      try {
        return await work();
      } catch (error) {
        show(error instanceof Error ? error.message : "That did not work.", "error");
        return undefined;
      }
    },
  };
}
