import {
  type APIApplicationCommandOptionChoice,
  ApplicationCommandType,
} from "discord-api-types/v10";
import { type CommandRun, type InteractionView, type Place, SandboxError } from "../control.js";
import { startInteraction } from "../interactions/start-interaction.js";
import { toMessagePayload } from "../payloads/message.js";
import type { Platform } from "../platform.js";
import { buildOptions } from "./command-input.js";
import { findVisibleCommand, readableChannel } from "./command-menu.js";
import { createInteractionView } from "./interaction-view.js";
import { createResolvedData } from "./resolved-data.js";
import { visibleMessage } from "./writing.js";

const { ChatInput, Message, User } = ApplicationCommandType;

export async function runCommand(platform: Platform, run: CommandRun): Promise<InteractionView> {
  const request = chatInput(platform, run);
  const interaction = await startInteraction(platform, { ...request, kind: "command" });
  return createInteractionView(platform, interaction);
}

/** @throws SandboxError when the bot offered nothing in time */
export async function autocomplete(
  platform: Platform,
  run: CommandRun & { focused: string },
): Promise<readonly APIApplicationCommandOptionChoice[]> {
  const request = chatInput(platform, run);
  const interaction = await startInteraction(platform, { ...request, kind: "autocomplete" });
  if (interaction.choices === null) throw new SandboxError("loading options failed");
  return interaction.choices;
}

function chatInput(platform: Platform, run: CommandRun & { focused?: string }) {
  const { userId, channelId, focused } = run;
  const [word = "", ...path] = run.name.replace(/^\//, "").trim().split(/\s+/);
  const command = findVisibleCommand(platform, run, { name: word, type: ChatInput });
  const resolved = createResolvedData(platform, readableChannel(platform, run));
  const options = buildOptions(
    command,
    { path, values: run.options ?? {}, ...(focused === undefined ? {} : { focused }) },
    resolved,
  );
  return {
    userId,
    channelId,
    name: [command.name, ...path].join(" "),
    commandId: command.id,
    owners: command.owners,
    data: {
      ...commandFields(command),
      options,
      ...(resolved.all() === undefined ? {} : { resolved: resolved.all() }),
    },
  };
}

export async function runMessageCommand(
  platform: Platform,
  run: Place & { name: string; messageId: string },
): Promise<InteractionView> {
  const command = findVisibleCommand(platform, run, { name: run.name, type: Message });
  const message = visibleMessage(platform, run);
  if (message.channelId !== run.channelId) {
    throw new SandboxError(`message ${message.id} is in another channel`);
  }
  const interaction = await startInteraction(platform, {
    kind: "message_command",
    userId: run.userId,
    channelId: run.channelId,
    name: command.name,
    commandId: command.id,
    owners: command.owners,
    data: {
      ...commandFields(command),
      target_id: message.id,
      // Whole, even without the message content intent: the person handed it over.
      resolved: { messages: { [message.id]: toMessagePayload(platform, message) } },
    },
  });
  return createInteractionView(platform, interaction);
}

export async function runUserCommand(
  platform: Platform,
  run: Place & { name: string; targetUserId: string },
): Promise<InteractionView> {
  const command = findVisibleCommand(platform, run, { name: run.name, type: User });
  const resolved = createResolvedData(platform, readableChannel(platform, run));
  resolved.addUser(run.targetUserId);
  const interaction = await startInteraction(platform, {
    kind: "user_command",
    userId: run.userId,
    channelId: run.channelId,
    name: command.name,
    commandId: command.id,
    owners: command.owners,
    data: { ...commandFields(command), target_id: run.targetUserId, resolved: resolved.all() },
  });
  return createInteractionView(platform, interaction);
}

function commandFields(command: { id: string; name: string; type: number; guild_id?: string }) {
  const { id, name, type, guild_id } = command;
  return { id, name, type, ...(guild_id === undefined ? {} : { guild_id }) };
}
