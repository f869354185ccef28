import { sequentialize } from "@grammyjs/runner";
import type { UserFromGetMe } from "grammy/types";
import { toAlbumKey } from "./album-key.js";
import type { BotDeps } from "./bot-deps.js";
import { createPendingQuestions } from "./pending-question.js";
import { isReadable } from "./readable-update.js";
import { settleUpdate } from "./settle-update.js";
import { createPatientTelegramClient, type TelegramConfig } from "./telegram-client.js";
import type { ReceivedUpdate, UpdateBook } from "./update-book.js";

/** Brings updates to their end, however they arrived. One per bot and process. */
export interface UpdateSettler {
  /** Resolves when it is settled. Updates of one chat keep the order they are given in. Never rejects. */
  settle(received: ReceivedUpdate): Promise<void>;
  /** Resolves when nothing is at work. */
  idle(): Promise<void>;
}

export function createUpdateSettler(
  deps: Omit<BotDeps, "api" | "me"> & { readonly config: TelegramConfig },
  bot: { me: UserFromGetMe; book: UpdateBook; stopping: AbortSignal },
): UpdateSettler {
  const api = createPatientTelegramClient(deps.config);
  const settleDeps = { ...deps, ...bot, api, questions: createPendingQuestions(deps) };
  const inOrder = sequentialize<ReceivedUpdate>(toOrderKey);
  const inWork = new Set<Promise<void>>();

  return {
    async settle(received) {
      const settled = inOrder(received, () => settleUpdate(settleDeps, received)).catch(
        (error: unknown) => deps.log.error("telegram_update_lost", error),
      );
      inWork.add(settled);
      await settled.finally(() => inWork.delete(settled));
    },

    async idle() {
      while (inWork.size > 0) await Promise.all(inWork);
    },
  };
}

/**
 * What must not overtake each other: the messages of a chat, and one person's presses in a chat. A press does not wait
 * for a chat that Telegram has slowed down, for it has to be answered within seconds.
 */
function toOrderKey({ update }: ReceivedUpdate): string {
  if (!isReadable(update)) return `update:${update.update_id}`;
  // The parts of an album wait for one another, here or elsewhere, so none may stand behind another.
  if (toAlbumKey(update) !== null) return `album:${update.update_id}`;
  const { message, callback_query: query } = update;
  if (query) return `press:${query.message?.chat.id ?? ""}:${query.from.id}`;
  return message ? `chat:${message.chat.id}` : `update:${update.update_id}`;
}
