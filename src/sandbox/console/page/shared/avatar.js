import { el } from "./dom.js";

const COLORS = ["#5b8def", "#c2649a", "#3f9d7a", "#b7791f", "#8a63d2", "#c8553d"];

/** A round picture made from a name: the bot's is its letter on the house's colours. */
export function avatar({ id, name, isBot = false, size = 40 }) {
  return el(
    "span",
    {
      class: isBot ? "avatar avatar-bot" : "avatar",
      "aria-hidden": "true",
      style: { "--size": `${size}px`, "--tint": colorOf(id) },
    },
    [...name][0]?.toUpperCase() ?? "?",
  );
}

export function colorOf(id) {
  const sum = [...String(id)].reduce((total, digit) => total + (digit.codePointAt(0) ?? 0), 0);
  return COLORS[sum % COLORS.length];
}
