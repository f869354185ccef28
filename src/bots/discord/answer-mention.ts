import type { REST } from "discord.js";
import { Routes } from "discord-api-types/v10";
import { z } from "zod";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { ShowProgress } from "../../core/generation/show-progress.js";
import type { Log } from "../../core/ports/log.js";
import type { Answer } from "../commands/answer.js";
import { type ChatView, type RichText, textView } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { toDiscordFault, toFaultCode } from "./discord-errors.js";
import { renderView } from "./render-view.js";

const ChannelSchema = z.object({ id: z.string() });

interface AnswerDeps {
  readonly rest: REST;
  readonly showProgress: ShowProgress;
  readonly log: Log;
}

/**
 * Shows what came of a message. There is no interaction to answer for one person's eyes, so a no goes by direct message.
 *
 * @throws the library's errors when Discord stays out of reach
 */
export async function answerMention(
  deps: AnswerDeps,
  target: ReplyTarget,
  answer: Answer,
): Promise<void> {
  switch (answer.kind) {
    case "generation":
      if (!answer.isShownElsewhere) await deps.showProgress(answer.deliveryId, answer.report);
      return;
    case "refusal":
    case "ask":
      return tellAlone(deps, target, answer.view);
    case "view":
      return tellAlone(deps, target, answer.view);
    case "notice":
      return sayInAnswer(deps, target, answer.text);
    case "remove":
      return sayInAnswer(deps, target, [answer.notice]);
  }
}

/** For everybody who reads along, as an answer to the message. */
export async function sayInAnswer(
  deps: Pick<AnswerDeps, "rest" | "log">,
  { chatId, replyTo }: ReplyTarget,
  text: RichText,
): Promise<void> {
  const { body, files } = renderView(textView("refusal", text), { files: [] });
  const reference = { message_id: replyTo, fail_if_not_exists: false };
  // For some minutes Discord answers a repeat with the message it already has.
  const once = { nonce: `m${replyTo}`, enforce_nonce: true };
  try {
    await deps.rest.post(Routes.channelMessages(chatId), {
      body: { ...body, ...once, message_reference: reference },
      files,
    });
  } catch (error) {
    noteRefusal(deps, error);
  }
}

/** "Answer in a chat with the asker alone". Null when Discord does not let us open one. */
export async function openDirectMessages(
  deps: Pick<AnswerDeps, "rest" | "log">,
  target: ReplyTarget,
): Promise<ReplyTarget | null> {
  const { chatId, threadId, replyTo, userId } = target;
  try {
    const opened = await deps.rest.post(Routes.userChannels(), { body: { recipient_id: userId } });
    return {
      ...target,
      chatId: ChannelSchema.parse(opened).id,
      replyTo: null,
      visibility: "only_me",
      isGroup: false,
      askedIn: target.isGroup ? { chatId, threadId, replyTo } : undefined,
    };
  } catch (error) {
    noteRefusal(deps, error);
    return null;
  }
}

async function tellAlone(deps: AnswerDeps, target: ReplyTarget, view: ChatView): Promise<void> {
  const alone = await openDirectMessages(deps, target);
  try {
    if (alone) {
      const body = renderView(view, { files: [] });
      await deps.rest.post(Routes.channelMessages(alone.chatId), { ...body });
      return;
    }
  } catch (error) {
    noteRefusal(deps, error);
  }
  await sayInAnswer(deps, target, wordings[target.language].pictures.discord.cannotTellAlone);
}

/** @throws whatever is no refusal of Discord's */
function noteRefusal({ log }: Pick<AnswerDeps, "log">, error: unknown): void {
  const fault = toDiscordFault(error);
  if (fault.kind !== "refused") throw error;
  log.info("discord_answer_refused", { code: toFaultCode(fault) });
}
