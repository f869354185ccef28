import type { PlatformFaults } from "../control-types.js";
import type { Platform } from "../platform.js";

export function createPlatformFaults({ faults }: Platform): PlatformFaults {
  return {
    failNext: ({ status = 500, ...target } = {}) => faults.add({ kind: "fail", status }, target),
    slowNext: ({ delayMs, ...target }) => faults.add({ kind: "slow", delayMs }, target),
    loseNextAnswer: (target = {}) => faults.add({ kind: "lose_answer" }, target),
  };
}
