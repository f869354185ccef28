import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
} from "discord.js";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import { logFailure, toTokenError } from "./discord-errors.js";
import { type DiscordSettings, toRestAddresses } from "./discord-rest.js";
import { keepTrying } from "./keep-trying.js";

/** Connecting takes about a second; what takes longer is not waited for when the bot stops. */
const WAIT_MS = 25;
const MAX_WAITS = 80;
const DESTROY_TIMEOUT_MS = 1_000;

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
  readonly settings: DiscordSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** Must not throw. */
  readonly onInteraction: (payload: unknown) => void;
  readonly waitForIdentify: WaitForIdentify;
}

/** Connects, and keeps trying in the background for as long as it has to; the library mends what breaks later. */
export function openGateway(deps: GatewayDeps, shard: Shard): Gateway {
  const closing = new AbortController();
  const connection = { isUp: false };
  let client: Client | undefined;

  async function connect(): Promise<void> {
    client = createClient(deps, { shard, connection, closing: closing.signal });
    try {
      await client.login(deps.settings.token);
    } catch (error) {
      // A client that failed to log in has destroyed itself, so the next try makes a new one.
      client = undefined;
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
      for (let waits = 0; client && !connection.isUp && waits < MAX_WAITS; waits += 1) {
        await pause(WAIT_MS);
      }
      await Promise.race([client?.destroy(), pause(DESTROY_TIMEOUT_MS)]);
      client = undefined;
      waiting.abort();
    },
  };
}

function createClient(
  deps: GatewayDeps,
  state: { shard: Shard; connection: { isUp: boolean }; closing: AbortSignal },
): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: [state.shard.id],
    shardCount: state.shard.count,
    ws: { buildIdentifyThrottler: () => ({ waitForIdentify: deps.waitForIdentify }) },
    rest: toRestAddresses(deps.settings),
    allowedMentions: { parse: [] },
    // Nothing is read from the library's own objects, so it need not wait for servers nor keep who it saw.
    waitGuildTimeout: 0,
    makeCache: Options.cacheWithLimits({
      GuildEmojiManager: 0,
      GuildMemberManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      ThreadManager: 0,
      UserManager: 0,
    }),
  });
  const { connection, closing } = state;
  const isUp = (shardId: number) => {
    connection.isUp = true;
    deps.log.info("discord_gateway_connected", { shardId });
  };
  const isDown = (shardId: number) => {
    if (connection.isUp && !closing.aborted) deps.log.warn("discord_gateway_lost", { shardId });
    connection.isUp = false;
  };
  // Raw dispatches: the parsed `interactionCreate` would wait for servers that are unavailable.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (payload: unknown) => {
    if (!closing.aborted) deps.onInteraction(payload);
  });
  client.ws.on(GatewayDispatchEvents.Ready, (_payload, shardId) => isUp(shardId));
  client.ws.on(GatewayDispatchEvents.Resumed, (_payload, shardId) => isUp(shardId));
  client.on(Events.ShardReconnecting, isDown);
  client.on(Events.ShardDisconnect, ({ code }, shardId) => {
    isDown(shardId);
    deps.log.warn("discord_gateway_closed_for_good", { shardId, code });
  });
  client.on(Events.ShardError, (error) =>
    logFailure(deps.log, { event: "discord_gateway_error", error }),
  );
  client.on(Events.Error, (error) =>
    logFailure(deps.log, { event: "discord_client_error", error }),
  );
  return client;
}

function isTokenRefused(error: unknown): boolean {
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
}
