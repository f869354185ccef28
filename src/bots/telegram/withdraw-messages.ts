import type { Api } from "grammy";
import { isLeft } from "../../core/gallery/is-left.js";
import type { Log } from "../../core/ports/log.js";
import type { WithdrawInput } from "../../core/ports/reply-sender.js";
import { removeMessages } from "./show-answer.js";
import { findFault, isPassing, toUnavailableError } from "./telegram-errors.js";

/** Each picture of an album is a message of its own; the words go with the last of them. */
export async function withdrawMessages(
  deps: { api: Api; log: Log },
  { messages, report }: WithdrawInput,
): Promise<void> {
  try {
    const gone = messages.filter(({ outputIndex }) => !isLeft(report, outputIndex));
    await removeMessages(deps, gone);
  } catch (error) {
    const fault = findFault(error);
    if (!fault) throw error;
    if (isPassing(fault)) throw toUnavailableError(fault.kind);
    deps.log.warn("telegram_message_not_removed", { reason: fault.kind });
  }
}
