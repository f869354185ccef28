import type { REST } from "discord.js";
import { Routes } from "discord-api-types/v10";
import { z } from "zod";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import type { NoticeReceipt, NoticeSender } from "../../core/ports/notice-sender.js";
import { noticeView } from "../presentation/payment-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { toDiscordFault, toFaultCode, toUnavailableError } from "./discord-errors.js";
import { renderView } from "./render-view.js";

const ChannelSchema = z.object({ id: z.string() });

interface SenderDeps {
  readonly rest: REST;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells one person in Discord: beside what they pressed while that can be answered, then by direct message. */
export function createDiscordNoticeSender(deps: SenderDeps): NoticeSender {
  return {
    async send({ target, notice }) {
      const view = noticeView(notice, wordings[target.language]);
      try {
        const isTold = await followUp(deps, target, renderAlone(view, true));
        if (!isTold) await writeAlone(deps, target, renderAlone(view, false));
        return { kind: "sent" };
      } catch (error) {
        return toReceipt(deps, error);
      }
    },
  };
}

type Message = ReturnType<typeof renderView>;

function renderAlone(view: ReturnType<typeof noticeView>, isEphemeral: boolean): Message {
  return renderView(view, { files: [], isEphemeral });
}

/** False when the interaction can no longer be answered, or has been as often as Discord allows. */
async function followUp(
  deps: SenderDeps,
  { botId, grant }: ReplyTarget,
  message: Message,
): Promise<boolean> {
  if (!grant || grant.expiresAt <= deps.clock.now()) return false;
  try {
    // Without `auth: false` a dead interaction token (401) would make the library forget the bot's own.
    await deps.rest.post(Routes.webhook(botId, grant.token), { ...message, auth: false });
    return true;
  } catch (error) {
    if (toDiscordFault(error).kind !== "refused") throw error;
    return false;
  }
}

async function writeAlone(
  { rest }: SenderDeps,
  { userId }: ReplyTarget,
  message: Message,
): Promise<void> {
  const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: userId } });
  await rest.post(Routes.channelMessages(ChannelSchema.parse(opened).id), { ...message });
}

/** @throws AppError `chat_unavailable` when Discord is out of reach; what is no matter of Discord as it came */
function toReceipt({ log }: SenderDeps, error: unknown): NoticeReceipt {
  const fault = toDiscordFault(error);
  switch (fault.kind) {
    case "refused":
      log.warn("discord_notice_refused", { code: fault.code });
      return { kind: "dead", reason: toFaultCode(fault) };
    case "rate_limited":
      return { kind: "busy", retryAfterMs: fault.retryAfterMs };
    case "unavailable":
      throw toUnavailableError(fault.reason);
    case "ours":
      throw error;
  }
}
