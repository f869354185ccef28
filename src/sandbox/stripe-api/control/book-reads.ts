import type { BookReads } from "../control-types.js";
import type { Platform } from "../platform.js";
import { currentSession } from "../world/checkout.js";

export function createBookReads(platform: Platform): BookReads {
  const { books } = platform;
  const copyOf = <T>(map: ReadonlyMap<string, T>): T[] => structuredClone([...map.values()]);
  return {
    sessions: () => copyOf(books.sessions),
    session: (sessionId) => structuredClone(currentSession(platform, sessionId)),
    paymentIntents: () => copyOf(books.intents),
    refunds: () => copyOf(books.refunds),
    disputes: () => copyOf(books.disputes),
    events: () => platform.eventBook.all(),
    deliveries: () => platform.webhook.deliveries(),
    calls: () => platform.calls.all(),
    unknownPaths: () => platform.calls.unknownPaths(),
  };
}
