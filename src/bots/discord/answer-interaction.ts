import type { REST } from "discord.js";
import { Routes } from "discord-api-types/v10";
import { toLanguage, type Visibility } from "../../core/chat/reply-target.js";
import type { ShowProgress } from "../../core/generation/show-progress.js";
import type { Clock } from "../../core/ports/clock.js";
import type { DeliveredMessage } from "../../core/ports/delivery-store.js";
import type { Log } from "../../core/ports/log.js";
import type { Answer } from "../commands/answer.js";
import type { FitDeps } from "../fit-pictures.js";
import { type ChatView, textView } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { Acknowledgement } from "./acknowledge.js";
import { isGone, logFailure, toDiscordFault } from "./discord-errors.js";
import { type DiscordInteraction, toReplyTarget } from "./parse-interaction.js";
import { type FittingView, postFitting } from "./post-fitting.js";

/** 1, 3 and 9 s apart: well within the 15 minutes a token lives. */
const MAX_TRIES = 4;
const FIRST_PAUSE_MS = 1_000;
const NEVER = new AbortController().signal;

export interface AnswerDeps extends FitDeps {
  readonly rest: REST;
  readonly showProgress: ShowProgress;
  readonly clock: Clock;
  readonly log: Log;
}

/** An interaction that Discord has been told about, and how. */
export interface Acknowledged {
  readonly interaction: DiscordInteraction;
  readonly acknowledgement: {
    readonly kind: Exclude<Acknowledgement["kind"], "choices">;
    readonly visibility: Visibility;
  };
}

/**
 * Shows what a command or button came to, and tries again for a while when Discord cannot take it. Safe to repeat.
 * What Discord refuses for good is logged and over: there is nobody left to tell.
 *
 * @throws the library's errors when Discord stays out of reach
 */
export async function answerInteraction(
  deps: AnswerDeps,
  at: Acknowledged,
  answer: Answer,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await show(deps, at, answer);
    } catch (error) {
      // A generation that has begun shows itself sooner or later.
      const isOver = answer.kind === "generation" || tries === MAX_TRIES;
      const pauseMs = isOver ? null : toPauseMs(error, tries);
      if (pauseMs === null) return giveUp(deps, at, { answer, error });
      await deps.clock.pause(pauseMs, NEVER);
    }
  }
}

/** Says that something broke on our side. */
export function answerOurFault(deps: AnswerDeps, at: Acknowledged): Promise<void> {
  const language = toLanguage(at.interaction.locale);
  return tellAskerAlone(deps, at, textView("refusal", wordings[language].refusal.ourFault));
}

async function giveUp(
  deps: AnswerDeps,
  at: Acknowledged,
  { answer, error }: { answer: Answer; error: unknown },
): Promise<void> {
  const fields = { interactionId: at.interaction.id };
  logFailure(deps.log, { event: "discord_answer_failed", error, fields });
  if (answer.kind === "generation") return;
  const { kind } = toDiscordFault(error);
  if (kind === "ours") return answerOurFault(deps, at);
  if (kind !== "refused") throw error;
}

/** Null when waiting does not help. */
function toPauseMs(error: unknown, tries: number): number | null {
  const fault = toDiscordFault(error);
  if (fault.kind === "refused" || fault.kind === "ours") return null;
  return fault.kind === "rate_limited" ? fault.retryAfterMs : FIRST_PAUSE_MS * 3 ** (tries - 1);
}

async function show(deps: AnswerDeps, at: Acknowledged, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case "view":
      return editOriginal(deps, at, answer.view);
    case "refusal":
    case "ask":
      return tellAskerAlone(deps, at, answer.view);
    case "notice":
      // A pressed button's message changes by its own delivery, which says the same.
      if (at.acknowledgement.kind === "update") return;
      return editOriginal(deps, at, textView("neutral", answer.text));
    case "generation":
      if (!answer.isShownElsewhere) return deps.showProgress(answer.deliveryId, answer.report);
      if (at.acknowledgement.kind === "message") await deleteOriginal(deps, at);
      return;
    case "remove":
      await deleteOriginal(deps, at);
      await Promise.all(answer.messages.map((message) => deleteMessage(deps, message)));
  }
}

/** What the asker alone is to see. Where "thinking …" stands in public, it goes away first. */
async function tellAskerAlone(deps: AnswerDeps, at: Acknowledged, view: ChatView): Promise<void> {
  const { kind, visibility } = at.acknowledgement;
  if (kind === "message" && visibility === "only_me") return editOriginal(deps, at, view);
  // In this order: while it stands, a follow-up would take its place, and be as public as it is.
  if (kind === "message") await deleteOriginal(deps, at);
  await followUpAlone(deps, at, view);
}

async function editOriginal(deps: AnswerDeps, at: Acknowledged, view: ChatView): Promise<void> {
  const { application_id: applicationId, token } = at.interaction;
  const original = Routes.webhookMessage(applicationId, token, "@original");
  await postFitting(deps, toFitting(at, view), (message) =>
    deps.rest.patch(original, { ...message, auth: false }),
  );
}

async function followUpAlone(deps: AnswerDeps, at: Acknowledged, view: ChatView): Promise<void> {
  const { application_id: applicationId, token } = at.interaction;
  const fitting = { ...toFitting(at, view), isEphemeral: true };
  await postFitting(deps, fitting, (message) =>
    deps.rest.post(Routes.webhook(applicationId, token), { ...message, auth: false }),
  );
}

function toFitting(at: Acknowledged, view: ChatView): FittingView {
  const { interaction, acknowledgement } = at;
  const { language, maxFileBytes } = toReplyTarget(interaction, acknowledgement.visibility);
  return { view, language, maxFileBytes };
}

/** Of a deferred answer that is the answer; of a pressed button, the message it is on. */
async function deleteOriginal(deps: AnswerDeps, at: Acknowledged): Promise<void> {
  const { application_id: applicationId, token } = at.interaction;
  try {
    await deps.rest.delete(Routes.webhookMessage(applicationId, token, "@original"), {
      auth: false,
    });
  } catch (error) {
    if (!isGone(toDiscordFault(error))) throw error;
  }
}

/** Best effort: the pictures themselves are gone already, and some messages are out of the bot's reach. */
async function deleteMessage(deps: AnswerDeps, message: DeliveredMessage): Promise<void> {
  try {
    await deps.rest.delete(Routes.channelMessage(message.chatId, message.messageId));
  } catch (error) {
    if (!isGone(toDiscordFault(error))) {
      logFailure(deps.log, { event: "discord_delete_failed", error });
    }
  }
}
