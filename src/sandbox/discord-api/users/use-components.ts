import { ComponentType } from "discord-api-types/v10";
import { type InteractionView, SandboxError } from "../control.js";
import { startInteraction } from "../interactions/start-interaction.js";
import { channelOf } from "../payloads/interaction.js";
import type { Platform } from "../platform.js";
import type { Button, Select } from "../validation/controls.js";
import { flatten } from "../validation/message-components.js";
import type { WorldMessage } from "../world/model.js";
import { ownersOf } from "./command-menu.js";
import { createInteractionView } from "./interaction-view.js";
import { createResolvedData, type ResolvedData } from "./resolved-data.js";
import { visibleMessage } from "./writing.js";

interface Press {
  userId: string;
  messageId: string;
  customId: string;
}

export async function pressButton(platform: Platform, press: Press): Promise<InteractionView> {
  const message = visibleMessage(platform, press);
  const button = findControl(message, press.customId);
  if (button.type !== ComponentType.Button) {
    throw new SandboxError(`"${press.customId}" is not a button`);
  }
  return use(platform, { press, message, data: { component_type: button.type } });
}

export async function selectMenu(
  platform: Platform,
  choice: Press & { values: readonly string[] },
): Promise<InteractionView> {
  const message = visibleMessage(platform, choice);
  const select = findControl(message, choice.customId);
  if (select.type === ComponentType.Button) {
    throw new SandboxError(`"${choice.customId}" is not a select menu`);
  }
  checkValues(select, choice.values);
  const resolved = createResolvedData(platform, channelOf(platform, message.channelId));
  for (const id of choice.values) addChosen(select, id, resolved);
  const data = {
    component_type: select.type,
    values: choice.values,
    ...(resolved.all() === undefined ? {} : { resolved: resolved.all() }),
  };
  return use(platform, { press: choice, message, data });
}

async function use(
  platform: Platform,
  options: { press: Press; message: WorldMessage; data: object },
): Promise<InteractionView> {
  const { press, message, data } = options;
  const channel = channelOf(platform, message.channelId);
  const answered = platform.world.interactions.get(message.interactionId ?? "");
  const interaction = await startInteraction(platform, {
    kind: "component",
    userId: press.userId,
    channelId: message.channelId,
    name: press.customId,
    sourceMessageId: message.id,
    // A message that came of an interaction keeps the installations of that one.
    owners:
      answered?.owners ?? ownersOf(platform, { command: null, channel, userId: press.userId }),
    data: { ...data, custom_id: press.customId, id: 1 },
  });
  return createInteractionView(platform, interaction);
}

function findControl(message: WorldMessage, customId: string): Button | Select {
  for (const component of flatten(message.components)) {
    if (!("custom_id" in component) || component.custom_id !== customId) continue;
    if (component.disabled === true) throw new SandboxError(`"${customId}" is disabled`);
    return component;
  }
  throw new SandboxError(`message ${message.id} has no control "${customId}"`);
}

function checkValues(select: Select, values: readonly string[]): void {
  const min = select.min_values ?? 1;
  const max = select.max_values ?? 1;
  if (values.length < min || values.length > max) {
    throw new SandboxError(`"${select.custom_id}" takes ${min} to ${max} values`);
  }
  if (select.type !== ComponentType.StringSelect) return;
  const offered = new Set(select.options.map((option) => option.value));
  const unknown = values.find((value) => !offered.has(value));
  if (unknown !== undefined) throw new SandboxError(`"${unknown}" is not on offer`);
}

function addChosen(select: Select, id: string, resolved: ResolvedData): void {
  const { type } = select;
  if (type === ComponentType.UserSelect || type === ComponentType.MentionableSelect) {
    resolved.addUser(id);
  }
  if (type === ComponentType.RoleSelect) resolved.addRole(id);
  if (type === ComponentType.ChannelSelect) resolved.addChannel(id);
}
