import { setTimeout } from "node:timers/promises";
import type { Message } from "grammy/types";
import type { TelegramControl } from "../telegram-api/control-types.js";
import { ANSWER_TIMEOUT_MS, type DemoChat, type SeenAnswer } from "./demo-chat.js";
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
    const { text, buttons, pictures } = read(message);
    transcript.bot(String(message.message_id), { text, buttons, pictureCount: pictures.length });
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
        .find((candidate) => isChanged(candidate) && isEnd(withAlbum(candidate)));
      if (message) return remember(message);
      await setTimeout(LOOK_AGAIN_MS);
    }
    throw new Error(`no such answer within ${ANSWER_TIMEOUT_MS} ms`);
  }

  function remember(message: Message): SeenAnswer {
    last = message;
    const pictures = albumOf(message).flatMap(download);
    for (const { message_id } of telegram.messages(chatId)) seen.add(message_id);
    return { ...read(message), pictures };
  }

  /** An album is one answer in several messages; the words with the buttons come beside it. */
  function albumOf(message: Message): Message[] {
    const after = telegram.messages(chatId).filter(({ message_id }) => !seen.has(message_id));
    return message.photo ? [message] : after.filter(({ photo }) => photo);
  }

  function withAlbum(message: Message): SeenAnswer {
    return { ...read(message), pictures: albumOf(message).map(() => new Uint8Array()) };
  }

  function download(message: Message): Uint8Array[] {
    const file = telegram.file(message.photo?.at(-1)?.file_id ?? "");
    return file ? [file.bytes] : [];
  }

  return {
    platform: "telegram",
    userId: String(userId),

    async say(command, isEnd) {
      const options = Object.entries(command.options ?? {}).map(
        ([option, value]) => `${option}:${value}`,
      );
      const text = [`/${command.name}`, command.text, ...options].filter(Boolean).join(" ");
      transcript.person(name, text);
      await telegram.sendText({ userId, chatId, text });
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

function read(message: Message): SeenAnswer {
  return {
    text: (message.text ?? message.caption ?? "").trim(),
    buttons: (message.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text),
    links: linksOf(message),
    pictures: message.photo ? [new Uint8Array()] : [],
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
