import type { REST } from "discord.js";
import { Routes } from "discord-api-types/v10";
import { isLeft } from "../../core/gallery/is-left.js";
import type { DeliveredMessage } from "../../core/ports/delivery-store.js";
import type { Log } from "../../core/ports/log.js";
import type { WithdrawInput } from "../../core/ports/reply-sender.js";
import type { FitDeps } from "../fit-pictures.js";
import { reportView } from "../presentation/report-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { isGone, logFailure, toDiscordFault, toUnavailableError } from "./discord-errors.js";
import { postFitting } from "./post-fitting.js";

interface Deps extends FitDeps {
  readonly rest: REST;
  readonly log: Log;
}

/** A message that shows several pictures keeps those that are left. What only its asker saw is out of a bot's reach. */
export async function withdrawMessages(deps: Deps, input: WithdrawInput): Promise<void> {
  for (const message of input.messages) {
    try {
      await withdraw(deps, input, message);
    } catch (error) {
      const fault = toDiscordFault(error);
      if (fault.kind === "rate_limited") throw toUnavailableError(fault.kind);
      if (fault.kind === "unavailable") throw toUnavailableError(fault.reason);
      if (fault.kind === "ours") throw error;
      if (!isGone(fault)) logFailure(deps.log, { event: "discord_delete_failed", error });
    }
  }
}

async function withdraw(
  deps: Deps,
  { target, report }: WithdrawInput,
  { chatId, messageId, outputIndex }: DeliveredMessage,
): Promise<void> {
  const route = Routes.channelMessage(chatId, messageId);
  if (!isLeft(report, outputIndex)) {
    await deps.rest.delete(route);
    return;
  }
  if (outputIndex !== null) return;
  const { language, maxFileBytes } = target;
  const view = reportView(report, wordings[language]);
  await postFitting(deps, { view, language, maxFileBytes }, (message) =>
    deps.rest.patch(route, { ...message }),
  );
}
