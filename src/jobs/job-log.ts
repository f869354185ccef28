/** The part of a pino logger the queue writes to. Payloads are never handed to it. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Lets the first of equal messages through and then one every `intervalMs`: a lost server makes
 * every connection of every worker complain at every retry, which would bury the rest of the log.
 */
export function createRepeatFilter(intervalMs: number): (message: string) => boolean {
  const lastSeenAt = new Map<string, number>();
  return (message) => {
    const now = performance.now();
    const seenAt = lastSeenAt.get(message);
    if (seenAt !== undefined && now - seenAt < intervalMs) return false;
    // Messages may hold changing parts; forgetting them all now and then keeps the memory bounded.
    if (lastSeenAt.size >= 100) lastSeenAt.clear();
    lastSeenAt.set(message, now);
    return true;
  };
}
