import sharp from "sharp";
import { afterAll, afterEach, expect, it } from "vitest";
import { FAULT_POINTS, type FaultPoint } from "../../src/core/ports/fault-points.js";
import type { TelegramControl } from "../../src/sandbox/telegram-api/control-types.js";
import {
  type ChatServer,
  openDiscord,
  openTelegram,
  type PersonsChat,
  type Platform,
  type Wish,
} from "../fixtures/person-chats.js";
import { until } from "../jobs/until.js";
import {
  expectKeptForLater,
  expectNoPicture,
  expectOnePicture,
  expectPictures,
  type KillCase,
  type KillStory,
  runKillCase,
} from "./kill-case.js";
import { type House, openHouse } from "./kill-house.js";
import { meetingOf } from "./way-to-a-picture.js";

/** What a chat shows hangs on its platform. */
const SHOWN: readonly FaultPoint[] = [
  "progress_begun",
  "progress_sent",
  "progress_recorded",
  "result_sent",
  "result_recorded",
];
/** All points on both platforms, and death twice wherever the next life comes by again: some minutes. */
const isFull = process.env.KILL_MATRIX === "full";
/** A model of which every picture is a run, and that takes pictures. */
const model = "flux-2-klein-4b";
const aPicture = await sharp({
  create: { width: 96, height: 64, channels: 3, background: "#2980b9" },
})
  .png()
  .toBuffer();
/** What else a request may bring, and that a point lies on its way twice. */
const OTHER_WISHES: readonly {
  point: FaultPoint;
  wish: Wish;
  expected: { count: number; credits: number; given: number };
}[] = [
  {
    point: "input_stored", // Stored again, in the same place.
    wish: { model, pictures: [aPicture] },
    expected: { count: 1, credits: 2, given: 1 },
  },
  {
    point: "input_taken",
    wish: { model, pictures: [aPicture, aPicture] },
    expected: { count: 1, credits: 2, given: 2 },
  },
  {
    point: "slot_settled", // The last of the three ends the request.
    wish: { model, count: 3 },
    expected: { count: 3, credits: 6, given: 0 },
  },
];
/** Several starts of the service, on a machine that has more to do. */
export const CASE_TIMEOUT_MS = 180_000;
const PATIENTLY = { timeout: 20_000 };
/** Long enough to die in the middle of it several times. */
const SLOW = { paceMs: 20_000 };

/**
 * Every fault point of a request: death there, death there again, one end. Without the full matrix each platform has
 * the points whose number is even, or odd.
 */
export function describeKills(platform: Platform, parity: 0 | 1): void {
  const { runCase } = stage(platform === "discord" ? openDiscord : openTelegram);
  const inTurn = (_: unknown, index: number) => isFull || index % 2 === parity;

  const points = FAULT_POINTS.filter((point) => meetingOf(point, platform) !== null);
  const own = points.filter((point, index) => inTurn(point, index) || SHOWN.includes(point));
  it.each(own)("makes one picture, for one charge, told once: %s", async (point) => {
    const isAgain = meetingOf(point, platform) === "again";
    const story = await runCase({
      deaths: isAgain && isFull ? [point, point] : [point],
      ...(!isAgain && { notAgain: point }),
      isNewcomer: point === "account_opened",
    });
    expectOnePicture(story);
  });

  it.each(OTHER_WISHES.filter(inTurn))(
    "makes what was asked for once, killed twice: $point",
    async ({ point, wish, expected }) => {
      const story = await runCase({ deaths: [point, point], wish });
      expectPictures(story, expected);
    },
  );

  const lost: readonly FaultPoint[][] = [
    ["attempt_submitted", "attempt_accepted"], // Found at the provider.
    ["attempt_opened", "attempt_ended"], // The provider never had it.
  ];
  it.runIf(isFull).each(lost)(
    "makes one picture after deaths at %s, then %s",
    async (...deaths) => {
      expectOnePicture(await runCase({ deaths }));
    },
  );

  const stopping = [
    "generation_finished",
    "provider_stopped",
    "objects_discarded",
    "attempt_ended",
  ];
  const stops = (stopping as FaultPoint[]).map((point, index) => ({ point, index }));
  it.each(stops.filter((_, index) => isFull || index === 0 || index % 2 === parity))(
    "cancels once and gives the credit back once: $point",
    async ({ point }) => {
      const isTwice = isFull && ["provider_stopped", "objects_discarded"].includes(point);
      const story = await runCase({
        deaths: isTwice ? [point, point] : [point],
        orders: SLOW,
        meanwhile: untilRunning,
        trigger: (chat) => chat.press("Cancel"),
      });
      expectNoPicture(story, { state: "cancelled", says: /Cancelled.*credit is back/s });
    },
  );

  const deleting: readonly FaultPoint[] = [
    "pictures_deleted",
    "objects_removed",
    "messages_withdrawn",
  ];
  it.each(deleting.filter((_, index) => isFull || index === 0 || index % 2 === parity))(
    "leaves nothing behind of a deleted picture: %s",
    async (point) => {
      const story = await runCase({
        deaths: [point],
        meanwhile: untilShown,
        trigger: (chat) => chat.press("Delete"),
        isOver: ({ objects }) => objects.length === 0,
      });
      expect(story.traces.generations).toMatchObject([{ state: "succeeded", kept: 0 }]);
      expect(story.traces.holdEnds).toMatchObject([{ kind: "capture", captured: 1 }]);
      await expect
        .poll(() => story.chat.seen().filter(({ pictureCount }) => pictureCount > 0), PATIENTLY)
        .toEqual([]);
    },
  );

  it.runIf(inTurn("", 0))(
    "fails once and gives the credit back once: generation_finished",
    async () => {
      const story = await runCase({
        deaths: ["generation_finished"],
        notAgain: "generation_finished",
        orders: { condition: "fail" },
      });
      expectNoPicture(story, { state: "failed", says: /credit is back/ });
    },
  );
}

