import type { Api } from "grammy";
import type { Log } from "../../core/ports/log.js";
import type { NoticeReceipt, NoticeSender } from "../../core/ports/notice-sender.js";
import { noticeView } from "../presentation/payment-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { sendText } from "./send-text.js";
import { describeFault, findFault, toUnavailableError } from "./telegram-errors.js";

interface SenderDeps {
  /** Must not retry by itself: what Telegram asks us to wait is for the caller to wait. */
  readonly api: Api;
  readonly log: Log;
}

/** Tells one person in their private chat with the bot, wherever the matter began. */
export function createTelegramNoticeSender(deps: SenderDeps): NoticeSender {
  return {
    async send({ target, notice }) {
      const view = noticeView(notice, wordings[target.language]);
      try {
        await sendText(
          deps.api,
          { chatId: target.userId, threadId: null, replyTo: null },
          { view },
        );
        return { kind: "sent" };
      } catch (error) {
        return toReceipt(deps, error);
      }
    },
  };
}

/** @throws AppError `chat_unavailable` when Telegram is out of reach; what is no matter of Telegram as it came */
function toReceipt({ log }: SenderDeps, error: unknown): NoticeReceipt {
  const fault = findFault(error);
  if (!fault) throw error;
  switch (fault.kind) {
    case "busy":
      return { kind: "busy", retryAfterMs: fault.retryAfterMs };
    case "unavailable":
    case "unauthorised": // The operator can mend a token.
    case "conflict":
      throw toUnavailableError(fault.kind);
    case "chat_closed":
    case "chat_moved":
    case "topic_closed":
    case "message_gone":
    case "not_removable":
    case "not_modified":
    case "unfit_photo":
    case "query_too_old":
    case "rejected":
      log.warn("telegram_notice_refused", describeFault(error));
      return { kind: "dead", reason: fault.kind };
  }
}
