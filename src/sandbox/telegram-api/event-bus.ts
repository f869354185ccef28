import type { TelegramEvent } from "./control-types.js";

export interface EventBus {
  emit(event: TelegramEvent): void;
  /** Gives the function that stops it. */
  listen(listener: (event: TelegramEvent) => void): () => void;
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: TelegramEvent) => void>();
  return {
    emit(event) {
      // A copy, so that a listener that stops itself does not disturb the others.
      for (const listener of [...listeners]) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
