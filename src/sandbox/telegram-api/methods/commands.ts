import type { BotCommand, BotCommandScope } from "grammy/types";
import { z } from "zod";
import { badRequest } from "../refusal.js";
import type { CommandKey } from "../world/command-book.js";
import { type Call, integer, json, readParams, string } from "./call.js";
import { findChat } from "./chat-target.js";

const chatId = z.union([z.number(), z.string()]);
const scopeSchema = z.discriminatedUnion(
  "type",
  [
    z.object({ type: z.literal("default") }),
    z.object({ type: z.literal("all_private_chats") }),
    z.object({ type: z.literal("all_group_chats") }),
    z.object({ type: z.literal("all_chat_administrators") }),
    z.object({ type: z.literal("chat"), chat_id: chatId }),
    z.object({ type: z.literal("chat_administrators"), chat_id: chatId }),
    z.object({ type: z.literal("chat_member"), chat_id: chatId, user_id: integer }),
  ],
  "can't parse BotCommandScope: Unsupported type specified",
);
const keySchema = z.object({
  scope: json(scopeSchema).optional(),
  language_code: string.optional(),
});
const setSchema = z.object({
  commands: json(z.array(z.object({ command: z.string(), description: z.string() }))),
});

// core.telegram.org/bots/api#botcommand and #setmycommands
const maxCommands = 100;
const commandName = /^\/?[a-z0-9_]{1,32}$/;
const maxDescriptionLength = 256;

export function setMyCommands(call: Call): true {
  const { commands } = readParams(call, setSchema);
  const key = readKey(call);
  if (commands.length > maxCommands) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  for (const { command, description } of commands) {
    if (!commandName.test(command)) throw badRequest("BOT_COMMAND_INVALID");
    const length = description.trim().length;
    if (length < 1 || length > maxDescriptionLength) {
      throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
    }
  }
  const { platform } = call;
  if (commands.length === 0) platform.commands.remove(key);
  else platform.commands.set(key, commands.map(withoutSlash));
  platform.events.emit({ kind: "commands_changed" });
  return true;
}

export function getMyCommands(call: Call): BotCommand[] {
  return call.platform.commands.get(readKey(call));
}

export function deleteMyCommands(call: Call): true {
  call.platform.commands.remove(readKey(call));
  call.platform.events.emit({ kind: "commands_changed" });
  return true;
}

function withoutSlash(command: BotCommand): BotCommand {
  return { ...command, command: command.command.replace(/^\//, "") };
}

function readKey(call: Call): CommandKey {
  const params = readParams(call, keySchema);
  const languageCode = params.language_code ?? "";
  if (!/^([a-z]{2})?$/.test(languageCode)) throw badRequest("LANG_CODE_INVALID");
  const scope: BotCommandScope = params.scope ?? { type: "default" };
  if (!("chat_id" in scope)) return { scope, languageCode };
  const { chat } = findChat(call.platform, scope.chat_id);
  const isForGroups = scope.type !== "chat";
  if (isForGroups && chat.type === "private") {
    throw badRequest(`can't use ${scope.type} scope in private chats`);
  }
  return { scope: { ...scope, chat_id: chat.id }, languageCode };
}
