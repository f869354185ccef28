import type { StripeEvent } from "./control-types.js";

export interface EventBus {
  emit(event: StripeEvent): void;
  /** Gives the function that stops it. */
  listen(listener: (event: StripeEvent) => void): () => void;
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: StripeEvent) => void>();
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
