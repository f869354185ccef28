import type { Session } from "./control-types.js";
import { createEventBus, type EventBus } from "./event-bus.js";
import { createEventBook, type EventBook } from "./events/event-book.js";
import { createOutbox, type Outbox } from "./events/outbox.js";
import { createWebhook, type Webhook } from "./events/webhook.js";
import { type CallLog, createCallLog } from "./rest/call-log.js";
import { createFaults, type Faults } from "./rest/faults.js";
import { createIdempotency, type Idempotency } from "./rest/idempotency.js";
import { type Books, createBooks } from "./world/books.js";

/** Everything the API, the checkout page and the dashboard share. */
export interface Platform {
  readonly secretKey: string;
  /** Where people reach the checkout page; set once the server listens. */
  pageOrigin: string;
  readonly books: Books;
  readonly eventBook: EventBook;
  readonly outbox: Outbox;
  readonly webhook: Webhook;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly idempotency: Idempotency;
  readonly events: EventBus;
  /** Seconds since 1970, by Stripe's own clock. */
  now(): number;
  advanceTime(ms: number): void;
  /** Writes an event down and puts it on its way. */
  announce(type: string, object: object): void;
  /** Tells those who watch that a session has changed. */
  touch(session: Session): void;
  reset(): void;
}

export function createPlatform(options: {
  secretKey: string;
  webhookSecret: string;
  webhookRetryMs: number;
}): Platform {
  let offsetMs = 0;
  const now = () => Math.floor((Date.now() + offsetMs) / 1_000);
  const events = createEventBus();
  const webhook = createWebhook({
    secret: options.webhookSecret,
    onDelivery: (delivery) => events.emit({ kind: "delivery", delivery }),
  });
  const platform: Platform = {
    secretKey: options.secretKey,
    pageOrigin: "",
    books: createBooks(),
    eventBook: createEventBook({ now }),
    outbox: createOutbox({ webhook, retryMs: options.webhookRetryMs }),
    webhook,
    faults: createFaults(),
    calls: createCallLog(events),
    idempotency: createIdempotency(),
    events,
    now,
    advanceTime(ms) {
      offsetMs += ms;
    },
    announce(type, object) {
      const event = platform.eventBook.record(type, object);
      events.emit({ kind: "event", event });
      platform.outbox.add(event);
    },
    touch: (session) => events.emit({ kind: "session", session: structuredClone(session) }),
    reset() {
      offsetMs = 0;
      platform.books.clear();
      platform.eventBook.clear();
      platform.outbox.clear();
      webhook.clear();
      platform.faults.clear();
      platform.calls.clear();
      platform.idempotency.clear();
      events.emit({ kind: "reset" });
    },
  };
  return platform;
}
