import { avatar } from "../shared/avatar.js";
import { el } from "../shared/dom.js";
import { fileSize } from "../shared/files.js";
import { icon } from "../shared/icons.js";
import { clockTime, dayName } from "../shared/time.js";
import { renderComponents, renderFile } from "./components.js";
import { renderEmbed } from "./embeds.js";
import { renderMarkdown } from "./markdown.js";

/**
 * One message as its reader sees it.
 *
 * @param entry `{ message, interaction, replied, isGrouped, failure }`
 * @param context `{ world, isPending, onPress, onSelect, userId, openPicture, onReply, onDelete, apps, onApp }`
 */
export function renderMessage(entry, context) {
  const { message, isGrouped } = entry;
  const classes = ["message"];
  if (message.isEphemeral) classes.push("is-ephemeral");
  if (isGrouped) classes.push("is-grouped");
  return el(
    "article",
    {
      class: classes.join(" "),
      "aria-label": `${message.authorName}: ${message.text.slice(0, 120)}`,
      dataset: { messageId: message.id },
    },
    renderOrigin(entry, context),
    isGrouped
      ? el("span", { class: "gutter-time" }, clockTime(message.createdAt))
      : avatar({ id: message.authorId, name: message.authorName, isBot: message.isFromBot }),
    el(
      "div",
      { class: "message-body" },
      !isGrouped && renderHeader(message),
      renderContent(message, context),
      entry.failure && el("div", { class: "interaction-failed" }, entry.failure),
      message.isEphemeral && renderEphemeralFoot(message, context),
    ),
    renderTools(message, context),
  );
}

/** What it answers: "Ada used /imagine", or the message replied to. */
function renderOrigin({ interaction, replied, message }, context) {
  if (interaction && /command$/.test(interaction.kind)) {
    const user = context.world.users.find(({ id }) => id === interaction.userId);
    return el(
      "div",
      { class: "origin" },
      avatar({ id: interaction.userId, name: user?.name ?? "?", size: 16 }),
      el("span", { class: "origin-name" }, user?.name ?? "Somebody"),
      " used ",
      el(
        "span",
        { class: "origin-command" },
        `${interaction.kind === "command" ? "/" : ""}${interaction.name}`,
      ),
    );
  }
  if (!message.replyTo && interaction?.kind !== "component") return null;
  if (!replied) return el("div", { class: "origin" }, "Original message was deleted");
  return el(
    "div",
    { class: "origin" },
    avatar({ id: replied.authorId, name: replied.authorName, isBot: replied.isFromBot, size: 16 }),
    el("span", { class: "origin-name" }, replied.authorName),
    el("span", { class: "origin-text" }, firstWords(replied)),
  );
}

function firstWords(message) {
  const plain = message.text.replace(/^[>#\-\s]+/, "").replace(/[\\*`_]/g, "");
  return plain.split("\n")[0].slice(0, 80) || "Click to see attachment";
}

function renderHeader(message) {
  return el(
    "div",
    { class: "message-header" },
    el("span", { class: "author" }, message.authorName),
    message.isFromBot && el("span", { class: "app-tag" }, "APP"),
    el(
      "time",
      { datetime: message.createdAt },
      `${dayName(message.createdAt)} at ${clockTime(message.createdAt)}`,
    ),
  );
}

function renderContent(message, context) {
  if (message.isLoading) {
    return el(
      "div",
      { class: "thinking" },
      el("span", { class: "dots", "aria-hidden": "true" }),
      `${message.authorName} is thinking…`,
    );
  }
  const isEdited = message.editedAt !== null && !message.isFromBot;
  return [
    message.content !== "" &&
      el(
        "div",
        { class: "md" },
        renderMarkdown(message.content, context.world),
        isEdited && el("span", { class: "edited" }, "(edited)"),
      ),
    message.embeds.map((embed) => renderEmbed(embed, context)),
    // With the newer components a file shows only where one of them refers to it.
    !message.isComponentsV2 &&
      message.attachments.map((attachment) => renderAttachment(attachment, context)),
    renderComponents(message.components, context),
  ];
}

function renderAttachment({ url, filename, contentType, sizeBytes, description }, context) {
  if (!/^image\/(png|jpeg|webp|gif|avif)$/.test(contentType)) {
    return renderFile(url, `${filename} · ${fileSize(sizeBytes)}`);
  }
  const alt = description ?? filename;
  return el(
    "button",
    {
      type: "button",
      class: "picture attachment",
      "aria-label": `Open the picture: ${alt}`,
      on: { click: () => context.openPicture({ url, alt }) },
    },
    el("img", { src: url, alt }),
  );
}

function renderEphemeralFoot(message, { onDelete }) {
  return el(
    "div",
    { class: "ephemeral-foot" },
    icon("eye", { size: 14 }),
    "Only you can see this · ",
    el(
      "button",
      {
        type: "button",
        class: "text-link",
        dataset: { focusKey: "dismiss" },
        on: { click: () => onDelete(message.id) },
      },
      "Dismiss message",
    ),
  );
}

function renderTools(message, { onReply, onDelete, apps, onApp, userId }) {
  if (message.isEphemeral || message.isLoading) return null;
  const tool = (label, name, onClick) =>
    el(
      "button",
      {
        type: "button",
        title: label,
        "aria-label": label,
        dataset: { focusKey: `tool ${label}` },
        on: { click: onClick },
      },
      icon(name, { size: 18 }),
    );
  return el(
    "div",
    { class: "message-tools", role: "group", "aria-label": "Message actions" },
    tool("Reply", "reply", () => onReply(message)),
    apps.map(({ name }) => tool(`Apps: ${name}`, "apps", () => onApp(message, name))),
    message.authorId === userId && tool("Delete", "trash", () => onDelete(message.id)),
  );
}
