import { setTimeout as sleep } from "node:timers/promises";
import type { FaultTarget } from "./control-types.js";
import { TelegramRefusal, tooManyRequests } from "./refusal.js";

type Effect =
  | { kind: "flood"; retryAfter: number }
  | { kind: "fail"; status: number }
  | { kind: "slow"; delayMs: number }
  | { kind: "lose_answer" };

export interface Faults {
  add(effect: Effect, target: FaultTarget): void;
  /**
   * Applies what is due for this call: waits, or refuses.
   *
   * @returns whether the answer has to be lost after the call is performed.
   * @throws TelegramRefusal for floods and failures.
   */
  apply(method: string): Promise<{ isAnswerLost: boolean }>;
  clear(): void;
}

export function createFaults(): Faults {
  let planned: { effect: Effect; method: string | undefined; left: number }[] = [];

  function takeDue(method: string): Effect[] {
    const due = planned.filter((fault) =>
      fault.method === undefined ? method !== "getupdates" : fault.method === method,
    );
    for (const fault of due) fault.left -= 1;
    planned = planned.filter((fault) => fault.left > 0);
    return due.map((fault) => fault.effect);
  }

  return {
    add: (effect, target) =>
      void planned.push({
        effect,
        method: target.method?.toLowerCase(),
        left: target.times ?? 1,
      }),
    async apply(method) {
      let isAnswerLost = false;
      for (const effect of takeDue(method.toLowerCase())) {
        if (effect.kind === "slow") await sleep(effect.delayMs);
        if (effect.kind === "flood") throw tooManyRequests(effect.retryAfter);
        if (effect.kind === "fail") throw serverFailure(effect.status);
        if (effect.kind === "lose_answer") isAnswerLost = true;
      }
      return { isAnswerLost };
    },
    clear() {
      planned = [];
    },
  };
}

function serverFailure(status: number): TelegramRefusal {
  const description = status === 502 ? "Bad Gateway" : "Internal Server Error";
  return new TelegramRefusal({ errorCode: status, description });
}
