import type { PlatformFaults } from "../control-types.js";
import type { Platform } from "../platform.js";

export function createPlatformFaults(platform: Platform): PlatformFaults {
  const { faults, updates, flood } = platform;
  return {
    floodNext: ({ retryAfter, ...target }) => faults.add({ kind: "flood", retryAfter }, target),
    failNext: ({ status = 500, ...target } = {}) => faults.add({ kind: "fail", status }, target),
    slowNext: ({ delayMs, ...target }) => faults.add({ kind: "slow", delayMs }, target),
    loseNextAnswer: (target = {}) => faults.add({ kind: "lose_answer" }, target),
    duplicateNextUpdate: () => updates.duplicateNext(),
    injectUpdate: (update) => updates.inject(update),
    setFloodLimits: (isOn) => flood.setOn(isOn),
  };
}
