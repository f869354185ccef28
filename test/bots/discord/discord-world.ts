import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { REST } from "discord.js";
import { createLinkSigner } from "../../../src/adapters/disk/link-signer.js";
import { createDiskObjectStore } from "../../../src/adapters/disk/object-store.js";
import { createDisplayCopies } from "../../../src/adapters/media/display-copies.js";
import { createSealer } from "../../../src/adapters/secrets/sealer.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { systemIdSource } from "../../../src/adapters/system/system-id-source.js";
import { actions } from "../../../src/bots/actions/registry.js";
import type { ChatDuties } from "../../../src/bots/chat-duties.js";
import type { Command } from "../../../src/bots/commands/command.js";
import { commands, withHelp } from "../../../src/bots/commands/registry.js";
import { createDiscordBot, type DiscordBot } from "../../../src/bots/discord/discord-bot.js";
import { createDiscordRest } from "../../../src/bots/discord/discord-rest.js";
import { createDiscordReplySender } from "../../../src/bots/discord/reply-sender.js";
import { createDispatcher } from "../../../src/bots/dispatcher.js";
import type { ChatUpdateStore } from "../../../src/core/ports/chat-update-store.js";
import type { FaultPoint } from "../../../src/core/ports/fault-points.js";
import type { ObjectStore } from "../../../src/core/ports/object-store.js";
import type {
  PendingRequest,
  PendingRequestStore,
} from "../../../src/core/ports/pending-request-store.js";
import type { ReplySender } from "../../../src/core/ports/reply-sender.js";
import type { DiscordApi } from "../../../src/sandbox/discord-api/control.js";
import {
  createDiscordApi,
  type DiscordApiOptions,
} from "../../../src/sandbox/discord-api/discord-api.js";
import { loneProcess } from "../../fixtures/lone-process.js";
import { createRecordingLog, type RecordingLog } from "../../fixtures/recording-log.js";
import { until } from "../../jobs/until.js";
import { createStudio, type Studio } from "./studio.js";

export const TOKEN = "sandbox-bot-token-0123456789";

export interface ChatUpdates extends ChatUpdateStore {
  /** Keys of what was saved and not finished. */
  open(): string[];
  /** Every payload ever saved. */
  payloads(): string[];
}

export interface World {
  readonly api: DiscordApi;
  readonly objects: ObjectStore;
  readonly updates: ChatUpdates;
  readonly log: RecordingLog;
  readonly studio: Studio;
  readonly sender: ReplySender;
  /** The same as the sender's. */
  readonly rest: REST;
  /** Everything anybody was asked, forms included, is forgotten. */
  forgetQuestions(): Promise<void>;
  /** Moves the clock of both sides. */
  pass(ms: number): void;
  /** A bot of its own on the same database, as after a restart. */
  addBot(options?: BotOptions): DiscordBot;
  /** Adds one and waits for its READY. */
  startBot(options?: BotOptions): Promise<DiscordBot>;
  close(): Promise<void>;
}

interface BotOptions {
  duties?: ChatDuties;
  chatUpdates?: ChatUpdateStore;
  token?: string;
  applicationId?: string;
  apiUrl?: string;
  commands?: readonly Command[];
  onFault?: (point: FaultPoint) => void;
}

