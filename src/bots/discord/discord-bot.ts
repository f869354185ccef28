import { DiscordAPIError, type REST } from "discord.js";
import { Routes } from "discord-api-types/v10";
import { z } from "zod";
import type { LeaseStore } from "../../core/ports/lease-store.js";
import type { Heartbeat } from "../../core/running/heartbeat.js";
import type { ChatDuties } from "../chat-duties.js";
import type { Hearing } from "../hearing.js";
import { keepTakingOver } from "../take-over.js";
import { registerCommands } from "./command-registration.js";
import { logFailure, toDiscordFault, toTokenError } from "./discord-errors.js";
import type { DiscordSettings } from "./discord-rest.js";
import { createInteractionHandler, type InteractionDeps } from "./handle-interaction.js";
import { createMentionHandler } from "./handle-mention.js";
import { hearByGateway } from "./hear-by-gateway.js";
import { keepTrying } from "./keep-trying.js";

const ApplicationSchema = z.object({ id: z.string() });

interface DiscordBotDeps extends Omit<InteractionDeps, "stop" | "replayMention"> {
  readonly settings: DiscordSettings & {
    readonly shards: "auto" | number;
    /** What the operator takes the application's id to be; null: not said. */
    readonly applicationId: string | null;
  };
  readonly duties: ChatDuties;
  readonly heartbeat: Pick<Heartbeat, "take">;
  readonly leases: Pick<LeaseStore, "take">;
}

export interface DiscordBot {
  /**
   * Resolves once the token is known to be good, or Discord cannot be reached: then it keeps trying.
   *
   * @throws AppError `configuration` (final) when Discord refuses the token
   */
  start(): Promise<void>;
  /** Takes an interaction that came by HTTP: see `InteractionHandler`. */
  answer(payload: unknown, isWritten: Promise<boolean>): Promise<object | null>;
  /** Takes no more interactions and waits up to `ms` for those at work. */
  stop(ms: number): Promise<void>;
  /** Discord knows us, and interactions arrive, here or at the process this one stands by for. */
  isReady(): boolean;
}

/** The bot on Discord, as far as it is this process's duty: hears interactions by the gateway or takes those that come by HTTP, answers them by REST. */
export function createDiscordBot(deps: DiscordBotDeps): DiscordBot {
  const stopping = new AbortController();
  const stop = stopping.signal;
  const mentions = createMentionHandler(deps);
  const handler = createInteractionHandler({ ...deps, stop, replayMention: mentions.replay });
  const { duties } = deps;
  let hearing: Hearing | undefined;
  let isKnown = false;

  async function begin(): Promise<void> {
    const applicationId = await findApplicationId(deps);
    if (stop.aborted) return;
    if (duties.hears === "connection") {
      const { shards } = deps.settings;
      const onInteraction = (payload: unknown) => void handler.handle(payload);
      // A bot's user has the id of its application.
      const onMessage = (payload: unknown) => void mentions.handle(payload, applicationId);
      const heard = { ...deps, shards, onInteraction, onMessage };
      hearing = await hearByGateway(heard, { applicationId, stop });
    }
    if (duties.hears !== "nothing") {
      void keepTakingOver(deps, stop, () => handler.takeOver(applicationId));
    }
    if (duties.registers) {
      void keepTrying(deps, { event: "discord_commands_not_registered", stop }, () =>
        offerCommands(deps, applicationId),
      );
    }
    isKnown = true;
  }

  return {
    async start() {
      try {
        await begin();
      } catch (error) {
        if (toDiscordFault(error).kind === "ours") throw error;
        logFailure(deps.log, { event: "discord_unreachable", error });
        void keepTrying(deps, { event: "discord_unreachable", stop }, begin);
      }
    },

    answer: handler.answer,

    async stop(ms) {
      stopping.abort();
      await hearing?.ended;
      const waiting = new AbortController();
      const idle = Promise.all([handler.idle(), mentions.idle()]);
      await Promise.race([idle, deps.clock.pause(ms, waiting.signal)]);
      waiting.abort();
    },

    isReady: () => isKnown && (hearing?.isReady() ?? true) && !stop.aborted,
  };
}

async function offerCommands(deps: DiscordBotDeps, applicationId: string): Promise<void> {
  const { commands } = deps.dispatcher;
  const isChanged = await registerCommands(deps.rest, { applicationId, commands });
  if (isChanged) deps.log.info("discord_commands_registered");
}

/**
 * The token's own application, which is asked for at each start: the answer also proves the token.
 *
 * @throws AppError `configuration` when the token is refused, the library's errors for anything else
 */
async function findApplicationId(
  deps: Pick<DiscordBotDeps, "rest" | "settings" | "log">,
): Promise<string> {
  const { applicationId: expected } = deps.settings;
  const own = await askApplicationId(deps.rest);
  if (own === null) {
    // A bot has its application's id, as every one of Discord's newer ones has.
    return expected ?? ApplicationSchema.parse(await deps.rest.get(Routes.user())).id;
  }
  if (expected !== null && expected !== own) {
    deps.log.warn("discord_application_id_differs", { setting: expected, ofTheToken: own });
  }
  return own;
}

/** Null: a server that does not know this call. */
async function askApplicationId(rest: REST): Promise<string | null> {
  try {
    const application = ApplicationSchema.safeParse(await rest.get(Routes.currentApplication()));
    return application.success ? application.data.id : null;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.status === 401) throw toTokenError();
    if (error.status !== 404) throw error;
    return null;
  }
}
