import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../core/ports/clock.js";

export const systemClock: Clock = {
  now: () => new Date(),
  async pause(ms, signal) {
    // As many may wait on one signal as there is work; Node would take more than ten for a leak.
    setMaxListeners(0, signal);
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
