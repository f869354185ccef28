/** Where a generation stands. The last three are final: nothing leads out of them. */
export const GENERATION_STATES = [
  "intake",
  "queued",
  "running",
  "succeeded",
  "failed",
  "cancelled",
] as const;
export type GenerationState = (typeof GENERATION_STATES)[number];
export type FinalState = Extract<GenerationState, "succeeded" | "failed" | "cancelled">;
export type OpenState = Exclude<GenerationState, FinalState>;

/** What can happen to a generation. */
export type Move = "join_line" | "start" | "succeed" | "fail" | "cancel";

const MOVES: Readonly<Record<OpenState, Partial<Record<Move, GenerationState>>>> = {
  intake: { join_line: "queued", fail: "failed", cancel: "cancelled" },
  queued: { start: "running", fail: "failed", cancel: "cancelled" },
  running: { succeed: "succeeded", fail: "failed", cancel: "cancelled" },
};

export function isFinal(state: GenerationState): state is FinalState {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}

/** The state after `move`, or null when that move is not open from here: it came late or twice. */
export function nextState(state: GenerationState, move: Move): GenerationState | null {
  return isFinal(state) ? null : (MOVES[state][move] ?? null);
}

/** Why a generation failed. Stored, counted and translated: never rename one. */
export const FAILURE_CODES = [
  "content_refused", // the model's own safety check refused prompt or picture
  "input_gone", // a picture given is no longer where it was
  "input_unusable", // it is damaged, or no kind of picture we take
  "input_too_large", // in bytes
  "input_too_many_pixels",
  "input_rejected", // the model cannot use it
  "provider_unavailable",
  "provider_throttled",
  "provider_rejected",
  "output_unusable",
  "timed_out",
  "outcome_unknown",
  "internal",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];
