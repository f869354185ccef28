import { afterAll, afterEach, it } from "vitest";
import { FAULT_POINTS, type FaultPoint } from "../../src/core/ports/fault-points.js";
import { expectOnePicture, type KillCase, runKillCase } from "./kill-case.js";
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

/** Every fault point of a request on one platform: death there, death there again, one end. */
export function describeKills(platform: Platform, firstIndex: 0 | 1): void {
  let house: House | undefined;
  const table: string[] = [];

  async function theHouse(): Promise<House> {
    house ??= await openHouse([await (platform === "discord" ? openDiscord() : openTelegram())]);
    return house;
  }

  async function story(given: KillCase) {
    const told = await runKillCase(await theHouse(), given);
    const lives = [...given.deaths, ...(given.notAgain ? [`not again ${given.notAgain}`] : [])];
    table.push(`${platform} ${lives.join(", ")}: ${(told.resumedAfterMs / 1_000).toFixed(1)} s`);
    return told;
  }

  async function leave(): Promise<void> {
    await house?.close();
    house = undefined;
  }

  // What a failed case leaves behind would be held against the next one.
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await leave();
  });
  afterAll(async () => {
    if (isFull) process.stdout.write(`${table.join("\n")}\n`);
    await leave();
  });

  const points = FAULT_POINTS.filter((point) => typeof POINTS[point] !== "object");
  const here = points.filter(
    (point, index) => isFull || SHOWN.includes(point) || index % 2 === firstIndex,
  );
  it.each(here)("one picture, one charge, one answer after deaths at %s", async (point) => {
    const passing = POINTS[point];
    const isOnce = passing === "once";
    const told = await story({
      deaths: passing === "again" ? [point, point] : [point],
      ...(isOnce && { notAgain: point }),
      byNewcomer: point === "account_opened",
    });
    // Nothing tells a bot whether Telegram took a message whose answer it did not live to hear.
    const isUnknown = platform === "telegram" && point === "progress_sent";
    expectOnePicture(told, { stalePending: isUnknown ? 1 : 0 });
  });
}
