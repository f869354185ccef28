import type { FaultPoint } from "../../src/core/ports/fault-points.js";
import type { Platform } from "../fixtures/person-chats.js";

/**
 * How the life after a death at a point meets it, on the way to a picture: `again`, or not again (`once`). The others
 * lie on other ways; the reason names them, and they have journeys of their own.
 */
const POINTS = {
  update_saved: { discord: "once", telegram: "again" }, // Telegram sends anew what no later poll has confirmed.
  account_opened: "once",
  generation_requested: "again",
  intake_enqueued: "again",
  progress_begun: "once",
  progress_sent: "once",
  progress_recorded: "again",
  input_stored: { reason: "only where a picture was given" },
  input_taken: { reason: "only where a picture was given" },
  line_joined: "again",
  generate_enqueued: "again",
  run_started: "again",
  attempt_opened: "again",
  attempt_submitted: "once",
  attempt_accepted: "once",
  provider_stopped: { reason: "only what is cancelled is stopped" },
  object_stored: "again",
  objects_discarded: { reason: "only what came too late is discarded" },
  attempt_ended: { reason: "by itself an attempt ends only without a picture" },
  slot_settled: { reason: "only where each picture is a run of its own" },
  generation_finished: "once",
  deliver_enqueued: "once",
  rung_moved: { reason: "only where the chat is closed" },
  delivery_postponed: { reason: "only where the chat asks to wait" },
  delivery_stranded: { reason: "only where the chat is closed" },
  result_sent: "again",
  result_recorded: "once",
  pictures_deleted: { reason: "only what is deleted" },
  objects_removed: { reason: "only what is deleted" },
  messages_withdrawn: { reason: "only what is deleted" },
  update_finished: "once",
  checkout_recorded: { reason: "only who buys opens a checkout" },
  checkout_opened: { reason: "only who buys opens a checkout" },
  payment_event_saved: { reason: "only of payments" },
  purchase_fulfilled: { reason: "only of payments" },
  purchase_reversed: { reason: "only of refunds" },
  purchase_notified: { reason: "only of payments" },
  request_continued: { reason: "only what waited for a payment" },
  unkept_settled: { reason: "only what is not kept is purged" },
  unkept_files_removed: { reason: "only what is not kept is purged" },
  unkept_purged: { reason: "only what is not kept is purged" },
  generation_shared: { reason: "only what was for one person is shared" },
} as const satisfies Record<FaultPoint, Meeting | Record<Platform, Meeting> | { reason: string }>;
export type Meeting = "again" | "once";

/** Null: it lies on another way. */
export function meetingOf(point: FaultPoint, platform: Platform): Meeting | null {
  const found: Meeting | Record<Platform, Meeting> | { reason: string } = POINTS[point];
  if (typeof found === "string") return found;
  return "reason" in found ? null : found[platform];
}
