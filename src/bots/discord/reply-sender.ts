import { createHash } from "node:crypto";
import type { REST, RouteLike } from "discord.js";
import { RESTJSONErrorCodes, Routes } from "discord-api-types/v10";
import { z } from "zod";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import type {
  GenerationReport,
  ReplySender,
  SendInput,
  SendReceipt,
} from "../../core/ports/reply-sender.js";
import type { FitDeps } from "../fit-pictures.js";
import { reportView } from "../presentation/report-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { isGone, toDiscordFault, toFaultCode, toUnavailableError } from "./discord-errors.js";
import { postFitting } from "./post-fitting.js";
import type { DiscordMessage } from "./render-view.js";
import { withdrawMessages } from "./withdraw-messages.js";

/** Discord takes 25 characters. */
const NONCE_LENGTH = 22;

const MessageSchema = z.object({ id: z.string(), channel_id: z.string() });
const ChannelSchema = z.object({ id: z.string() });

interface SenderDeps extends FitDeps {
  readonly rest: REST;
  readonly log: Log;
  readonly clock: Clock;
}

type Rendered = SendInput & { readonly message: DiscordMessage };

/** Shows generations in Discord. Mentions nobody. */
export function createDiscordReplySender(deps: SenderDeps): ReplySender {
  return {
    async send(input) {
      const view = reportView(input.report, wordings[input.target.language]);
      const { language, maxFileBytes } = input.target;
      try {
        const posted = await postFitting(deps, { view, language, maxFileBytes }, (message) =>
          climb(deps, { ...input, message }),
        );
        if (posted === null) return { kind: "dead", reason: "token_expired" };
        const { id: messageId, channel_id: chatId } = MessageSchema.parse(posted);
        const outputIndex = soleOutput(input.report);
        return { kind: "sent", messages: [{ chatId, messageId, outputIndex }] };
      } catch (error) {
        return toReceipt(deps, input, error);
      }
    },

    withdraw: (input) => withdrawMessages(deps, input),
  };
}

/** Resolves to the message as Discord answered it; null when there is no way left on this rung. */
async function climb(deps: SenderDeps, input: Rendered): Promise<unknown> {
  switch (input.rung) {
    case "edit":
      return edit(deps, input);
    case "channel":
      return post(deps, input, input.target.chatId);
    case "dm": {
      const recipient = { recipient_id: input.target.userId };
      const channel = await deps.rest.post(Routes.userChannels(), { body: recipient });
      return post(deps, input, ChannelSchema.parse(channel).id);
    }
  }
}

/** By the interaction's token while it lives; afterwards as a member of the chat, where the bot is one. */
async function edit(deps: SenderDeps, input: Rendered): Promise<unknown> {
  const { target, messageId } = input;
  const { grant } = target;
  // In a chat with us alone nobody else reads along; where others do, what is for one person is seen by its token alone.
  const isForAll = target.visibility === "everyone" || !target.isGroup;
  const asMember =
    messageId !== null && isForAll && !target.isUserInstall
      ? () => patch(deps, input, Routes.channelMessage(target.chatId, messageId))
      : null;
  if (grant && grant.expiresAt > deps.clock.now()) {
    const original = Routes.webhookMessage(target.botId, grant.token, "@original");
    try {
      return await patch(deps, input, original);
    } catch (error) {
      if (!asMember || !isDeadToken(error)) throw error;
    }
  }
  // What no interaction asked for, such as a message that names us, has nothing to be changed at first.
  const isFirst = !grant && messageId === null && isForAll;
  if (isFirst && !target.isUserInstall) return post(deps, input, target.chatId);
  return asMember?.() ?? null;
}

function patch(deps: SenderDeps, { message }: Rendered, route: RouteLike): Promise<unknown> {
  // Without `auth: false` a dead interaction token (401) would make the library forget the bot's own.
  return deps.rest.patch(route, { ...message, auth: !route.startsWith("/webhooks/") });
}

/** The nonce makes a repeat harmless: for some minutes Discord answers it with the message it already has. */
function post(
  deps: SenderDeps,
  { deliveryId, rung, message, target }: Rendered,
  channelId: string,
): Promise<unknown> {
  const nonce = createHash("sha256")
    .update(`${rung}:${deliveryId}`)
    .digest("base64url")
    .slice(0, NONCE_LENGTH);
  const isAnswer = target.replyTo !== null && channelId === target.chatId;
  const body = {
    ...message.body,
    ...(isAnswer && {
      message_reference: { message_id: target.replyTo, fail_if_not_exists: false },
    }),
    nonce,
    enforce_nonce: true,
  };
  return deps.rest.post(Routes.channelMessages(channelId), { body, files: message.files });
}

function isDeadToken(error: unknown): boolean {
  const fault = toDiscordFault(error);
  const isDeleted = fault.kind === "refused" && fault.code === RESTJSONErrorCodes.UnknownMessage;
  return isGone(fault) && !isDeleted;
}

/** @throws AppError `chat_unavailable` when Discord is out of reach; what is no matter of Discord as it came */
function toReceipt(deps: SenderDeps, { deliveryId, rung }: SendInput, error: unknown): SendReceipt {
  const fault = toDiscordFault(error);
  switch (fault.kind) {
    case "refused":
      deps.log.warn("discord_send_refused", { deliveryId, rung, code: fault.code });
      return { kind: "dead", reason: toFaultCode(fault) };
    case "rate_limited":
      return { kind: "busy", retryAfterMs: fault.retryAfterMs };
    case "unavailable":
      throw toUnavailableError(fault.reason);
    case "ours":
      throw error;
  }
}

/** A message with a single picture is that picture's. */
function soleOutput({ phase }: GenerationReport): number | null {
  const pictures = phase.kind === "succeeded" ? phase.pictures : [];
  return pictures.length === 1 ? (pictures[0]?.index ?? null) : null;
}