/** What only Telegram's server can be made to do here; the code that is killed is the same for both platforms. */
export function describeKillsInClosedChats(): void {
  let control: TelegramControl | undefined;
  const { runCase } = stage(async () => {
    const server = await openTelegram();
    control = server.control;
    return server;
  });
  const running = { orders: { paceMs: 1_500 }, meanwhile: untilRunning };

  it.each<{ deaths: FaultPoint[] }>([
    { deaths: isFull ? ["rung_moved", "rung_moved"] : ["rung_moved"] },
    { deaths: ["delivery_stranded"] },
  ])("keeps the picture for one who left, until they come back: $deaths", async ({ deaths }) => {
    const story = await runCase({
      ...running,
      deaths,
      trigger: async ({ userId }) => control?.blockBot(Number(userId)),
    });
    const id = expectKeptForLater(story);

    const { chat } = story;
    const userId = Number(chat.userId);
    await control?.unblockBot(userId);
    await control?.sendText({ userId, chatId: userId, text: "/balance" });
    await expect.poll(() => chat.seen().at(-1)?.text, PATIENTLY).toContain(`/job id:${id}`);
    await control?.sendText({ userId, chatId: userId, text: `/job ${id}` });
    await expect.poll(() => chat.seen().at(-1)?.pictureCount, PATIENTLY).toBe(1);
  });

  it("brings the picture to a chat that asks to wait: delivery_postponed", async () => {
    const story = await runCase({
      ...running,
      deaths: ["delivery_postponed"],
      trigger: async () => control?.floodNext({ retryAfter: 1, method: "editMessageMedia" }),
    });
    expectOnePicture(story);
  });
}

/** Where other processes may live, locks and leases of the dead run out by themselves. */
export function describeKillsOnServer(): void {
  const { runCase } = stage(openTelegram, "server");

  it.each<FaultPoint>(["attempt_opened", "generation_finished", "result_sent"])(
    "makes one picture within 10 s of a restart: %s",
    async (point) => {
      expectOnePicture(await runCase({ deaths: [point] }));
    },
  );
}

async function untilRunning(chat: PersonsChat, house: House): Promise<void> {
  const isAccepted = "SELECT 1 FROM attempts WHERE state = 'accepted'";
  const hasBegun = async () => (await house.service.select(isAccepted)).length > 0;
  await until("the picture is begun", hasBegun);
  await until("the chat says so", () => chat.seen().some(({ isPending }) => isPending));
}

async function untilShown(chat: PersonsChat, house: House): Promise<void> {
  await until("the picture is there", () => chat.seen().some((seen) => seen.pictureCount > 0));
  const isSent = "SELECT 1 FROM deliveries WHERE state <> 'sent'";
  await until("that is known", async () => (await house.service.select(isSent)).length === 0);
}

/** The house of one file's cases, made anew when one of them failed. */
function stage(openServer: () => Promise<ChatServer>, database: "pglite" | "server" = "pglite") {
  let house: House | undefined;
  const told: string[] = [];

  async function leave(): Promise<void> {
    await house?.close();
    house = undefined;
  }

  // What a failed case leaves behind would be held against the next one.
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await leave();
  });
  afterAll(async () => {
    if (isFull) process.stdout.write(`${told.join("\n")}\n`);
    await leave();
  });

  return {
    async runCase(given: KillCase): Promise<KillStory> {
      house ??= await openHouse([await openServer()], database);
      const story = await runKillCase(house, given);
      const seconds = (story.resumedAfterMs / 1_000).toFixed(1);
      told.push(
        `${story.chat.platform}: ${given.deaths.join(", ")}: resumed and ended after ${seconds} s`,
      );
      return story;
    },
  };
}
