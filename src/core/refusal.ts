import type { Credits } from "./credits.js";
import type { ReasonCode } from "./policy/verdict.js";

/** An expected "no". Returned, never thrown, so that the compiler makes both bots handle it. */
export type Refusal =
  | { kind: "insufficient_credits"; costCredits: Credits; availableCredits: Credits }
  | { kind: "wallet_in_debt"; debtCredits: Credits }
  | { kind: "wallet_frozen" }
  | { kind: "account_frozen" }
  | { kind: "content_blocked"; reasonCode: ReasonCode }
  | { kind: "too_many_running"; limit: number }
  | { kind: "too_many_requests"; retryAfterSeconds: number }
  | { kind: "invalid_option"; option: string; problem: OptionProblem }
  | { kind: "not_yours" }
  | { kind: "not_found" }
  | { kind: "already_ended" }
  | { kind: "already_shared" }
  /** There is no chat that others read along in, or none that we may write to. */
  | { kind: "cannot_share" }
  /** It was asked for on the terms that nothing of it is kept. */
  | { kind: "not_kept" }
  /** What may be spent at the providers today is spent: by all of us, or by this account. */
  | { kind: "daily_ceiling"; scope: "instance" | "account" }
  /** It costs so much that the asker is asked first; nothing is set aside yet. */
  | {
      kind: "confirmation_needed";
      modelId: string;
      prompt: string;
      costCredits: Credits;
      availableCredits: Credits;
    }
  /** It was asked too long ago, or answered with no. */
  | { kind: "confirmation_over" }
  /** It was confirmed a moment ago: there is no question left to say no to. */
  | { kind: "already_begun" }
  /** No provider of this instance serves the model. */
  | { kind: "not_served"; model: string }
  /** Nobody who serves this model can take these pictures without keeping them. */
  | { kind: "cannot_be_private"; model: string }
  | { kind: "maintenance"; notice: string | null }
  | { kind: "payments_off" }
  | { kind: "payments_unavailable" }
  | { kind: "unknown_pack" };

/** What is wrong with one option of a command, and what would be right. */
export type OptionProblem =
  | { kind: "missing" }
  | { kind: "too_long"; length: number; max: number }
  /** Whole numbers only, unless it `mayBeFraction`. */
  | { kind: "not_a_number"; mayBeFraction?: true }
  | { kind: "out_of_range"; min: number; max: number }
  | { kind: "unknown_choice"; given: string; choices: readonly string[] }
  | { kind: "unknown_model"; given: string; nearest: readonly string[] }
  | { kind: "unknown_option"; known: readonly string[] }
  /** The model has no such option; it would be dropped in silence otherwise. */
  | { kind: "not_offered"; model: string }
  | { kind: "needs_pictures"; min: number; given: number }
  | { kind: "too_many_pictures"; max: number };

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
