/** Tells the pages when the inside has changed. */
export interface InsideWatch {
  /** Something happened: look soon. */
  nudge(): void;
  close(): void;
}

/** Quick enough to see each state a picture goes through. */
const LOOK_EVERY_MS = 500;
const LOOK_SOON_MS = 60;

/**
 * Looks while somebody watches, and publishes what differs from the last look. The database is asked rather than
 * listened to: what it tells would have to be set up in every table.
 */
export function createInsideWatch(deps: {
  read: () => Promise<unknown>;
  hasListeners: () => boolean;
  publish: (inside: unknown) => void;
}): InsideWatch {
  let lastSeen = "";
  let isLooking = false;
  let soon: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    if (isLooking || !deps.hasListeners()) return;
    isLooking = true;
    try {
      const inside = await deps.read();
      const seen = JSON.stringify(inside);
      if (seen !== lastSeen) deps.publish(inside);
      lastSeen = seen;
    } catch {
      // The database is closing or being emptied; the next look shows how it stands.
    } finally {
      isLooking = false;
    }
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return {
    nudge() {
      soon ??= setTimeout(() => {
        soon = null;
        void look();
      }, LOOK_SOON_MS).unref();
    },
    close() {
      clearInterval(timer);
      if (soon) clearTimeout(soon);
    },
  };
}
