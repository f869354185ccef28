import type { Platform } from "../core/chat/reply-target.js";
import type { NoticeSender } from "../core/ports/notice-sender.js";

/** Sends by the target's platform. One that is switched off reaches nobody. */
export function createNoticeSender(
  senders: Readonly<Partial<Record<Platform, NoticeSender>>>,
): NoticeSender {
  return {
    async send(input) {
      const sender = senders[input.target.platform];
      return sender ? sender.send(input) : { kind: "dead", reason: "platform_off" };
    },
  };
}
