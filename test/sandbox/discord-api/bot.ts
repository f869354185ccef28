import { setTimeout } from "node:timers/promises";
import {
  type APIInteraction,
  type APIInteractionResponse,
  Client,
  type ClientOptions,
  GatewayDispatchEvents,
  GatewayIntentBits,
  InteractionResponseType,
  MessageFlags,
  Routes,
} from "discord.js";
import { onTestFinished } from "vitest";
import type { DiscordApi } from "../../../src/sandbox/discord-api/control.js";
import {
  createDiscordApi,
  type DiscordApiOptions,
} from "../../../src/sandbox/discord-api/discord-api.js";

/** The real client against a server of its own; both end with the test. */
export interface TestBot {
  api: DiscordApi;
  client: Client;
  /** Every interaction that reached the bot, in order. */
  received: APIInteraction[];
  /** What the bot does with the next ones; replaces what was set before. */
  onInteraction(handle: (interaction: APIInteraction) => Promise<unknown> | unknown): void;
  register(commands: readonly object[], guildId?: string): Promise<unknown>;
  respond(
    interaction: APIInteraction,
    response: APIInteractionResponse,
    files?: RawFile[],
  ): Promise<unknown>;
  editOriginal(interaction: APIInteraction, body: object, files?: RawFile[]): Promise<unknown>;
  followUp(interaction: APIInteraction, body: object, files?: RawFile[]): Promise<unknown>;
}

export interface RawFile {
  name: string;
  data: Buffer;
}

export const imagine = {
  name: "imagine",
  description: "Make a picture",
  options: [
    { type: 3, name: "prompt", description: "What to show", required: true, max_length: 500 },
    { type: 4, name: "count", description: "How many", min_value: 1, max_value: 4 },
    { type: 3, name: "model", description: "Which model", autocomplete: true },
    { type: 11, name: "image", description: "A reference" },
  ],
};

export async function startBot(
  options: DiscordApiOptions & { client?: Partial<ClientOptions>; login?: boolean } = {},
): Promise<TestBot> {
  const api = createDiscordApi(options);
  const { apiUrl, cdnUrl, mediaUrl } = await api.listen();
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: apiUrl, cdn: cdnUrl, mediaProxy: mediaUrl },
    // The client's own throttle would wait 5 s before a second IDENTIFY.
    ws: { version: 10, buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
    ...options.client,
  });
  onTestFinished(async () => {
    // `destroy` never resolves when a shard is just waiting for READY.
    await Promise.race([client.destroy(), setTimeout(1000)]);
    await api.close();
  });
  const received: APIInteraction[] = [];
  let handle: (interaction: APIInteraction) => unknown = () => undefined;
  client.ws.on(GatewayDispatchEvents.InteractionCreate, async (interaction: APIInteraction) => {
    received.push(interaction);
    await handle(interaction);
  });
  client.rest.setToken("sandbox");
  if (options.login !== false) {
    await client.login("sandbox");
    await api.waitForGateway();
  }
  const appId = api.world().application.id;
  return {
    api,
    client,
    received,
    onInteraction(next) {
      handle = next;
    },
    register: (commands, guildId) =>
      client.rest.put(
        guildId === undefined
          ? Routes.applicationCommands(appId)
          : Routes.applicationGuildCommands(appId, guildId),
        { body: commands },
      ),
    respond: (interaction, body, files) =>
      client.rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
        body,
        auth: false,
        ...(files === undefined ? {} : { files }),
      }),
    editOriginal: (interaction, body, files) =>
      client.rest.patch(Routes.webhookMessage(appId, interaction.token), {
        body,
        auth: false,
        ...(files === undefined ? {} : { files }),
      }),
    followUp: (interaction, body, files) =>
      client.rest.post(Routes.webhook(appId, interaction.token), {
        body,
        auth: false,
        ...(files === undefined ? {} : { files }),
      }),
  };
}

export function message(data: object): APIInteractionResponse {
  return { type: InteractionResponseType.ChannelMessageWithSource, data };
}

export function deferred(options: { ephemeral?: boolean } = {}): APIInteractionResponse {
  return {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    data: options.ephemeral === true ? { flags: MessageFlags.Ephemeral } : {},
  };
}

export function row(...components: object[]): object {
  return { type: 1, components };
}

export function button(customId: string, extra: object = {}): object {
  return { type: 2, style: 1, label: "Press", custom_id: customId, ...extra };
}

/** A clock that stands still until it is moved. */
export function standingClock() {
  let at = new Date("2026-11-20T12:00:00Z").getTime();
  return {
    now: () => new Date(at),
    advance(ms: number) {
      at += ms;
    },
  };
}
