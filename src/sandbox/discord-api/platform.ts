import type { KeyObject } from "node:crypto";
import type { Clock } from "../../core/ports/clock.js";
import type { DiscordEvent } from "./control.js";
import type { CallLog } from "./rest/call-log.js";
import type { CommandRegistry } from "./world/command-registry.js";
import type { World } from "./world/model.js";

/** One event for the bot, before it is known which shards hear it. */
export interface Dispatch {
  name: string;
  /** Null for direct messages and groups, which belong to shard 0. */
  guildId: string | null;
  /** The intent without which a session does not hear it; 0: every session does. */
  intent: number;
  /** What a session with these intents gets to see. */
  render(intents: number): unknown;
}

export interface PlatformSettings {
  /** The bot's token; null: any that is not empty. */
  readonly token: string | null;
  readonly acknowledgeWithinMs: number;
  readonly tokenLifetimeMs: number;
  readonly heartbeatIntervalMs: number;
}

/** The failures that wait to happen, and where interactions go. */
export interface Switches {
  restFaults: RestFault[];
  duplicateNextInteraction: boolean;
  interactionsEndpoint: string | null;
}

export type RestFault =
  | { kind: "rate_limited"; retryAfterSeconds: number; scope: "user" | "global" | "shared" }
  | { kind: "server_error"; status: number }
  | { kind: "lost_answer" };

/** What every part of the server shares. One per server; `world` is replaced by a reset. */
export interface Platform {
  readonly clock: Pick<Clock, "now">;
  readonly settings: PlatformSettings;
  readonly commands: CommandRegistry;
  readonly switches: Switches;
  /** Signs interactions that go out by HTTP. */
  readonly signingKey: KeyObject;
  /** Its other half in hex, as on the portal page. */
  readonly publicKey: string;
  /** Signs CDN addresses. */
  readonly cdnSecret: string;
  world: World;
  /** Where the server listens; set by `listen`. */
  origin: string;
  nextId(): string;
  readonly calls: CallLog;
  emit(event: DiscordEvent): void;
  onEvent(listener: (event: DiscordEvent) => void): () => void;
  dispatch(dispatch: Dispatch): void;
}
