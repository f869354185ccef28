import { afterAll, afterEach, describe, expect, it } from "vitest";
import { FAULT_POINTS, type FaultPoint } from "../../src/core/ports/fault-points.js";
import { until } from "../jobs/until.js";
import { expectNoPicture, expectOnePicture, type KillCase, runKillCase } from "./kill-case.js";
import { openDiscord, openTelegram, type Platform } from "./kill-chats.js";
import { type House, openHouse } from "./kill-house.js";

/**
 * How the life after a death at a point meets it: `again`, or not again (`once`). The others lie on no way to a single
 * picture; the journey named is the one that dies there.
 */
const POINTS = {
  update_saved: "once",
  account_opened: "once",
  generation_requested: "again",
  intake_enqueued: "again",
  progress_begun: "once",
  progress_sent: "once",
  progress_recorded: "again",
  line_joined: "again",
  generate_enqueued: "again",
  run_started: "again",
  attempt_opened: "again",
  attempt_submitted: "once",
  attempt_accepted: "once",
  provider_stopped: { journey: "a cancel while the picture is made" },
  object_stored: "again",
  objects_discarded: { journey: "a cancel while the picture is made" },
  attempt_ended: { journey: "a cancel while the picture is made; a run that was never submitted" },
  generation_finished: "once",
  deliver_enqueued: "once",
  rung_moved: { journey: "a chat that is closed" },
  delivery_postponed: { journey: "a chat that asks to wait" },
  delivery_stranded: { journey: "a chat that is closed" },
  result_sent: "again",
  result_recorded: "once",
  update_finished: "once",
} as const satisfies Record<FaultPoint, "again" | "once" | { journey: string }>;

/** What a chat shows hangs on its platform; of the others each platform has every second one. */
const SHOWN: readonly FaultPoint[] = [
  "progress_begun",
  "progress_sent",
  "progress_recorded",
  "generation_finished",
  "result_sent",
  "result_recorded",
];
const isFull = process.env.KILL_MATRIX === "full";
