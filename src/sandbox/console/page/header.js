import { el } from "./shared/dom.js";
import { icon } from "./shared/icons.js";
import { act } from "./shared/server.js";

/** Name, the one sentence a newcomer needs, and the way back to the beginning. */
export function createHeader({ store, toasts }) {
  const status = el("span", { class: "status", role: "status" });
  const reset = el(
    "button",
    { type: "button", class: "reset", title: "Empties both chats and the books" },
    icon("reset", { size: 16 }),
    el("span", {}, "Reset everything"),
  );
  reset.addEventListener("click", async () => {
    reset.disabled = true;
    const done = await toasts.guard(() => act("inside/reset", {}).then(() => true));
    reset.disabled = false;
    if (done) toasts.show("Everything is back to the beginning.");
  });
  store.subscribe(({ isConnected }) => {
    status.textContent = isConnected ? "" : "Connecting to Atelier…";
  });
  return el(
    "header",
    { class: "top" },
    el("img", { src: "/console/icon.svg", alt: "", width: "24", height: "24" }),
    el("span", { class: "wordmark" }, "Atelier"),
    el("span", { class: "sandbox-tag" }, "sandbox"),
    el(
      "p",
      { class: "hint" },
      "Type ",
      el("kbd", {}, "/imagine a red fox in the snow"),
      " in either chat, press Enter, and watch ",
      el("strong", {}, "Inside"),
      ". Nothing here costs money.",
    ),
    status,
    reset,
  );
}
