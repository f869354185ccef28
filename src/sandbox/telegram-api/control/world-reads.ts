import type { Message } from "grammy/types";
import type { ChatOverview, WorldReads } from "../control-types.js";
import type { Platform } from "../platform.js";
import { membersOf } from "../world/members.js";
import { type ChatRecord, chatIn, personIn, type World } from "../world/world.js";

const defaultWaitMs = 10_000;

export function createWorldReads(platform: Platform): WorldReads {
  return {
    bot: () => platform.world.bot,
    people: () => [...platform.world.people.values()],
    chats: () =>
      [...platform.world.chats.values()].map((record) => toOverview(platform.world, record)),
    messages(chatId, threadId) {
      const all = [...chatIn(platform.world, chatId).messages.values()];
      const wanted = threadId === "general" ? undefined : threadId;
      const shown =
        threadId === undefined ? all : all.filter((each) => each.message_thread_id === wanted);
      return structuredClone(shown);
    },
    waitForMessage: (chatId, predicate, timeoutMs = defaultWaitMs) =>
      waitForMessage(platform, { chatId, predicate, timeoutMs }),
    commandsFor({ userId, chatId }) {
      const user = personIn(platform.world, userId);
      const role = chatIn(platform.world, chatId).members.get(userId);
      return platform.commands.seenBy({ userId, chatId, role, languageCode: user.language_code });
    },
    file(fileId) {
      const file = platform.files.find(fileId);
      if (file === undefined) return undefined;
      const { bytes, mimeType, fileName } = file;
      return { bytes, mimeType, ...(fileName === undefined ? {} : { fileName }) };
    },
    reaction: ({ chatId, messageId }) => chatIn(platform.world, chatId).reactions.get(messageId),
    calls: () => platform.calls.all(),
    unknownMethods: () => platform.calls.unknownMethods(),
    pendingUpdates: () => platform.updates.pending().length,
  };
}

function toOverview(world: World, record: ChatRecord): ChatOverview {
  const { chat } = record;
  return {
    chat,
    title: chat.type === "private" ? chat.first_name : chat.title,
    botStatus: record.botStatus,
    topics: [...record.topics.values()].map(({ threadId, name }) => ({ threadId, name })),
    members: membersOf(world, record),
  };
}

function waitForMessage(
  platform: Platform,
  wait: { chatId: number; predicate: (message: Message) => boolean; timeoutMs: number },
): Promise<Message> {
  const { chatId, predicate, timeoutMs } = wait;
  const fits = (message: Message): boolean =>
    message.chat.id === chatId && message.from?.id === platform.world.bot.id && predicate(message);
  const present = [...chatIn(platform.world, chatId).messages.values()].reverse().find(fits);
  if (present !== undefined) return Promise.resolve(structuredClone(present));

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`no such message within ${timeoutMs} ms; ${describe(platform, chatId)}`));
    }, timeoutMs);
    const stop = platform.events.listen((event) => {
      if (event.kind !== "message" && event.kind !== "message_edited") return;
      try {
        if (!fits(event.message)) return;
        resolve(event.message);
      } catch (error) {
        reject(error);
      }
      clearTimeout(timer);
      stop();
    });
  });
}

function describe(platform: Platform, chatId: number): string {
  const said = [...chatIn(platform.world, chatId).messages.values()]
    .filter((message) => message.from?.id === platform.world.bot.id)
    .map((message) => JSON.stringify(message.text ?? message.caption ?? "(media)"));
  return said.length === 0 ? "the bot said nothing" : `the bot said ${said.slice(-5).join(", ")}`;
}
