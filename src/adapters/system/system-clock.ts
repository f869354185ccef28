import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../core/ports/clock.js";

export const systemClock: Clock = {
  now: () => new Date(),
  async pause(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
