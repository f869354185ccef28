import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { createDisplayCopies } from "../../../src/adapters/media/display-copies.js";
import { createSealer } from "../../../src/adapters/secrets/sealer.js";
import { actions } from "../../../src/bots/actions/registry.js";
import { commands, withHelp } from "../../../src/bots/commands/registry.js";
import type { UseCases } from "../../../src/bots/commands/use-cases.js";
import { createDispatcher } from "../../../src/bots/dispatcher.js";
import { createTelegramReplySender } from "../../../src/bots/telegram/reply-sender.js";
import { createTelegramBot, type TelegramBot } from "../../../src/bots/telegram/telegram-bot.js";
import { createTelegramClient } from "../../../src/bots/telegram/telegram-client.js";
import { composeUseCases, type Pieces } from "../../../src/compose-generation.js";
import { createDeliverResult } from "../../../src/core/generation/deliver-result.js";
import type { FaultPoint } from "../../../src/core/ports/fault-points.js";
import type { TelegramControl } from "../../../src/sandbox/telegram-api/control-types.js";
import { sandboxSeed, seedIds, type WorldSeed } from "../../../src/sandbox/telegram-api/seed.js";
import { createTelegramApi } from "../../../src/sandbox/telegram-api/telegram-api.js";
import { loneProcess } from "../../fixtures/lone-process.js";
import { createRecordingLog, type RecordingLog } from "../../fixtures/recording-log.js";
import type { Workshop } from "../../fixtures/workshop.js";

interface WorldIds {
  readonly ana: number;
  readonly ben: number;
  readonly chiara: number;
  readonly group: number;
}

/** The real core and bot in front of a Telegram server of their own. */
export interface World {
  readonly control: TelegramControl;
  readonly config: { token: string; apiUrl: string };
  readonly botId: string;
  readonly ids: WorldIds;
  readonly useCases: UseCases;
  readonly pieces: Pieces;
  readonly log: RecordingLog;
  /** Every fault point that was reached, in order. */
  readonly reached: FaultPoint[];
  startBot(changes?: Partial<BotParts>): Promise<TelegramBot>;
  /** Does all the work in line and brings its results to the chat. */
  finishWork(): Promise<void>;
  /** Updates that are saved and not finished. */
  listOpen(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type BotParts = Parameters<typeof createTelegramBot>[0] & { useCases: UseCases };

let worldCount = 0;

// Each world has a bot, people and a group of its own, so that all of them can share one database.
function nextSeed(): { seed: WorldSeed; ids: WorldIds } {
  worldCount += 1;
  const { bot, people, groups } = sandboxSeed;
  const shift = (id: number) => id + Math.sign(id) * worldCount * 1_000;
  const seed = {
    bot: { ...bot, id: shift(bot.id) },
    people: people.map((person) => ({ ...person, id: shift(person.id) })),
    groups: groups.map((group) => ({
      ...group,
      id: shift(group.id),
      members: group.members.map((member) => ({ ...member, userId: shift(member.userId) })),
    })),
  };
  const { ana, ben, chiara, group } = seedIds;
  return {
    seed,
    ids: { ana: shift(ana), ben: shift(ben), chiara: shift(chiara), group: shift(group) },
  };
}

export async function openWorld(workshop: Workshop): Promise<World> {
  const { seed, ids } = nextSeed();
  const { bot } = seed;
  const api = createTelegramApi({ seed });
  const { apiRoot: apiUrl } = await api.listen();
  const config = { token: api.token, apiUrl };
  const log = createRecordingLog();
  const reached: FaultPoint[] = [];
  const bots: TelegramBot[] = [];
  const client = createTelegramClient(config);
  const copies = createDisplayCopies();
  const pieces: Pieces = {
    ...workshop.pieces,
    log,
    faults: { reach: (point) => void reached.push(point) },
    sender: createTelegramReplySender({
      api: client,
      objects: workshop.pieces.objects,
      copies,
      log,
    }),
  };
  const useCases = composeUseCases(workshop.config, pieces);
  const deliverResult = createDeliverResult({ ...pieces, report: useCases.reportGeneration });
  const { chatUpdates, pending, deliveries } = pieces.database.stores;

  function toParts(changes: Partial<BotParts>): BotParts {
    const asked = changes.useCases ?? useCases;
    const dispatcher = createDispatcher({
      commands: withHelp(commands),
      actions,
      useCases: asked,
      support: null,
      log,
    });
    return {
      ...pieces,
      ...asked,
      useCases: asked,
      config,
      copies,
      heartbeat: loneProcess.heartbeat,
      duties: { registers: true, hears: "connection" },
      webhook: null,
      workerId: randomUUID(),
      dispatcher,
      chatUpdates,
      pending,
      deliveries,
      sealer: createSealer(["a key for tests only"]),
      ...changes,
    };
  }

  return {
    control: api.control,
    config,
    botId: String(bot.id),
    ids,
    useCases,
    pieces,
    log,
    reached,
    async startBot(changes = {}) {
      const started = createTelegramBot(toParts(changes));
      bots.push(started);
      await started.start();
      return started;
    },
    async finishWork() {
      for (let job = workshop.queued.shift(); job; job = workshop.queued.shift()) {
        if (job.kind === "intake") await workshop.intake(job.generationId);
        if (job.kind === "generate") await runToEnd(workshop, job.generationId);
        if (job.kind === "deliver") await deliverResult(job.deliveryId);
      }
    },
    async listOpen() {
      const where = { platform: "telegram", botId: String(bot.id), state: "open" };
      const open = await workshop.database.prisma.chatUpdate.findMany({ where });
      return open.map(({ updateKey }) => updateKey);
    },
    async close() {
      await Promise.all(bots.map((started) => started.stop({ withinMs: 2_000 })));
      await api.close();
    },
  };
}

async function runToEnd(
  workshop: Workshop,
  id: Parameters<Workshop["runGeneration"]>[0],
): Promise<void> {
  for (;;) {
    const outcome = await workshop.runGeneration(id);
    if (outcome.kind !== "again") return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(50, outcome.delayMs)));
  }
}

export async function aPicture(size = { width: 48, height: 32 }): Promise<Uint8Array> {
  const image = sharp({ create: { ...size, channels: 3, background: "#c0392b" } });
  return new Uint8Array(await image.png().toBuffer());
}
