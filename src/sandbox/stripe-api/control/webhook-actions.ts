import type { WebhookActions } from "../control-types.js";
import type { Platform } from "../platform.js";

const PATIENCE_MS = 10_000;

export function createWebhookActions(platform: Platform): WebhookActions {
  const { webhook, outbox, eventBook, events } = platform;
  return {
    setWebhook(target) {
      webhook.set(target);
      outbox.flush();
    },
    setTraits: (traits) => outbox.setTraits(traits),
    traits: () => outbox.traits(),
    hold: () => outbox.hold(),
    release: (order) => outbox.release(order),
    dropNext: (times = 1) => webhook.dropNext(times),
    async resend(eventId) {
      const event = eventBook.find(eventId);
      if (event === undefined) throw new Error(`there is no ${eventId}`);
      return webhook.deliver(event, 1);
    },
    emit(type, object) {
      const event = eventBook.record(type, object);
      events.emit({ kind: "event", event });
      outbox.add(event);
      return event;
    },
    post: (input) => webhook.post(input),
    waitUntilDelivered: (timeoutMs = PATIENCE_MS) => outbox.waitUntilEmpty(timeoutMs),
  };
}
