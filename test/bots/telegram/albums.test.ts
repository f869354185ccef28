import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import type { TelegramBot } from "../../../src/bots/telegram/telegram-bot.js";
import { processLease } from "../../../src/core/ports/chat-update-store.js";
import { telegramWebhookRoutes } from "../../../src/web/telegram-webhook.js";
import type { Workshop } from "../../fixtures/workshop.js";
import { until } from "../../jobs/until.js";
import { type ServedParts, serveParts } from "../../web/serve-parts.js";
import { askedBy, openPictureWorkshop } from "./picture-desk.js";
import { aPicture, openWorld, type World } from "./telegram-world.js";

const SECRET = "a_secret-of-Telegrams";
const { pictures } = wordings.en;

// Pictures are really drawn here, on however few cores.
vi.setConfig({ testTimeout: 90_000 });

interface Process {
  readonly id: string;
  readonly bot: TelegramBot;
}

let workshop: Workshop;
let serve: (world: World) => void;
let world: World;
let served: ServedParts;
let ana: number;
let processes: Process[];
/** Whose turn it is to be sent an update. */
let turn: number;

beforeAll(async () => {
  ({ workshop, serve } = await openPictureWorkshop());
});
afterAll(() => workshop.close());

beforeEach(async () => {
  processes = [];
  turn = 0;
  // As a balancer in front of several web processes does it.
  const receive = async (payload: unknown) => {
    const next = processes[turn % processes.length];
    turn += 1;
    return next?.bot.receive(payload) ?? "unavailable";
  };
  served = await serveParts(telegramWebhookRoutes({ secrets: [SECRET], receive }));
  world = await openWorld(workshop);
  serve(world);
  ({ ana } = world.ids);
});
afterEach(async () => {
  expect(world.control.unknownMethods()).toEqual([]);
  workshop.queued.length = 0;
  await world.close();
  await served.close();
});

async function startProcess(): Promise<Process> {
  const id = randomUUID();
  await workshop.pieces.database.stores.leases.take({
    name: processLease(id),
    owner: id,
    lifeMs: 10 * 60_000,
  });
  const webhook = { url: `${served.origin}/webhooks/telegram`, secretToken: SECRET };
  const duties = { registers: true, hears: "http" } as const;
  const bot = await world.startBot({ duties, webhook, workerId: id });
  const started = { id, bot };
  processes.push(started);
  return started;
}

async function anAlbum(captions: readonly string[]) {
  const items = await Promise.all(
    captions.map(async (caption, index) => ({
      kind: "photo" as const,
      bytes: await aPicture({ width: 100 + index, height: 60 }),
      caption,
    })),
  );
  return world.control.sendAlbum({ userId: ana, chatId: ana, items });
}

/** That many updates have come, and all of them have been settled. */
async function settled(count: number): Promise<void> {
  await until("all have come", () => turn >= count, 30_000);
  await until("all is settled", async () => (await world.listOpen()).length === 0, 60_000);
}
const fromBot = () => world.control.messages(ana).filter(({ from }) => from?.is_bot);

describe("telegram: an album", () => {
  it("that comes to two processes is one request, in its own order", async () => {
    await startProcess();
    await startProcess();
    const sent = await anAlbum(["", "put them side by side", ""]);
    await settled(3);
    expect(turn).toBe(3);
    const asked = await askedBy(world, ana);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      prompt: "put them side by side",
      sources: sent.map(({ photo }) => ({ kind: "chat_file", ref: photo?.at(-1)?.file_id })),
    });
    await world.finishWork();
    const [done] = await askedBy(world, ana);
    expect(done).toMatchObject({ state: "succeeded", widths: [100, 101, 102] });
    expect(fromBot()).toHaveLength(1);
  });

  it("that is sent twice by Telegram is one request all the same", async () => {
    await startProcess();
    await startProcess();
    world.control.duplicateNextUpdate();
    await anAlbum(["put them side by side", ""]);
    await settled(3);
    expect(await askedBy(world, ana)).toHaveLength(1);
  });

  it("is taken over whole when the process at work on it dies", async () => {
    const first = await startProcess();
    await anAlbum(["put them side by side", ""]);
    await until("both are written down", () => turn === 2);
    await first.bot.stop({ withinMs: 0 });
    await workshop.database.prisma.lease.deleteMany({ where: { owner: first.id } });
    expect(await world.listOpen()).toHaveLength(2);
    processes = [];
    await startProcess();
    await settled(2);
    const asked = await askedBy(world, ana);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.sources).toHaveLength(2);
  });

  it("without a word is asked about, and all of it is used for the answer", async () => {
    await startProcess();
    await anAlbum(["", ""]);
    await world.control.waitForMessage(
      ana,
      ({ text }) => text === toPlainText(pictures.whatToDo(2)),
      30_000,
    );
    await world.control.sendText({ userId: ana, chatId: ana, text: "put them side by side" });
    await settled(3);
    const [asked] = await askedBy(world, ana);
    expect(asked?.sources).toHaveLength(2);
  });

  it("says so when one of its pictures came too late", async () => {
    await startProcess();
    const [sent] = await anAlbum(["put them side by side", ""]);
    await settled(2);
    // Telegram's own delay cannot be made this long, so the update is made by hand.
    world.control.injectUpdate({ message: { ...sent, message_id: 9_999, caption: undefined } });
    await world.control.waitForMessage(
      ana,
      ({ text }) => text === toPlainText(pictures.lateForAlbum),
      30_000,
    );
    await settled(3);
    expect(await askedBy(world, ana)).toHaveLength(1);
  });
});
