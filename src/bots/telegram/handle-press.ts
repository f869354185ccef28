import type { CallbackQuery } from "grammy/types";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import { toLanguage } from "../../core/chat/reply-target.js";
import type { Answer } from "../commands/answer.js";
import { fromButtonId } from "../presentation/button-id.js";
import { type RichText, toPlainText } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { BotDeps } from "./bot-deps.js";
import type { PendingQuestions } from "./pending-question.js";
import { cut } from "./render-view.js";
import { toReplyTarget } from "./reply-place.js";
import { removeMessages, showAnswer, showFirstProgress } from "./show-answer.js";
import { describeFault, findFault } from "./telegram-errors.js";

/** core.telegram.org/bots/api#answercallbackquery */
const MAX_TOAST_LENGTH = 200;

type Deps = BotDeps & { questions: PendingQuestions };

/** Runs the button behind a callback query. Every query is answered once, before anything that may take long. */
export async function handlePress(deps: Deps, query: CallbackQuery): Promise<void> {
  const { message, from: user } = query;
  if (!message) {
    const { staleButton } = wordings[toLanguage(user.language_code)].refusal;
    return answerQuery(deps, query, { text: staleButton, isAlert: true });
  }
  const botId = String(deps.me.id);
  const target = toReplyTarget(message, { user, botId, visibility: "everyone" });
  const answer = await deps.dispatcher.runAction(fromButtonId(query.data ?? ""), {
    requestKey: `telegram:${botId}:cb:${query.id}`,
    locale: user.language_code ?? "",
    replyTarget: target,
  });
  await showPressed(deps, { query, target }, answer);
}

async function showPressed(
  deps: Deps,
  { query, target }: { query: CallbackQuery; target: ReplyTarget },
  answer: Answer,
): Promise<void> {
  switch (answer.kind) {
    case "refusal":
      return answerQuery(deps, query, { text: answer.view.text, isAlert: true });
    case "notice":
      return answerQuery(deps, query, { text: answer.text });
    case "generation":
      await answerQuery(deps, query, {});
      return showFirstProgress(deps, answer);
    case "remove": {
      const areAllGone = await removeMessages(deps, withPressed(answer.messages, target));
      const { notRemovable } = wordings[target.language].telegram;
      const text = [areAllGone ? answer.notice : notRemovable];
      return answerQuery(deps, query, { text, isAlert: !areAllGone });
    }
    case "view":
    case "ask":
      await answerQuery(deps, query, {});
      return showAnswer(deps, target, answer);
  }
}

/** Which message was pressed may not be among those on record, so it goes too. */
function withPressed(
  messages: readonly { chatId: string; messageId: string }[],
  { chatId, replyTo }: ReplyTarget,
): readonly { chatId: string; messageId: string }[] {
  if (replyTo === null) return messages;
  const isListed = messages.some(
    (message) => message.chatId === chatId && message.messageId === replyTo,
  );
  return isListed ? messages : [...messages, { chatId, messageId: replyTo }];
}

/** What was done stands even when Telegram no longer takes the word about it, so this is not tried again. */
export async function answerQuery(
  deps: Pick<BotDeps, "api" | "log">,
  query: CallbackQuery,
  word: { text?: RichText; isAlert?: boolean },
): Promise<void> {
  const text = word.text && cut(toPlainText(word.text), MAX_TOAST_LENGTH);
  try {
    await deps.api.answerCallbackQuery(query.id, {
      ...(text ? { text } : {}),
      show_alert: word.isAlert ?? false,
    });
  } catch (error) {
    if (!findFault(error)) throw error;
    deps.log.info("telegram_query_not_answered", describeFault(error));
  }
}
