import type { Message } from "grammy/types";
import type { InputSource } from "../../core/chat/input-source.js";
import { LANGUAGES } from "../../core/chat/reply-target.js";
import type { RequestDraft } from "../../core/chat/request-draft.js";
import type { AccountId } from "../../core/ids.js";
import type { PendingRequest } from "../../core/ports/pending-request-store.js";
import type { Answer } from "../commands/answer.js";
import type { Incoming } from "../dispatcher.js";
import { toPlainText } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { BotDeps } from "./bot-deps.js";
import { toChatKey } from "./reply-place.js";

/** core.telegram.org/bots/api#sendmediagroup */
const MAX_ALBUM = 10;
const WAITS_MS = 15 * 60_000;

/** Who was asked, and where the question stands. */
export type Asker = Pick<Incoming, "replyTarget" | "locale">;

export type Question = Pick<PendingRequest, "draft">;

/** What we asked a person and are waiting to hear, by person and chat: always the words a command lacks. */
export interface PendingQuestions {
  ask(from: Asker, answer: Extract<Answer, { kind: "ask" }>): Promise<void>;
  /** The next words are for this command and these pictures. */
  askAbout(from: Asker, about: { command: string; inputs: readonly InputSource[] }): Promise<void>;
  /** The question stays until it is dropped, so that a repeat after a crash finds it too. */
  find(from: Asker): Promise<Question | null>;
  drop(from: Asker): Promise<void>;
}

type Deps = Pick<BotDeps, "pending" | "identifyAccount" | "clock" | "ids">;

export function createPendingQuestions(deps: Deps): PendingQuestions {
  async function identify({ replyTarget, locale }: Asker): Promise<AccountId> {
    const { platform, userId } = replyTarget;
    const account = await deps.identifyAccount({ platform, userId, locale });
    return account.id;
  }

  async function take(from: Asker): Promise<PendingRequest | null> {
    const accountId = await identify(from);
    const chat = toChatKey(from.replyTarget);
    return deps.pending.take({ accountId, chat, now: deps.clock.now() });
  }

  function put(request: PendingRequest): Promise<void> {
    const expiresAt = new Date(deps.clock.now().getTime() + WAITS_MS);
    return deps.pending.put({ ...request, id: deps.ids.uuid(), expiresAt });
  }

  async function waitFor(from: Asker, draft: RequestDraft): Promise<void> {
    const accountId = await identify(from);
    await put({ accountId, chat: toChatKey(from.replyTarget), waitsFor: "prompt", draft });
  }

  return {
    async ask(from, { command, option, draft, inputs = [] }) {
      // What was there of it was blank, and may hold characters a database does not take.
      const { [option]: _blank, ...options } = draft;
      await waitFor(from, { command, options, inputs });
    },
    askAbout: (from, about) => waitFor(from, { ...about, options: {} }),
    async find(from) {
      const request = await take(from);
      if (request) await put(request);
      return request;
    },
    async drop(from) {
      await take(from);
    },
  };
}

const QUESTIONS = new Set(
  LANGUAGES.flatMap((language) => [
    ...Object.values(wordings[language].ask).map(toPlainText),
    ...Array.from({ length: MAX_ALBUM }, (_, index) =>
      toPlainText(wordings[language].pictures.whatToDo(index + 1)),
    ),
  ]),
);

/** In a group only a reply to our question is its answer; everything else there is talk among people. */
export function answersQuestion(message: Message, botId: number): boolean {
  const asked = message.reply_to_message;
  return asked?.from?.id === botId && QUESTIONS.has(asked.text ?? "");
}
