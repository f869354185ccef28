import { DiscordAPIError, type REST } from "@discordjs/rest";
import { Routes } from "discord-api-types/v10";
import { z } from "zod";
import { registerCommands } from "./command-registration.js";
import { logFailure, toDiscordFault, toTokenError } from "./discord-errors.js";
import type { DiscordSettings } from "./discord-rest.js";
import { type Gateway, openGateway } from "./gateway.js";
import { createInteractionHandler, type InteractionDeps } from "./handle-interaction.js";
import { keepTrying } from "./keep-trying.js";

const ApplicationSchema = z.object({ id: z.string() });

interface DiscordBotDeps extends Omit<InteractionDeps, "stop"> {
  readonly settings: DiscordSettings;
}

export interface DiscordBot {
  /**
   * Resolves once the token is known to be good, or Discord cannot be reached: then it keeps trying.
   *
   * @throws AppError `configuration` (final) when Discord refuses the token
   */
  start(): Promise<void>;
  /** Takes no more interactions and waits up to `ms` for those at work. */
  stop(ms: number): Promise<void>;
  /** Connected to the gateway. */
  isReady(): boolean;
}

/** The bot on Discord: hears interactions by the gateway, answers them by REST. */
export function createDiscordBot(deps: DiscordBotDeps): DiscordBot {
  const stopping = new AbortController();
  const stop = stopping.signal;
  const handler = createInteractionHandler({ ...deps, stop });
  let gateway: Gateway | undefined;

  async function begin(): Promise<void> {
    const applicationId = await findApplicationId(deps.rest);
    // Listed before anything new can come in, so that only a former process's work is among it.
    const unfinished = await handler.findUnfinished(applicationId);
    if (stop.aborted) return;
    gateway = openGateway({
      ...deps,
      onInteraction: (payload) => void handler.handle(payload),
    });
    void keepTrying(deps, { event: "discord_replay_failed", stop }, unfinished.run);
    void keepTrying(deps, { event: "discord_commands_not_registered", stop }, () =>
      offerCommands(deps, applicationId),
    );
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

    async stop(ms) {
      stopping.abort();
      await gateway?.close();
      const waiting = new AbortController();
      await Promise.race([handler.idle(), deps.clock.pause(ms, waiting.signal)]);
      waiting.abort();
    },

    isReady: () => gateway?.isReady() ?? false,
  };
}

async function offerCommands(deps: DiscordBotDeps, applicationId: string): Promise<void> {
  const { commands } = deps.dispatcher;
  const isChanged = await registerCommands(deps.rest, { applicationId, commands });
  if (isChanged) deps.log.info("discord_commands_registered");
}

/** @throws AppError `configuration` when the token is refused, the library's errors for anything else */
async function findApplicationId(rest: REST): Promise<string> {
  try {
    const application = ApplicationSchema.safeParse(await rest.get(Routes.currentApplication()));
    if (application.success) return application.data.id;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.status === 401) throw toTokenError();
    if (error.status !== 404) throw error;
  }
  // A server that does not know this call: its bot has the application's id, as every newer one of Discord's has.
  return ApplicationSchema.parse(await rest.get(Routes.user())).id;
}