/** Discord's sandbox server, with everything a bot needs to live in it. */
export async function createWorld(
  options: { api?: DiscordApiOptions } & Omit<Parameters<typeof createStudio>[0], "sender"> = {},
): Promise<World> {
  let shiftMs = 0;
  const clock = { ...systemClock, now: () => new Date(Date.now() + shiftMs) };
  const api = createDiscordApi({ clock, token: TOKEN, ...options.api });
  const urls = await api.listen();
  const folder = await mkdtemp(join(tmpdir(), "discord-bot-"));
  const signer = createLinkSigner({ keys: ["a-key-of-many-characters"], clock });
  const objects = createDiskObjectStore({ folder, signer, publicUrl: "https://pictures.example" });
  const sealer = createSealer(["a-key-of-many-characters"]);
  const updates = createChatUpdates();
  const pending = createPending();
  const log = createRecordingLog();
  const settings = { token: TOKEN, ...urls };
  const rest = createDiscordRest(settings);
  const copies = createDisplayCopies();
  const sender = createDiscordReplySender({ rest, objects, copies, log, clock });
  const studio = createStudio({ sender: () => sender, ...options });
  const bots: DiscordBot[] = [];

  function addBot(given: BotOptions = {}): DiscordBot {
    const own = { ...settings, ...given };
    const { useCases } = studio;
    const bot = createDiscordBot({
      settings: { shards: "auto", applicationId: null, ...own },
      ...loneProcess,
      duties: given.duties ?? { registers: true, hears: "connection" },
      workerId: systemIdSource.uuid(),
      ids: systemIdSource,
      rest: createDiscordRest(own),
      dispatcher: createDispatcher({
        commands: given.commands ?? withHelp(commands),
        actions,
        useCases,
        support: null,
        log,
      }),
      chatUpdates: given.chatUpdates ?? updates,
      pending,
      identifyAccount: useCases.identifyAccount,
      findOwnPictures: useCases.findOwnPictures,
      showProgress: useCases.showProgress,
      sealer,
      objects,
      copies,
      clock,
      log,
      faults: { reach: (point) => given.onFault?.(point) },
    });
    bots.push(bot);
    return bot;
  }

  return {
    api,
    objects,
    updates,
    log,
    studio,
    sender,
    rest,
    forgetQuestions: () => pending.purge(clock.now()),
    pass(ms) {
      shiftMs += ms;
    },
    addBot,
    async startBot(given) {
      const bot = addBot(given);
      await bot.start();
      await until("it is connected", () => bot.isReady());
      const hasCompared = () => api.calls().some(({ route }) => route.endsWith("/commands"));
      await until("its commands are offered", hasCompared);
      return bot;
    },
    async close() {
      await Promise.all(bots.map((bot) => bot.stop(200)));
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function createChatUpdates(): ChatUpdates {
  const rows = new Map<string, { payload: string; owner: string; isOpen: boolean }>();
  return {
    async save(updates) {
      const added = updates.filter(({ updateKey }) => !rows.has(updateKey));
      for (const { updateKey, ...row } of added) rows.set(updateKey, { ...row, isOpen: true });
      return new Set(added.map(({ updateKey }) => updateKey));
    },
    async finish({ updateKey }) {
      const row = rows.get(updateKey);
      if (row) row.isOpen = false;
    },
    async finishAll({ updateKeys }) {
      for (const updateKey of updateKeys) {
        const row = rows.get(updateKey);
        if (row) row.isOpen = false;
      }
    },
    listAlbum: async () => [],
    leadAlbum: async ({ updateKey }) => updateKey,
    // Whoever asks is alive, and nobody else.
    async takeOver({ owner, limit }) {
      const orphans = [...rows].filter(([, row]) => row.isOpen && row.owner !== owner);
      for (const [, row] of orphans.slice(0, limit)) row.owner = owner;
      return orphans.slice(0, limit).map(([updateKey, { payload }]) => ({ updateKey, payload }));
    },
    listOwn: async () => [],
    purge: async () => 0,
    open: () => [...rows].filter(([, { isOpen }]) => isOpen).map(([updateKey]) => updateKey),
    payloads: () => [...rows.values()].map(({ payload }) => payload),
  };
}

/** What people were asked, in memory. Nothing here waits for a payment or a yes. */
function createPending(): PendingRequestStore {
  const asked = new Map<string, PendingRequest>();
  const toKey = ({ accountId, chat }: Pick<PendingRequest, "accountId" | "chat">) =>
    `${accountId} ${chat}`;
  return {
    put: async (request) => void asked.set(toKey(request), request),
    async take(of) {
      const request = asked.get(toKey(of)) ?? null;
      asked.delete(toKey(of));
      return request;
    },
    putWaiting: async () => undefined,
    listWaiting: async () => [],
    forgetWaiting: async () => undefined,
    putConfirming: async () => undefined,
    readConfirming: async () => null,
    remove: async () => undefined,
    purge: async () => asked.clear(),
  };
}
