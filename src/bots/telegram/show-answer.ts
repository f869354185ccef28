import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { DeliveredMessage } from "../../core/ports/delivery-store.js";
import type { Answer } from "../commands/answer.js";
import { type ChatView, textView } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { BotDeps } from "./bot-deps.js";
import type { PendingQuestions } from "./pending-question.js";
import { toPrivateTarget } from "./reply-place.js";
import { sendText, toPlace } from "./send-text.js";
import { sendView } from "./send-view.js";
import { describeFault, findFault } from "./telegram-errors.js";

type Deps = Pick<
  BotDeps,
  "api" | "me" | "objects" | "copies" | "deliveries" | "showProgress" | "log"
> & {
  questions: PendingQuestions;
};

/** Shows what a command came to, as messages. */
export async function showAnswer(deps: Deps, target: ReplyTarget, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case "view":
      return showView(deps, target, answer.view);
    case "refusal":
      return showRefusal(deps, target, answer);
    case "generation":
      return showFirstProgress(deps, answer);
    case "ask":
      return ask(deps, target, answer);
    case "remove":
      await removeMessages(deps, answer.messages);
      await sendText(deps.api, toPlace(target), { view: textView("neutral", [answer.notice]) });
      return;
    case "notice":
      await sendText(deps.api, toPlace(target), { view: textView("neutral", answer.text) });
      return;
  }
}

/** What it shows of results is noted, so that an answer to it is about the stored original. */
async function showView(deps: Deps, target: ReplyTarget, view: ChatView): Promise<void> {
  const wording = wordings[target.language];
  const { platform, botId } = target;
  for (const message of await sendView(deps, toPlace(target), { view, wording })) {
    const { chatId, messageId, pictureIndex } = message;
    const { shows } = view.pictures[pictureIndex ?? -1] ?? {};
    if (shows) await deps.deliveries.noteShown({ platform, botId, chatId, messageId, ...shows });
  }
}

/** The request stands whether or not this can be shown: the sweep shows it later. */
export async function showFirstProgress(
  deps: Pick<BotDeps, "showProgress" | "log">,
  { deliveryId, report }: Extract<Answer, { kind: "generation" }>,
): Promise<void> {
  try {
    await deps.showProgress(deliveryId, report);
  } catch (error) {
    deps.log.error("progress_not_shown", error, { deliveryId });
  }
}

/** A no is for the asker alone, so it goes to their private chat; who never opened one is asked to. */
async function showRefusal(
  deps: Deps,
  target: ReplyTarget,
  { view }: Extract<Answer, { kind: "refusal" }>,
): Promise<void> {
  if (!target.isGroup) {
    await sendText(deps.api, toPlace(target), { view });
  } else if (await tellAlone(deps, target, view)) {
    await acknowledge(deps, target);
  } else {
    const words = wordings[target.language].telegram.startMeFirst(deps.me.username);
    await sendText(deps.api, toPlace(target), { view: textView("refusal", words) });
  }
}

/** A bot may write to a person alone only after they have started it. Asked before anything is paid for. */
export async function mayWriteTo(
  { api }: Pick<BotDeps, "api">,
  { chatId }: ReplyTarget,
): Promise<boolean> {
  try {
    return await api.sendChatAction(chatId, "typing");
  } catch (error) {
    if (findFault(error)?.kind !== "chat_closed") throw error;
    return false;
  }
}

/** Writes where the asker alone reads it; false when they never opened a private chat, or closed it. */
export async function tellAlone(
  { api }: Pick<BotDeps, "api">,
  target: ReplyTarget,
  view: ChatView,
): Promise<boolean> {
  const alone = target.isGroup ? toPrivateTarget(target) : target;
  try {
    await sendText(api, toPlace(alone), { view });
    return true;
  } catch (error) {
    if (findFault(error)?.kind !== "chat_closed") throw error;
    return false;
  }
}

/** A small sign in the group that the answer went elsewhere. */
export async function acknowledge(
  deps: Pick<BotDeps, "api" | "log">,
  { chatId, replyTo }: ReplyTarget,
): Promise<void> {
  try {
    const reaction = { type: "emoji", emoji: "👀" } as const;
    await deps.api.setMessageReaction(chatId, Number(replyTo), [reaction]);
  } catch (error) {
    if (!findFault(error)) throw error;
    deps.log.info("telegram_reaction_refused", describeFault(error));
  }
}

async function ask(
  deps: Deps,
  target: ReplyTarget,
  answer: Extract<Answer, { kind: "ask" }>,
): Promise<void> {
  await deps.questions.ask({ replyTarget: target, locale: target.language }, answer);
  // Selective: in a group the reply field opens for the asker alone.
  const forceReply = { force_reply: true, selective: target.isGroup } as const;
  await sendText(deps.api, toPlace(target), { view: answer.view, forceReply });
}

/** Takes messages away; says whether all of them are gone now. */
export async function removeMessages(
  deps: Pick<BotDeps, "api" | "log">,
  messages: readonly Pick<DeliveredMessage, "chatId" | "messageId">[],
): Promise<boolean> {
  let areAllGone = true;
  for (const { chatId, messageId } of messages) {
    try {
      await deps.api.deleteMessage(chatId, Number(messageId));
    } catch (error) {
      const fault = findFault(error);
      if (fault?.kind === "message_gone") continue;
      if (fault?.kind !== "not_removable" && fault?.kind !== "chat_closed") throw error;
      deps.log.warn("telegram_message_not_removed", describeFault(error));
      areAllGone = false;
    }
  }
  return areAllGone;
}
