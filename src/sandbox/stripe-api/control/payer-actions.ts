import type { PayerActions } from "../control-types.js";
import type { Platform } from "../platform.js";
import { declineCard, pay, payLater, settle } from "../world/checkout.js";

/** Long enough to see "on its way", short enough to wait for. */
const SETTLES_AFTER_MS = 1_500;

export function createPayerActions(platform: Platform): PayerActions {
  return {
    pay: (sessionId) => pay(platform, sessionId),
    declineCard: (sessionId) => declineCard(platform, sessionId),
    payLater(sessionId, { settleAfterMs = SETTLES_AFTER_MS, outcome = "succeeds" } = {}) {
      const result = payLater(platform, sessionId);
      if (result.kind === "processing" && settleAfterMs !== null) {
        setTimeout(() => {
          if (platform.books.sessions.has(sessionId)) settle(platform, sessionId, outcome);
        }, settleAfterMs).unref();
      }
      return result;
    },
    settle: (sessionId, outcome = "succeeds") => settle(platform, sessionId, outcome),
  };
}
