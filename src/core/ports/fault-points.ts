/**
 * Every place of a generation's life where a process may die between one durable effect and the next: after each
 * commit, and after each effect outside the database before it is recorded. Tests kill the process at each of them.
 * Leases have none: they run out by themselves.
 */
export const FAULT_POINTS = [
  "update_saved",
  "account_opened",
  "generation_requested",
  "intake_enqueued",
  "progress_begun",
  "progress_sent",
  "progress_recorded",
  "input_stored",
  "input_taken",
  "line_joined",
  "generate_enqueued",
  "run_started",
  "attempt_opened",
  "attempt_submitted",
  "attempt_accepted",
  "provider_stopped",
  "object_stored",
  "objects_discarded",
  "attempt_ended",
  "slot_settled",
  "generation_finished",
  "deliver_enqueued",
  "rung_moved",
  "delivery_postponed",
  "delivery_stranded",
  "result_sent",
  "result_recorded",
  "pictures_deleted",
  "objects_removed",
  "messages_withdrawn",
  "update_finished",
  "checkout_recorded",
  "checkout_opened",
  "payment_event_saved",
  "purchase_fulfilled",
  "purchase_reversed",
  "purchase_notified",
  "request_continued",
  "generation_shared",
  "unkept_settled",
  "unkept_files_removed",
  "unkept_purged",
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Does nothing in production. */
export interface FaultPoints {
  reach(point: FaultPoint): void;
}
