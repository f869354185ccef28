import { setTimeout as sleep } from "node:timers/promises";
import type { FaultTarget } from "../control-types.js";
import { ApiError } from "./api-error.js";

type Effect =
  | { kind: "fail"; status: number }
  | { kind: "slow"; delayMs: number }
  | { kind: "lose_answer" };

export interface Faults {
  add(effect: Effect, target: FaultTarget): void;
  /**
   * Applies what is due for this call: waits, or refuses.
   *
   * @returns whether the answer has to be lost after the call is performed.
   * @throws ApiError for failures.
   */
  apply(call: { method: string; path: string }): Promise<{ isAnswerLost: boolean }>;
  clear(): void;
}

export function createFaults(): Faults {
  let planned: { effect: Effect; target: FaultTarget; left: number }[] = [];

  function takeDue(call: { method: string; path: string }): Effect[] {
    const due = planned.filter(
      ({ target }) =>
        (target.method ?? call.method) === call.method && call.path.startsWith(target.path ?? ""),
    );
    for (const fault of due) fault.left -= 1;
    planned = planned.filter(({ left }) => left > 0);
    return due.map(({ effect }) => effect);
  }

  return {
    add: (effect, target) => void planned.push({ effect, target, left: target.times ?? 1 }),
    async apply(call) {
      let isAnswerLost = false;
      for (const effect of takeDue(call)) {
        if (effect.kind === "slow") await sleep(effect.delayMs);
        if (effect.kind === "fail") throw toFailure(effect.status);
        if (effect.kind === "lose_answer") isAnswerLost = true;
      }
      return { isAnswerLost };
    },
    clear() {
      planned = [];
    },
  };
}

function toFailure(status: number): ApiError {
  if (status !== 429) {
    return new ApiError({ status, type: "api_error", message: "An unknown error occurred" });
  }
  const message = "Request rate limit exceeded.";
  return new ApiError({ status, message, code: "rate_limit" });
}
