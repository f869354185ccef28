import { z } from "zod";
import type { SketchCondition } from "../../adapters/sketch/sketch-provider.js";
import type { ConditionSwitches } from "../conditions.js";
import { type ActionGroup, action } from "./action-routes.js";

const CONDITIONS = [
  "ok",
  "fail",
  "slow",
  "refuse",
  "malformed",
  "partial",
] as const satisfies readonly SketchCondition[];

const person = {
  platform: z.enum(["discord", "telegram"]),
  userId: z.string().regex(/^\d{1,20}$/),
};

/** What the operator of the sandbox does: switches, gifts and the way back to the beginning. */
export function createInsideActions(deps: {
  conditions: ConditionSwitches;
  grant(input: {
    platform: "discord" | "telegram";
    userId: string;
    credits: number;
  }): Promise<void>;
  spend(person: { platform: "discord" | "telegram"; userId: string }): Promise<void>;
  reset(): Promise<void>;
}): ActionGroup {
  return {
    toSentence: (message) => message,
    actions: {
      set_next: action(z.object({ condition: z.enum(CONDITIONS) }), async ({ condition }) =>
        deps.conditions.setNext(condition),
      ),
      grant: action(z.object({ ...person, credits: z.int().min(1).max(10_000) }), (gift) =>
        deps.grant(gift),
      ),
      spend: action(z.object(person), (whose) => deps.spend(whose)),
      reset: action(z.object({}), () => deps.reset()),
    },
  };
}
