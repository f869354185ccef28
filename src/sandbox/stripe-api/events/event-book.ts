import type { SentEvent } from "../control-types.js";
import { createId } from "../world/ids.js";

export const API_VERSION = "2026-10-28.endive";

export interface EventBook {
  /** Writes an event down, with the object as it is at this moment. */
  record(type: string, object: object, idempotencyKey?: string | null): SentEvent;
  all(): SentEvent[];
  find(id: string): SentEvent | undefined;
  clear(): void;
}

export function createEventBook(deps: { now(): number }): EventBook {
  const events = new Map<string, SentEvent>();
  return {
    record(type, object, idempotencyKey = null) {
      const event: SentEvent = {
        id: createId("evt"),
        object: "event",
        api_version: API_VERSION,
        created: deps.now(),
        livemode: false,
        pending_webhooks: 1,
        request: { id: createId("req", 14), idempotency_key: idempotencyKey },
        type,
        data: { object: structuredClone({ ...object }) },
      };
      events.set(event.id, event);
      return event;
    },
    all: () => [...events.values()],
    find: (id) => events.get(id),
    clear: () => events.clear(),
  };
}
