import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from "@discordjs/ws";
import { DiscordAPIError, type REST } from "discord.js";
import { GatewayCloseCodes, GatewayDispatchEvents, GatewayIntentBits } from "discord-api-types/v10";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import { logFailure, toTokenError } from "./discord-errors.js";
import type { DiscordSettings } from "./discord-rest.js";
import { keepTrying } from "./keep-trying.js";

/** Connecting takes about a second; what takes longer is not waited for when the bot stops. */
const WAIT_MS = 25;
const MAX_WAITS = 80;
const DESTROY_TIMEOUT_MS = 1_000;
/** After these the library does not connect again [docs: topics/opcodes-and-status-codes, Gateway Close Event Codes]. */
const FINAL_CODES: ReadonlySet<number> = new Set([
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
]);

/**
 * Neither is a privileged one. Messages come without their content unless they mention us; the others are dropped as soon
 * as they are read.
 */
const INTENTS = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages;

/** The socket over which Discord sends the interactions of one shard. */
export interface Gateway {
  /** It is connected. */
  isReady(): boolean;
  close(): Promise<void>;
}

/** One of the parts a bot's servers are divided into. */
export interface Shard {
  readonly id: number;
  readonly count: number;
}

/** Resolves when `shardId` may identify; rejects when `signal` aborts. */
export type WaitForIdentify = (shardId: number, signal: AbortSignal) => Promise<void>;

export interface GatewayDeps {
  readonly settings: Pick<DiscordSettings, "token">;
  readonly rest: REST;
  readonly clock: Clock;
  readonly log: Log;
  /** Must not throw. */
  readonly onInteraction: (payload: unknown) => void;
  /** Told of every message of the servers we are in; must not throw. */
  readonly onMessage: (payload: unknown) => void;
  readonly waitForIdentify: WaitForIdentify;
}

/**
 * Connects, and keeps trying in the background for as long as it has to; the library mends what breaks later. Dispatches
 * are taken as they come: objects made of them would fail on a payload that leaves a field out.
 */
export function openGateway(deps: GatewayDeps, shard: Shard): Gateway {
  const closing = new AbortController();
  const connection = { isUp: false };
  let manager: WebSocketManager | undefined;

  async function connect(): Promise<void> {
    manager = createManager(deps, shard);
    listen(deps, manager, { connection, closing: closing.signal });
    try {
      await manager.connect();
    } catch (error) {
      // What failed to connect may be half open, so the next try makes a new one.
      await manager.destroy();
      manager = undefined;
      throw isTokenRefused(error) ? toTokenError() : error;
    }
  }
  void keepTrying(deps, { event: "discord_gateway_unreachable", stop: closing.signal }, connect);

  return {
    isReady: () => connection.isUp && !closing.signal.aborted,
    async close() {
      closing.abort();
      const waiting = new AbortController();
      const pause = (ms: number) => deps.clock.pause(ms, waiting.signal);
      // Destroyed while it connects, the library would hang and connect again (@discordjs/ws 1.2).
      for (let waits = 0; manager && !connection.isUp && waits < MAX_WAITS; waits += 1) {
        await pause(WAIT_MS);
      }
      await Promise.race([manager?.destroy(), pause(DESTROY_TIMEOUT_MS)]);
      manager = undefined;
      waiting.abort();
    },
  };
}

function createManager(deps: GatewayDeps, shard: Shard): WebSocketManager {
  // Left to itself, the library keeps sessions for the whole process, by the shard's number alone.
  let session: SessionInfo | null = null;
  return new WebSocketManager({
    token: deps.settings.token,
    rest: deps.rest,
    intents: INTENTS,
    shardIds: [shard.id],
    shardCount: shard.count,
    buildIdentifyThrottler: () => ({ waitForIdentify: deps.waitForIdentify }),
    retrieveSessionInfo: () => session,
    updateSessionInfo(_shardId, info) {
      session = info;
    },
  });
}

function listen(
  deps: GatewayDeps,
  manager: WebSocketManager,
  { connection, closing }: { connection: { isUp: boolean }; closing: AbortSignal },
): void {
  const isUp = ({ shardId }: { shardId: number }) => {
    connection.isUp = true;
    deps.log.info("discord_gateway_connected", { shardId });
  };
  manager.on(WebSocketShardEvents.Ready, isUp);
  manager.on(WebSocketShardEvents.Resumed, isUp);
  manager.on(WebSocketShardEvents.Closed, ({ code, shardId }) => {
    if (connection.isUp && !closing.aborted) deps.log.warn("discord_gateway_lost", { shardId });
    connection.isUp = false;
    if (FINAL_CODES.has(code)) deps.log.warn("discord_gateway_closed_for_good", { shardId, code });
  });
  manager.on(WebSocketShardEvents.Dispatch, ({ data }) => {
    if (closing.aborted) return;
    if (data.t === GatewayDispatchEvents.InteractionCreate) deps.onInteraction(data.d);
    if (data.t === GatewayDispatchEvents.MessageCreate) deps.onMessage(data.d);
  });
  manager.on(WebSocketShardEvents.Error, ({ error }) =>
    logFailure(deps.log, { event: "discord_gateway_error", error }),
  );
}

function isTokenRefused(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 401;
}
