import type { CallbackQuery, Message } from "grammy/types";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import { toLanguage } from "../../core/chat/reply-target.js";
import type { Answer } from "../commands/answer.js";
import { fromButtonId } from "../presentation/button-id.js";
import { type ChatView, type RichText, toPlainText } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { answeredAlone, findAudience, startMeFirst } from "./audience.js";
import type { BotDeps } from "./bot-deps.js";
import type { PendingQuestions } from "./pending-question.js";
import { PICTURE_CHOICE, readChoice } from "./picture-choice.js";
import { cut } from "./render-view.js";
import { toPrivateTarget, toReplyTarget } from "./reply-place.js";
import { putPicture } from "./send-media.js";
import { putText } from "./send-text.js";
import { fitForTelegram } from "./send-view.js";
import {
  mayWriteTo,
  removeMessages,
  showAnswer,
  showFirstProgress,
  tellAlone,
} from "./show-answer.js";
import { describeFault, findFault } from "./telegram-errors.js";

/** core.telegram.org/bots/api#answercallbackquery */
const MAX_TOAST_LENGTH = 200;

type Deps = BotDeps & { questions: PendingQuestions };
interface Pressed {
  readonly query: CallbackQuery;
  /** The message that was pressed on. */
  readonly target: ReplyTarget;
}

/** Runs the button behind a callback query. Every query is answered once, before anything that may take long. */
export async function handlePress(deps: Deps, query: CallbackQuery): Promise<void> {
  const { message, from: user } = query;
  if (!message) {
    const { staleButton } = wordings[toLanguage(user.language_code)].refusal;
    return answerQuery(deps, query, { text: staleButton, isAlert: true });
  }
  const botId = String(deps.me.id);
  const pressed = fromButtonId(query.data ?? "");
  const target = toReplyTarget(message, { user, botId, visibility: "everyone" });
  const run = (replyTarget: ReplyTarget) =>
    deps.dispatcher.runAction(pressed, {
      requestKey: `telegram:${botId}:cb:${query.id}`,
      locale: user.language_code ?? "",
      replyTarget,
    });
  if (pressed?.action === PICTURE_CHOICE) {
    return pressChoice(deps, { query, target }, pressed.subject);
  }
  const action = pressed && deps.dispatcher.findAction(pressed.action);
  if (action?.visibility === "only_me") return runForOneAlone(deps, { query, target }, run);
  const changesPressed = action?.answersWith === "update";
  const answer = await run(target);
  const mayBeForged = changesPressed && target.isGroup && !isOnMessage(query);
  if (mayBeForged) return showBesides(deps, { query, target }, answer);
  await showPressed(deps, { query, target, changesPressed }, answer);
}

/**
 * Telegram hands over whatever a client says was pressed: among others, only a button that stands on a message may change
 * it. A message that is out of reach cannot be changed by anybody.
 */
function isOnMessage({ message, data }: CallbackQuery): boolean {
  if (!message || message.date === 0) return true;
  const rows = ("reply_markup" in message && message.reply_markup?.inline_keyboard) || [];
  return rows.flat().some((button) => "callback_data" in button && button.callback_data === data);
}

/** What was done to something of the presser's own stands; the message they named stays as it is. */
async function showBesides(deps: Deps, { query, target }: Pressed, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case "view":
    case "ask":
      return answerQuery(deps, query, {
        text: wordings[target.language].refusal.staleButton,
        isAlert: true,
      });
    case "generation":
      await answerQuery(deps, query, {});
      return showFirstProgress(deps, answer);
    case "remove":
      await removeMessages(deps, answer.messages);
      return answerQuery(deps, query, { text: [answer.notice] });
    default:
      return showPressed(deps, { query, target, changesPressed: false }, answer);
  }
}

/** Does with a picture what was chosen for it, in answer to the picture itself. One button does its thing once. */
async function pressChoice(
  deps: Deps,
  { query, target: here }: Pressed,
  subject: string,
): Promise<void> {
  const { message, from: user } = query;
  const answered = (message as Message | undefined)?.reply_to_message?.message_id;
  const asked = { ...here, replyTo: answered === undefined ? here.replyTo : String(answered) };
  const from = {
    requestKey: `telegram:${here.botId}:${here.chatId}:do:${here.replyTo}:${subject}`,
    locale: user.language_code ?? "",
    replyTarget: asked,
  };
  const chosen = await readChoice(deps, { subject, message, from });
  if (!chosen) {
    const { noLongerThere } = wordings[here.language].pictures;
    return answerQuery(deps, query, { text: noLongerThere, isAlert: true });
  }
  const { command, inputs } = chosen;
  const target = await findAudience(deps, { command, options: {}, here: asked });
  if (!target) {
    const text = await startMeFirst(deps, here);
    return answerQuery(deps, query, { text, isAlert: true });
  }
  const given = { ...from, replyTarget: target, inputs };
  const answer = await deps.dispatcher.runCommand(command.name, {}, given);
  const isElsewhere = asked.isGroup && !target.isGroup;
  if (!isElsewhere) return showPressed(deps, { query, target, changesPressed: false }, answer);
  await answerQuery(deps, query, { text: await answeredAlone(deps, target) });
  await showAnswer(deps, target, answer);
}

