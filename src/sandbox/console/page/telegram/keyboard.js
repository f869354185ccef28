import { el } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { ownLink } from "../shared/own-link.js";

/** The buttons under a message, row by row. */
export function renderKeyboard(message, context) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  return el(
    "div",
    { class: "keyboard" },
    rows.map((row) =>
      el(
        "div",
        { class: "keyboard-row" },
        row.map((button) => renderButton(message, button, context)),
      ),
    ),
  );
}

function renderButton(message, button, { isPending, onPress }) {
  if (button.url) {
    return el(
      "a",
      { class: "key", href: ownLink(button.url), target: "_blank", rel: "noopener noreferrer" },
      button.text,
      icon("link", { size: 13 }),
    );
  }
  const data = button.callback_data;
  const isWaiting = isPending(message, data);
  const look = ["key", button.style && `key-${button.style}`, isWaiting && "is-pending"];
  return el(
    "button",
    {
      type: "button",
      class: look.filter(Boolean).join(" "),
      disabled: isWaiting,
      dataset: { focusKey: data ?? button.text },
      on: { click: () => data && onPress(message, data) },
    },
    el("span", {}, button.text),
  );
}
