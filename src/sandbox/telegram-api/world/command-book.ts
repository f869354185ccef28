import type { BotCommand, BotCommandScope } from "grammy/types";
import type { MemberRole } from "../control-types.js";

export interface CommandBook {
  set(key: CommandKey, commands: readonly BotCommand[]): void;
  get(key: CommandKey): BotCommand[];
  remove(key: CommandKey): void;
  /** The first list that is set, from the narrowest scope outwards, is what the person sees. */
  seenBy(viewer: {
    userId: number;
    chatId: number;
    role: MemberRole | undefined;
    languageCode: string | undefined;
  }): BotCommand[];
}

export interface CommandKey {
  scope: BotCommandScope;
  /** Empty: for every language without a list of its own. */
  languageCode: string;
}

export function createCommandBook(): CommandBook {
  const lists = new Map<string, BotCommand[]>();
  return {
    set: (key, commands) => void lists.set(toId(key), [...commands]),
    get: (key) => [...(lists.get(toId(key)) ?? [])],
    remove: (key) => void lists.delete(toId(key)),
    seenBy(viewer) {
      for (const scope of scopesFor(viewer)) {
        for (const languageCode of [viewer.languageCode ?? "", ""]) {
          const list = lists.get(toId({ scope, languageCode }));
          if (list !== undefined) return [...list];
        }
      }
      return [];
    },
  };
}

function toId({ scope, languageCode }: CommandKey): string {
  const chatId = "chat_id" in scope ? scope.chat_id : "";
  const userId = "user_id" in scope ? scope.user_id : "";
  return [scope.type, chatId, userId, languageCode].join("|");
}

// The order is given under "Determining list of commands" at core.telegram.org/bots/api#botcommandscope.
function scopesFor(viewer: {
  userId: number;
  chatId: number;
  role: MemberRole | undefined;
}): BotCommandScope[] {
  const { chatId, userId, role } = viewer;
  if (chatId > 0) {
    return [{ type: "chat", chat_id: chatId }, { type: "all_private_chats" }, { type: "default" }];
  }
  const isAdministrator = role === "creator" || role === "administrator";
  const forAdministrators: BotCommandScope[] = [{ type: "chat_administrators", chat_id: chatId }];
  const forAllAdministrators: BotCommandScope[] = [{ type: "all_chat_administrators" }];
  return [
    { type: "chat_member", chat_id: chatId, user_id: userId },
    ...(isAdministrator ? forAdministrators : []),
    { type: "chat", chat_id: chatId },
    ...(isAdministrator ? forAllAdministrators : []),
    { type: "all_group_chats" },
    { type: "default" },
  ];
}
