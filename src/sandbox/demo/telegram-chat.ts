import { setTimeout } from "node:timers/promises";
import type { Message } from "grammy/types";
import type { TelegramControl } from "../telegram-api/control-types.js";
import {
  ANSWER_TIMEOUT_MS,
  type DemoChat,
  type Photo,
  type SeenAnswer,
  type SeenFile,
  type SpokenCommand,
} from "./demo-chat.js";
import type { Transcript } from "./transcript.js";

const LOOK_AGAIN_MS = 50;

/** A person in their private chat with the bot. */
export function createTelegramChat(
  telegram: TelegramControl,
  place: { userId: number; name: string },
  transcript: Transcript,
): DemoChat {
  const { userId, name } = place;
  const chatId = userId;
  const seen = new Set<number>();
  let last: Message | undefined;

  telegram.onChange((event) => {
    if (event.kind !== "message" && event.kind !== "message_edited") return;
    const { message } = event;
    if (!message.from?.is_bot || message.chat.id !== chatId) return;
    transcript.bot(String(message.message_id), read(message));
  });

  /** Looks again and again: an answer in several messages is whole only after the last of them. */
  async function follow(
    isEnd: (answer: SeenAnswer) => boolean,
    before?: Message,
  ): Promise<SeenAnswer> {
    const isChanged = (message: Message) =>
      message.message_id === before?.message_id
        ? read(message).text !== read(before).text
        : !seen.has(message.message_id);
    const deadline = Date.now() + ANSWER_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const message = telegram
        .messages(chatId)
        .find((it) => it.from?.is_bot && isChanged(it) && isEnd(withAlbum(it)));
      if (message) return remember(message);
      await setTimeout(LOOK_AGAIN_MS);
    }
    throw new Error(`no such answer within ${ANSWER_TIMEOUT_MS} ms`);
  }

  function remember(message: Message): SeenAnswer {
    last = message;
    const files = albumOf(message).flatMap(download);
    for (const { message_id } of telegram.messages(chatId)) seen.add(message_id);
    return { ...read(message), files };
  }

  /** An album is one answer in several messages; the words with the buttons come beside it. */
  function albumOf(message: Message): Message[] {
    const after = telegram.messages(chatId).filter(({ message_id }) => !seen.has(message_id));
    if (hasFile(message)) return [message];
    return after.filter((candidate) => candidate.from?.is_bot && hasFile(candidate));
  }

  function withAlbum(message: Message): SeenAnswer {
    return { ...read(message), files: albumOf(message).flatMap((each) => read(each).files) };
  }

  function download(message: Message): SeenFile[] {
    const file = telegram.file(fileIdOf(message) ?? "");
    return file ? read(message).files.map(({ kind }) => ({ kind, bytes: file.bytes })) : [];
  }

  return {
    platform: "telegram",
    userId: String(userId),

    async say(command, isEnd) {
      const { photos = [] } = command;
      const text = toText(command);
      const sent = photos.map(({ filename }) => `▣ ${filename}`);
      transcript.person(name, [...sent, text].join("  "));
      await send(telegram, { userId, chatId }, { text, photos });
      return follow(isEnd);
    },

    async press(label, isEnd) {
      const pressed = last;
      const button = keyboardOf(pressed).find((candidate) => candidate.text === label);
      if (!pressed || !button) throw new Error(`there is no button ${label}`);
      transcript.person(name, `presses [${label}]`);
      await telegram.pressButton({
        userId,
        chatId,
        messageId: pressed.message_id,
        data: button.data,
      });
      return follow(isEnd, pressed);
    },

    async whenDone(outside, isEnd) {
      await outside();
      return follow(isEnd);
    },
  };
}

/** Several pictures are an album, whose caption is that of its first. */
async function send(
  telegram: TelegramControl,
  place: { userId: number; chatId: number },
  { text, photos }: { text: string; photos: readonly Photo[] },
): Promise<void> {
  const [first, ...others] = photos;
  if (!first) await telegram.sendText({ ...place, text });
  else if (others.length === 0) {
    await telegram.sendPhoto({ ...place, bytes: first.bytes, caption: text });
  } else {
    const items = photos.map(({ bytes }, index) => ({
      kind: "photo" as const,
      bytes,
      ...(index === 0 && { caption: text }),
    }));
    await telegram.sendAlbum({ ...place, items });
  }
}

/** Words beside a picture need no command. */
function toText({ name, text, options = {}, photos = [] }: SpokenCommand): string {
  const isPlain = name === "edit" && photos.length > 0;
  const typed = Object.entries(options).map(([option, value]) => `${option}:${value}`);
  return [!isPlain && `/${name}`, text, ...typed].filter(Boolean).join(" ");
}

function fileIdOf({ photo, animation, video, document }: Message): string | undefined {
  return (photo?.at(-1) ?? animation ?? video ?? document)?.file_id;
}

function hasFile(message: Message): boolean {
  return fileIdOf(message) !== undefined;
}

function read(message: Message): SeenAnswer {
  const kind = message.animation || message.video ? "clip" : "picture";
  return {
    text: (message.text ?? message.caption ?? "").trim(),
    buttons: (message.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text),
    links: linksOf(message),
    files: hasFile(message) ? [{ kind, bytes: new Uint8Array() }] : [],
  };
}

function linksOf(message: Message): Record<string, string> {
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat();
  return Object.fromEntries(
    buttons.flatMap((button) => ("url" in button ? [[button.text, button.url] as const] : [])),
  );
}

function keyboardOf(message: Message | undefined): { text: string; data: string }[] {
  const rows = message?.reply_markup?.inline_keyboard ?? [];
  return rows
    .flat()
    .flatMap((button) =>
      "callback_data" in button && typeof button.callback_data === "string"
        ? [{ text: button.text, data: button.callback_data }]
        : [],
    );
}
