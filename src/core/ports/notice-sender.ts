import type { ReplyTarget } from "../chat/reply-target.js";
import type { Credits } from "../credits.js";

/** News about somebody's money, for that person alone. */
export type Notice =
  | {
      readonly kind: "credits_bought";
      /** All that was paid for, the part that settled debt included. */
      readonly credits: Credits;
      readonly availableCredits: Credits;
      readonly settledDebtCredits: Credits;
      /** A request that had waited for this payment goes on now. */
      readonly continues: boolean;
    }
  | {
      readonly kind: "credits_taken_back";
      /** All that was taken back, the part that became debt included. */
      readonly credits: Credits;
      /** What had been spent already and is owed now. */
      readonly debtCredits: Credits;
    }
  | { readonly kind: "payment_failed" };

/** `dead`: no way to this person is left. `busy`: the platform asks us to wait. */
export type NoticeReceipt =
  | { readonly kind: "sent" }
  | { readonly kind: "dead"; readonly reason: string }
  | { readonly kind: "busy"; readonly retryAfterMs: number };

export interface NoticeSender {
  /**
   * Tells one person alone, where others cannot read it. A repeat is a second message: after a crash between the
   * send and its record, one notice may come twice.
   *
   * @throws AppError `chat_unavailable` (retryable): network, 5xx.
   */
  send(input: { target: ReplyTarget; notice: Notice }): Promise<NoticeReceipt>;
}
