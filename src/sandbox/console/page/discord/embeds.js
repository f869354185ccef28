import { el } from "../shared/dom.js";
import { renderMarkdown } from "./markdown.js";

/** The older form of a rich message: title, words, fields and pictures beside a coloured bar. */
export function renderEmbed(embed, context) {
  const { world } = context;
  const color = embed.color == null ? "#4e5058" : `#${embed.color.toString(16).padStart(6, "0")}`;
  return el(
    "div",
    { class: "embed", style: { "--accent": color } },
    embed.author && el("div", { class: "embed-author" }, embed.author.name),
    embed.title && el("div", { class: "embed-title" }, renderMarkdown(embed.title, world)),
    embed.description && el("div", { class: "md" }, renderMarkdown(embed.description, world)),
    (embed.fields ?? []).map(({ name, value }) =>
      el(
        "div",
        { class: "embed-field" },
        el("strong", {}, name),
        el("div", { class: "md" }, renderMarkdown(value, world)),
      ),
    ),
    picture(embed.image, context),
    picture(embed.thumbnail, context),
    embed.footer && el("div", { class: "embed-footer" }, embed.footer.text),
  );
}

/** Only what the bot sent along: the page loads nothing from elsewhere. */
function picture(media, context) {
  if (!media?.url?.startsWith("/console/files/")) return null;
  return el(
    "button",
    {
      type: "button",
      class: "picture",
      "aria-label": "Open the picture",
      on: { click: () => context.openPicture({ url: media.url, alt: "" }) },
    },
    el("img", { src: media.url, alt: "", width: media.width, height: media.height }),
  );
}
