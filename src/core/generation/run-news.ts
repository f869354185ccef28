import type { AttemptId } from "../ids.js";

/**
 * Tells whoever follows an attempt in this process that there is news of it, at once. News from other processes is in
 * the attempt's row.
 */
export interface RunNews {
  wake(id: AttemptId): void;
  /** Calls `listener` at every wake, until the returned function is called. */
  listen(id: AttemptId, listener: () => void): () => void;
}

export function createRunNews(): RunNews {
  const listeners = new Map<AttemptId, Set<() => void>>();
  return {
    wake(id) {
      for (const listener of listeners.get(id) ?? []) listener();
    },

    listen(id, listener) {
      const own = listeners.get(id) ?? new Set();
      listeners.set(id, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(id) === own) listeners.delete(id);
      };
    },
  };
}
