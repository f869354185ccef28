import type { DashboardActions } from "../control-types.js";
import type { Platform } from "../platform.js";
import { currentSession, expire } from "../world/checkout.js";
import { closeDispute, failRefund, openDispute, refund } from "../world/reversals.js";

export function createDashboardActions(platform: Platform): DashboardActions {
  return {
    refund: (input) => structuredClone(refund(platform, input)),
    failRefund: (refundId) => structuredClone(failRefund(platform, refundId)),
    openDispute: (input) => structuredClone(openDispute(platform, input)),
    closeDispute: (input) => structuredClone(closeDispute(platform, input)),
    expire(sessionId) {
      const session = currentSession(platform, sessionId);
      if (session.status === "open") expire(platform, session);
      return structuredClone(session);
    },
    advanceTime(ms) {
      platform.advanceTime(ms);
      for (const id of platform.books.sessions.keys()) currentSession(platform, id);
    },
  };
}
