import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { RESTJSONErrorCodes } from "discord-api-types/v10";
import { AppError } from "../../core/errors.js";
import type { Log, LogFields } from "../../core/ports/log.js";
import { toWaitMs } from "./discord-rest.js";

/** What went wrong with a call. Errors of the library hold URLs with tokens in them, so they go no further than here. */
export type DiscordFault =
  /** Discord understood and said no: repeating it would not help. */
  | { readonly kind: "refused"; readonly code: number; readonly status: number }
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number }
  /** Down, or out of reach: the call may or may not have had its effect. */
  | { readonly kind: "unavailable"; readonly reason: string }
  /** Not a matter of Discord at all. */
  | { readonly kind: "ours" };

export function toDiscordFault(error: unknown): DiscordFault {
  if (error instanceof RateLimitError) {
    return { kind: "rate_limited", retryAfterMs: toWaitMs(error) };
  }
  if (error instanceof DiscordAPIError && typeof error.code === "number") {
    // 401 without a code of its own is the bot's token, which the operator may mend.
    const isBotToken = error.status === 401 && error.code === 0;
    if (!isBotToken) return { kind: "refused", code: error.code, status: error.status };
  }
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    return { kind: "unavailable", reason: `http_${error.status}` };
  }
  const reason = toNetworkReason(error);
  return reason === null ? { kind: "ours" } : { kind: "unavailable", reason };
}

/** The fault as one word for a log line. */
export function toFaultCode(fault: DiscordFault): string {
  switch (fault.kind) {
    case "refused":
      return `discord_${fault.code}`;
    case "rate_limited":
      return "rate_limited";
    case "unavailable":
      return fault.reason;
    case "ours":
      return "internal";
  }
}

/** Faults of Discord by their code alone; anything else is a fault of ours and logged whole. */
export function logFailure(
  log: Log,
  failure: { event: string; error: unknown; fields?: LogFields },
): void {
  const { event, error, fields } = failure;
  const fault = toDiscordFault(error);
  if (fault.kind === "ours") log.error(event, error, fields);
  else log.warn(event, { ...fields, code: toFaultCode(fault) });
}

export function toTokenError(): AppError {
  const message = "Discord refuses the token in DISCORD_TOKEN";
  return new AppError({ code: "configuration", message, retryable: false });
}

export function toUnavailableError(reason: string): AppError {
  const message = `Discord did not take a message (${reason})`;
  return new AppError({ code: "chat_unavailable", message, retryable: true });
}

/** The interaction can no longer be answered: its time is over, or the message that held the answer is gone. */
export function isGone(fault: DiscordFault): boolean {
  return fault.kind === "refused" && GONE.has(fault.code);
}

const GONE: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);

/** Errors of sockets carry a code; the library throws a bare Error when it has no token left. */
function toNetworkReason(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof AppError) return null;
  if ("code" in error && typeof error.code === "string") return error.code.toLowerCase();
  return ["AbortError", "TimeoutError", "Error"].includes(error.name) ? error.name : null;
}
