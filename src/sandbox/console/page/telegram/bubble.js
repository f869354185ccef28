import { avatar, colorOf } from "../shared/avatar.js";
import { el } from "../shared/dom.js";
import { fileSize } from "../shared/files.js";
import { icon } from "../shared/icons.js";
import { clockTime } from "../shared/time.js";
import { renderEntities } from "./entities.js";
import { renderKeyboard } from "./keyboard.js";

/**
 * One bubble: a message, or an album of several.
 *
 * @param entry `{ messages, isOwn, isFirst, isLast, isGroup, reaction }`
 * @param context `{ isPending, onPress, onCommand, onReply, onDelete, openPicture }`
 */
export function renderBubble(entry, context) {
  const { messages, isOwn, isFirst, isLast, isGroup } = entry;
  const [first] = messages;
  const classes = ["row", isOwn ? "is-own" : "is-other"];
  if (isFirst) classes.push("is-first");
  if (isLast) classes.push("is-last");
  const { from } = first;
  const showsSender = isGroup && !isOwn;
  return el(
    "article",
    {
      class: classes.join(" "),
      "aria-label": `${from?.first_name}: ${wordsOf(first).slice(0, 120)}`,
    },
    showsSender &&
      el(
        "span",
        { class: "row-avatar" },
        isLast && avatar({ id: from.id, name: from.first_name, isBot: from.is_bot, size: 32 }),
      ),
    el(
      "div",
      { class: "bubble-column" },
      el(
        "div",
        { class: bubbleLook(messages) },
        showsSender && isFirst && renderSender(from),
        renderReply(first),
        renderMedia(messages, context),
        renderWords(messages, context),
        entry.reaction && el("span", { class: "reaction" }, entry.reaction),
        renderMeta(messages.at(-1)),
      ),
      renderKeyboard(messages.at(-1), context),
    ),
    renderTools(first, { ...context, isOwn }),
  );
}

export function wordsOf(message) {
  return message.text ?? message.caption ?? kindOfFile(message);
}

function kindOfFile({ photo, video, animation, document }) {
  if (photo) return "Photo";
  if (animation) return "GIF";
  return video ? "Video" : (document?.file_name ?? "");
}

function bubbleLook(messages) {
  if (!hasPicture(messages[0])) return "bubble";
  const hasWords = messages.some(({ caption }) => caption);
  return hasWords ? "bubble has-media" : "bubble has-media is-bare";
}

function hasPicture(message) {
  return Boolean(message.photo ?? message.video ?? message.animation);
}

function renderSender(from) {
  return el("div", { class: "sender", style: { "--tint": colorOf(from.id) } }, from.first_name);
}

/** A topic's own opening message is what everything in it answers; apps do not show that. */
function renderReply(message) {
  const replied = message.reply_to_message;
  if (!replied || replied.forum_topic_created) return null;
  const photo = replied.photo?.[0];
  return el(
    "div",
    { class: "reply" },
    photo && el("img", { src: fileUrl(photo.file_id), alt: "" }),
    el(
      "div",
      { class: "reply-words" },
      el("strong", {}, replied.from?.first_name ?? ""),
      el("span", {}, wordsOf(replied).split("\n")[0].slice(0, 90)),
    ),
  );
}

function renderMedia(messages, context) {
  const pictures = messages.filter(hasPicture);
  const documents = messages.filter(({ document, animation }) => document && !animation);
  return [
    pictures.length > 0 &&
      el(
        "div",
        { class: "media", dataset: { count: String(Math.min(pictures.length, 5)) } },
        pictures.map((message) => renderPicture(message, context)),
      ),
    documents.map(({ document }) => renderDocument(document)),
  ];
}

function renderPicture(message, { openPicture }) {
  const clip = message.video ?? message.animation;
  if (clip && !isMovingPicture(clip)) {
    return el("video", {
      src: fileUrl(clip.file_id),
      controls: true,
      loop: Boolean(message.animation),
    });
  }
  const { file_id: fileId, width, height } = clip ?? message.photo.at(-1);
  const alt = wordsOf(message).split("\n")[0];
  const url = fileUrl(fileId);
  return el(
    "button",
    {
      type: "button",
      class: "picture",
      "aria-label": `Open the ${clip ? "clip" : "picture"}: ${alt}`,
      dataset: { focusKey: `picture ${fileId}` },
      on: { click: () => openPicture({ url, alt }) },
    },
    // Of a clip only its sender says how large it is, and may say nothing.
    el("img", { src: url, alt, width: width || undefined, height: height || undefined }),
    clip && el("span", { class: "clip-mark" }, "GIF"),
  );
}

/** The real servers make an MP4 of a GIF; here it stays one, which no video element plays. */
function isMovingPicture({ mime_type: type }) {
  return type === "image/gif";
}

function renderDocument({ file_id: fileId, file_name: name = "file", file_size: size = 0 }) {
  return el(
    "a",
    { class: "document", href: fileUrl(fileId), download: name },
    el("span", { class: "document-mark" }, icon("file")),
    el("span", { class: "document-words" }, el("strong", {}, name), el("span", {}, fileSize(size))),
  );
}

function renderWords(messages, { onCommand }) {
  const message = messages.find(({ text, caption }) => text ?? caption);
  if (!message) return null;
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  return el("div", { class: "words" }, renderEntities(text, entities, { onCommand }));
}

function renderMeta(message) {
  const isEdited = message.edit_date !== undefined && !message.from?.is_bot;
  const time = clockTime(message.date * 1000);
  return el("span", { class: "meta" }, isEdited && "edited ", time);
}

function renderTools(message, { onReply, onDelete, isOwn }) {
  const tool = (label, name, onClick) =>
    el(
      "button",
      {
        type: "button",
        title: label,
        "aria-label": label,
        dataset: { focusKey: label },
        on: { click: onClick },
      },
      icon(name, { size: 16 }),
    );
  return el(
    "div",
    { class: "row-tools", role: "group", "aria-label": "Message actions" },
    tool("Reply", "reply", () => onReply(message)),
    isOwn && tool("Delete", "trash", () => onDelete(message)),
  );
}

function fileUrl(fileId) {
  return `/console/files/telegram/${encodeURIComponent(fileId)}`;
}
