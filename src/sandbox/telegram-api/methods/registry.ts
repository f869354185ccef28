import { sendMediaGroup } from "./albums.js";
import type { Method } from "./call.js";
import { answerCallbackQuery } from "./callback-answers.js";
import { getChat, getChatAdministrators, getChatMember, getMe, sendChatAction } from "./chats.js";
import { deleteMyCommands, getMyCommands, setMyCommands } from "./commands.js";
import { deleteMessage, deleteMessages } from "./deletes.js";
import {
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
} from "./edits.js";
import { getFile } from "./files.js";
import { sendAnimation, sendDocument, sendPhoto, sendVideo } from "./media.js";
import { sendMessage } from "./messages.js";
import { setMessageReaction } from "./reactions.js";
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from "./updates.js";

const methods: Readonly<Record<string, Method>> = {
  answerCallbackQuery,
  deleteMessage,
  deleteMessages,
  deleteMyCommands,
  deleteWebhook,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
  getChat,
  getChatAdministrators,
  getChatMember,
  getFile,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  sendAnimation,
  sendChatAction,
  sendDocument,
  sendMediaGroup,
  sendMessage,
  sendPhoto,
  sendVideo,
  setMessageReaction,
  setMyCommands,
  setWebhook,
};

const byLowerCaseName = new Map(
  Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]),
);

/** Method names are case-insensitive (core.telegram.org/bots/api#making-requests). */
export function findMethod(name: string): Method | undefined {
  return byLowerCaseName.get(name.toLowerCase());
}
