import { GrammyError, HttpError } from "grammy";
import { AppError } from "../../core/errors.js";

/** What a failed call means for whoever made it. */
export type TelegramFault =
  /** Network, 5xx: it may work later, and it may have been performed. */
  | { readonly kind: "unavailable" }
  | { readonly kind: "busy"; readonly retryAfterMs: number }
  /** The bot's token is refused. */
  | { readonly kind: "unauthorised" }
  /** Somebody else polls with this token, or a webhook is set. */
  | { readonly kind: "conflict" }
  /** Blocked, thrown out, never started, or not allowed to write: this chat will not take a message. */
  | { readonly kind: "chat_closed" }
  /** The group became a supergroup and has a new id. */
  | { readonly kind: "chat_moved"; readonly chatId: string }
  | { readonly kind: "topic_closed" }
  | { readonly kind: "message_gone" }
  /** Older than 48 hours, or not ours. */
  | { readonly kind: "not_removable" }
  | { readonly kind: "not_modified" }
  /** Telegram does not take the file as a photo; as a document it may. */
  | { readonly kind: "unfit_photo" }
  | { readonly kind: "query_too_old" }
  /** Telegram did not understand us. */
  | { readonly kind: "rejected" };

type FaultKind = Exclude<TelegramFault["kind"], "busy" | "chat_moved">;

// Telegram gives no codes beyond 400; its words, as seen in production, are all there is to go by.
const BAD_REQUESTS: readonly (readonly [RegExp, FaultKind])[] = [
  [/message is not modified/i, "not_modified"],
  [
    /message to (edit|delete) not found|MESSAGE_ID_INVALID|message can't be edited/i,
    "message_gone",
  ],
  [/message can't be deleted/i, "not_removable"],
  [/message thread not found|TOPIC_(CLOSED|DELETED|ID_INVALID)/i, "topic_closed"],
  [/chat not found|PEER_ID_INVALID|USER_IS_BLOCKED|CHANNEL_PRIVATE/i, "chat_closed"],
  [/rights to send|need administrator rights|was deactivated/i, "chat_closed"],
  [/CHAT_(WRITE|SEND_\w+)_FORBIDDEN|CHAT_RESTRICTED/i, "chat_closed"],
  [/PHOTO_(INVALID_DIMENSIONS|EXT_INVALID|SAVE_FILE_INVALID)/i, "unfit_photo"],
  [/IMAGE_PROCESS_FAILED|too big for a photo/i, "unfit_photo"],
  [/query is too old/i, "query_too_old"],
];

/** Null for an error that did not come from Telegram. */
export function findFault(error: unknown): TelegramFault | null {
  if (error instanceof HttpError) return { kind: "unavailable" };
  if (!(error instanceof GrammyError)) return null;
  const { error_code: code, parameters } = error;
  if (code >= 500) return { kind: "unavailable" };
  switch (code) {
    case 401:
      return { kind: "unauthorised" };
    case 404: // What a token of the wrong shape is answered with, and a call that this server does not know.
      return { kind: /method not found/i.test(error.description) ? "rejected" : "unauthorised" };
    case 403:
      return { kind: "chat_closed" };
    case 409:
      return { kind: "conflict" };
    case 429:
      return { kind: "busy", retryAfterMs: (parameters.retry_after ?? 1) * 1_000 };
    default:
      return findBadRequest(error);
  }
}

function findBadRequest({ description, parameters }: GrammyError): TelegramFault {
  if (parameters.migrate_to_chat_id !== undefined) {
    return { kind: "chat_moved", chatId: String(parameters.migrate_to_chat_id) };
  }
  const kind = BAD_REQUESTS.find(([pattern]) => pattern.test(description))?.[1] ?? "rejected";
  return { kind };
}

export function toUnavailableError(kind: TelegramFault["kind"]): AppError {
  const message = `Telegram did not take a message (${kind})`;
  return new AppError({ code: "chat_unavailable", message, retryable: true });
}

/** Worth trying again later, unchanged. */
export function isPassing(fault: TelegramFault | null): boolean {
  return fault?.kind === "unavailable" || fault?.kind === "busy";
}

/**
 * For the log, in codes alone: Telegram's prose may quote ours, grammY's errors carry the payload, and a network error
 * the address with the token, so none of them is ever logged as it is.
 */
export function describeFault(error: unknown): { code: number | null; reason: string } {
  if (error instanceof GrammyError) {
    const vendorCode = /^Bad Request: ([A-Z][A-Z0-9_]+)$/.exec(error.description)?.[1];
    // A call that this server does not know, or a token of the wrong shape.
    if (error.error_code === 404) return { code: 404, reason: "not_found" };
    const reason = vendorCode?.toLowerCase() ?? findFault(error)?.kind ?? "rejected";
    return { code: error.error_code, reason };
  }
  return { code: null, reason: error instanceof HttpError ? "network" : "unexpected" };
}
