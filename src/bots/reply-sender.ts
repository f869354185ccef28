import type { Platform } from "../core/chat/reply-target.js";
import type { ReplySender } from "../core/ports/reply-sender.js";

/** Sends by the target's platform. One that is switched off reaches nobody: the result is kept for later. */
export function createReplySender(
  senders: Readonly<Partial<Record<Platform, ReplySender>>>,
): ReplySender {
  return {
    async send(input) {
      const sender = senders[input.target.platform];
      return sender ? sender.send(input) : { kind: "dead", reason: "platform_off" };
    },

    async withdraw(input) {
      await senders[input.target.platform]?.withdraw(input);
    },
  };
}