/** The answer is a message for the presser alone, so the query itself has no news to wait for. */
async function runForOneAlone(
  deps: Deps,
  { query, target: here }: Pressed,
  run: (target: ReplyTarget) => Promise<Answer>,
): Promise<void> {
  if (here.isGroup) return runFromGroup(deps, { query, target: here }, run);
  const target = { ...here, visibility: "only_me" as const };
  await answerQuery(deps, query, {});
  await showAnswer(deps, target, await run(target));
}

/** In a group the button says where the answer went, and a no is said there. */
async function runFromGroup(
  deps: Deps,
  { query, target: here }: Pressed,
  run: (target: ReplyTarget) => Promise<Answer>,
): Promise<void> {
  const target = toPrivateTarget(here);
  if (!(await mayWriteTo(deps, target))) {
    const text = await startMeFirst(deps, here);
    return answerQuery(deps, query, { text, isAlert: true });
  }
  const answer = await run(target);
  if (answer.kind === "refusal") return showRefusal(deps, { query, target: here }, answer);
  await answerQuery(deps, query, { text: await answeredAlone(deps, target) });
  await showAnswer(deps, target, answer);
}

async function showPressed(
  deps: Deps,
  { query, target, changesPressed }: Pressed & { changesPressed: boolean },
  answer: Answer,
): Promise<void> {
  switch (answer.kind) {
    case "refusal":
      return showRefusal(deps, { query, target }, answer);
    case "notice":
      return answerQuery(deps, query, { text: answer.text });
    case "generation":
      await answerQuery(deps, query, {});
      await showFirstProgress(deps, answer);
      if (answer.replacesPressed) await removeMessages(deps, withPressed([], target));
      return;
    case "remove": {
      const areAllGone = await removeMessages(deps, withPressed(answer.messages, target));
      const { notRemovable } = wordings[target.language].telegram;
      const text = [areAllGone ? answer.notice : notRemovable];
      return answerQuery(deps, query, { text, isAlert: !areAllGone });
    }
    case "view":
      await answerQuery(deps, query, {});
      if (changesPressed && (await turnPressedInto(deps, { query, target }, answer.view))) return;
      return showAnswer(deps, target, answer);
    case "ask":
      await answerQuery(deps, query, {});
      return showAnswer(deps, target, answer);
  }
}

const MEDIA = ["photo", "animation", "video", "document"] as const;

/** False when the message is no longer there to be changed, or cannot become what is wanted and has made room for it. */
async function turnPressedInto(
  deps: Deps,
  { query, target }: Pressed,
  view: ChatView,
): Promise<boolean> {
  const { chatId, replyTo } = target;
  const shown = { chatId, messageId: Number(replyTo) };
  const wording = wordings[target.language];
  const fitted = await fitForTelegram(deps, view, wording);
  const [file] = fitted.files;
  try {
    if (file) await putPicture(deps.api, shown, { view: fitted.view, file });
    else if (MEDIA.some((kind) => kind in (query.message ?? {}))) {
      // Words can become a picture, but no picture becomes words.
      await removeMessages(deps, [{ chatId, messageId: String(replyTo) }]);
      return false;
    } else await putText(deps.api, shown, fitted.view);
    return true;
  } catch (error) {
    const kind = findFault(error)?.kind;
    if (kind === "not_modified") return true;
    if (kind !== "message_gone") throw error;
    return false;
  }
}

/** A passing word, and where there is something to press, a message for the presser alone. */
async function showRefusal(
  deps: Deps,
  { query, target }: Pressed,
  { view, shortView = view }: Extract<Answer, { kind: "refusal" }>,
): Promise<void> {
  if (view.buttons.length === 0) {
    return answerQuery(deps, query, { text: view.text, isAlert: true });
  }
  const isTold = await tellAlone(deps, target, view);
  const isInSight = isTold && !target.isGroup;
  await answerQuery(deps, query, isInSight ? {} : { text: shortView.text, isAlert: true });
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
