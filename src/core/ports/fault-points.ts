/**
 * Every place of a generation's life where a process may die between one durable effect and the next: after each
 * commit, and after each effect outside the database before it is recorded. Tests kill the process at each of them.
 */
export const FAULT_POINTS = [
  "update_saved",
  "generation_requested",
  "intake_enqueued",
  "progress_sent",
  "progress_recorded",
  "line_joined",
  "generate_enqueued",
  "run_started",
  "attempt_opened",
  "attempt_submitted",
  "attempt_accepted",
  "object_stored",
  "generation_finished",
  "deliver_enqueued",
  "result_sent",
  "result_recorded",
  "update_finished",
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Does nothing in production. */
export interface FaultPoints {
  reach(point: FaultPoint): void;
}
