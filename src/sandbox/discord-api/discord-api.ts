import type { Clock } from "../../core/ports/clock.js";
import { type HttpListener, startHttpListener } from "../http-listener.js";
import { type DiscordApi, type DiscordUserActions, SandboxError } from "./control.js";
import { createPlatform } from "./create-platform.js";
import { createFaults } from "./faults.js";
import { createGatewayServer, type GatewayServer } from "./gateway/gateway-server.js";
import { waitForGateway } from "./gateway/wait-for-gateway.js";
import { probeEndpoint } from "./interactions/http-endpoint.js";
import type { Platform } from "./platform.js";
import { createRestApp } from "./rest/rest-app.js";
import { addUser } from "./users/add-user.js";
import { listCommands } from "./users/command-menu.js";
import {
  autocomplete,
  runCommand,
  runMessageCommand,
  runUserCommand,
} from "./users/run-command.js";
import { submitModal } from "./users/submit-modal.js";
import { pressButton, selectMenu } from "./users/use-components.js";
import { deleteMessage, messagesSeenBy, sendMessage, uploadAttachment } from "./users/writing.js";
import { toInteractionRecord, toWorldView } from "./views.js";
import { seedWorld } from "./world/seed.js";

export interface DiscordApiOptions {
  /** Decides about the 3 s and the 15 min, and dates everything. */
  clock?: Pick<Clock, "now">;
  /** The bot token to accept; any that is not empty when left out. */
  token?: string;
  acknowledgeWithinMs?: number;
  tokenLifetimeMs?: number;
  heartbeatIntervalMs?: number;
}

/**
 * A Discord on this machine: REST, gateway and CDN for the real client, and the people on the
 * other side as plain functions. It refuses what the platform refuses.
 */
export function createDiscordApi(options: DiscordApiOptions = {}): DiscordApi {
  const platform: Platform = createPlatform({
    clock: options.clock ?? { now: () => new Date() },
    settings: {
      token: options.token ?? null,
      acknowledgeWithinMs: options.acknowledgeWithinMs ?? 3000,
      tokenLifetimeMs: options.tokenLifetimeMs ?? 15 * 60_000,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
    },
    dispatch: (dispatch) => gateway.dispatch(dispatch),
  });
  const gateway: GatewayServer = createGatewayServer(platform);
  const app = createRestApp(platform);
  let listener: HttpListener | null = null;

  return {
    ...createUserActions(platform),
    faults: createFaults(platform, gateway),
    async listen(where = {}) {
      listener = await startHttpListener({
        fetch: (request, bindings) => app.fetch(request, bindings),
        ...where,
      });
      gateway.attach(listener.server);
      const { origin, port } = listener;
      platform.origin = origin;
      return {
        origin,
        port,
        apiUrl: `${origin}/api`,
        cdnUrl: `${origin}/cdn`,
        mediaUrl: `${origin}/media`,
      };
    },
    async close() {
      await gateway.close();
      await listener?.close();
      listener = null;
    },
    world: () => toWorldView(platform),
    interaction(id) {
      const interaction = platform.world.interactions.get(id);
      if (interaction === undefined) throw new SandboxError(`no interaction ${id}`);
      return toInteractionRecord(interaction);
    },
    file(id) {
      const file = platform.world.files.get(id);
      if (file === undefined) return undefined;
      const { filename, contentType, bytes } = file;
      return { filename, contentType, bytes };
    },
    onEvent: (listen) => platform.onEvent(listen),
    calls: () => platform.calls.all(),
    unknownCalls: () => platform.calls.unknown(),
    gatewayConnections: () => gateway.connections(),
    waitForGateway: (timeoutMs) => waitForGateway(platform, gateway, timeoutMs),
    async setInteractionsEndpoint(url) {
      if (url !== null) await probeEndpoint(platform, url);
      platform.switches.interactionsEndpoint = url;
    },
    reset: () => reset(platform, gateway),
  };
}

function createUserActions(platform: Platform): DiscordUserActions {
  return {
    listCommands: async (place) => listCommands(platform, place),
    runCommand: (run) => runCommand(platform, run),
    runMessageCommand: (run) => runMessageCommand(platform, run),
    runUserCommand: (run) => runUserCommand(platform, run),
    autocomplete: (run) => autocomplete(platform, run),
    pressButton: (press) => pressButton(platform, press),
    selectMenu: (choice) => selectMenu(platform, choice),
    submitModal: (submission) => submitModal(platform, submission),
    uploadAttachment: async (upload) => uploadAttachment(platform, upload),
    sendMessage: async (message) => sendMessage(platform, message),
    deleteMessage: async (messageId) => deleteMessage(platform, messageId),
    messages: (place) => messagesSeenBy(platform, place),
    directMessageChannelId(userId) {
      const channels = [...platform.world.channels.values()];
      const direct = channels.find(
        (channel) => channel.kind === "direct_message" && channel.userId === userId,
      );
      if (direct === undefined) throw new SandboxError(`no user ${userId}`);
      return direct.id;
    },
    addUser: (user) => addUser(platform, user),
  };
}

/** Guilds that the running bot lost come back to it, as they are in the seed. */
function reset(platform: Platform, gateway: GatewayServer): void {
  const { botUserId } = platform.world.application;
  const lost = [...platform.world.guilds.values()]
    .filter(
      (guild) => !guild.available || guild.members.every(({ userId }) => userId !== botUserId),
    )
    .map((guild) => guild.id);
  platform.world = seedWorld();
  platform.switches.restFaults = [];
  platform.switches.duplicateNextInteraction = false;
  platform.calls.clear();
  for (const guild of platform.world.guilds.values()) {
    if (lost.includes(guild.id)) gateway.announceGuild(guild, "available");
  }
  platform.emit({ type: "reset" });
}
