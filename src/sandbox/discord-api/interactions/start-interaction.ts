import { randomBytes } from "node:crypto";
import { channelOf, toInteractionPayload } from "../payloads/interaction.js";
import type { Platform } from "../platform.js";
import type { InteractionKind } from "../seen.js";
import { toInteractionRecord } from "../views.js";
import type { WorldInteraction } from "../world/model.js";
import { deliverByHttp } from "./http-endpoint.js";

export interface NewInteraction {
  kind: InteractionKind;
  userId: string;
  channelId: string;
  name: string;
  commandId?: string;
  sourceMessageId?: string | null;
  owners: Readonly<Record<string, string>>;
  data: unknown;
}

/**
 * Hands an interaction to the bot and resolves once it is answered or its time is over; either way
 * the interaction's `state` says which.
 */
export async function startInteraction(
  platform: Platform,
  fields: NewInteraction,
): Promise<WorldInteraction> {
  const interaction = createInteraction(platform, fields);
  platform.world.interactions.set(interaction.id, interaction);
  platform.emit({ type: "interaction_created", interaction: toInteractionRecord(interaction) });
  const settled = waitUntilSettled(platform, interaction);
  send(platform, interaction, toInteractionPayload(platform, interaction, fields.data));
  await settled;
  return interaction;
}

function createInteraction(platform: Platform, fields: NewInteraction): WorldInteraction {
  const channel = channelOf(platform, fields.channelId);
  const createdAt = platform.clock.now();
  const { kind, userId, channelId, name, owners } = fields;
  return {
    id: platform.nextId(),
    token: randomBytes(96).toString("base64url"),
    kind,
    userId,
    channelId,
    guildId: channel.kind === "guild" ? channel.guildId : null,
    name,
    commandId: fields.commandId ?? null,
    createdAt,
    sourceMessageId: fields.sourceMessageId ?? null,
    owners,
    expiresAt: new Date(createdAt.getTime() + platform.settings.tokenLifetimeMs),
    state: "pending",
    acknowledgement: null,
    acknowledgedAfterMs: null,
    isEphemeral: null,
    originalMessageId: null,
    messageIds: [],
    followUpCount: 0,
    choices: null,
    modal: null,
  };
}

function send(platform: Platform, interaction: WorldInteraction, payload: unknown): void {
  const { switches } = platform;
  const times = switches.duplicateNextInteraction ? 2 : 1;
  switches.duplicateNextInteraction = false;
  const endpoint = switches.interactionsEndpoint;
  for (let sent = 0; sent < times; sent += 1) {
    if (endpoint !== null) {
      void deliverByHttp(platform, { endpoint, interaction, payload });
      continue;
    }
    platform.dispatch({
      name: "INTERACTION_CREATE",
      guildId: interaction.guildId,
      intent: 0,
      render: () => payload,
    });
  }
}

// The person's client waits in real time, whatever the clock of a test says.
function waitUntilSettled(platform: Platform, interaction: WorldInteraction): Promise<void> {
  return new Promise((resolve) => {
    const stop = platform.onEvent((event) => {
      const isOurs =
        event.type === "interaction_updated" && event.interaction.id === interaction.id;
      if (!isOurs || event.interaction.state === "pending") return;
      clearTimeout(timer);
      stop();
      resolve();
    });
    const timer = setTimeout(() => {
      if (interaction.state === "pending") {
        interaction.state = "failed";
        platform.emit({
          type: "interaction_updated",
          interaction: toInteractionRecord(interaction),
        });
      }
    }, platform.settings.acknowledgeWithinMs);
  });
}
