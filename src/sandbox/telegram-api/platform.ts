import { type CallLog, createCallLog } from "./call-log.js";
import { createEventBus, type EventBus } from "./event-bus.js";
import { createFaults, type Faults } from "./faults.js";
import { createFloodLimits, type FloodLimits } from "./flood-limits.js";
import type { WorldSeed } from "./seed.js";
import { createUpdateQueue, type UpdateQueue } from "./updates/update-queue.js";
import { createWebhook, type Webhook } from "./updates/webhook.js";
import { type CallbackQueries, createCallbackQueries } from "./world/callback-queries.js";
import { type CommandBook, createCommandBook } from "./world/command-book.js";
import { createFileStore, type FileStore } from "./world/file-store.js";
import { createIds, type Ids } from "./world/ids.js";
import { createWorld, type World } from "./world/world.js";

/** Everything both sides of the server share: the bot's methods and the people's actions. */
export interface Platform {
  readonly token: string;
  /** Replaced by `reset`, so it is read anew on every use. */
  readonly world: World;
  readonly ids: Ids;
  readonly files: FileStore;
  readonly updates: UpdateQueue;
  readonly webhook: Webhook;
  readonly callbacks: CallbackQueries;
  readonly commands: CommandBook;
  readonly faults: Faults;
  readonly flood: FloodLimits;
  readonly calls: CallLog;
  readonly events: EventBus;
  reset(): void;
}

export interface PlatformOptions {
  token: string;
  seed: WorldSeed;
  hasFloodLimits: boolean;
  callbackTtlMs: number;
  webhookRetryMs: number;
}

export function createPlatform(options: PlatformOptions): Platform {
  const events = createEventBus();
  const ids = createIds();
  const updates = createUpdateQueue();
  let world = createWorld(options.seed);
  const platform: Platform = {
    token: options.token,
    get world() {
      return world;
    },
    ids,
    events,
    updates,
    files: createFileStore(),
    webhook: createWebhook({ updates, retryMs: options.webhookRetryMs }),
    callbacks: createCallbackQueries({ ids, events, ttlMs: options.callbackTtlMs }),
    commands: createCommandBook(),
    faults: createFaults(),
    flood: createFloodLimits({ isOn: options.hasFloodLimits }),
    calls: createCallLog({ events, token: options.token }),
    reset() {
      world = createWorld(options.seed);
      platform.files.clear();
      platform.updates.dropAll();
      platform.callbacks.clear();
      platform.faults.clear();
      platform.flood.clear();
      platform.calls.clear();
      events.emit({ kind: "reset" });
    },
  };
  return platform;
}
