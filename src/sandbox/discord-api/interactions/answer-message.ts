import { MessageFlags, PermissionFlagsBits } from "discord-api-types/v10";
import { channelOf } from "../payloads/interaction.js";
import type { Platform } from "../platform.js";
import { type AllowedMentions, parseMessageBody } from "../validation/message-body.js";
import { displayTexts } from "../validation/message-components.js";
import { composeMessage, type MessageContent, type Upload } from "../world/compose-message.js";
import { channelFolder, ephemeralFolder } from "../world/files.js";
import { INTERACTION_DEFAULT, resolvePings } from "../world/mentions.js";
import { editMessage, postMessage } from "../world/messages.js";
import type { WorldInteraction, WorldMessage } from "../world/model.js";
import { guildOf, has, memberOf, permissionsIn } from "../world/permissions.js";

/** The messages of an interaction: its answer and follow-ups, written and changed by its token. */

type AnswerContent = MessageContent & Pick<WorldMessage, "pings">;

interface AnswerRequest {
  body: unknown;
  uploads: readonly Upload[];
  /** Where the body sits in the request, for the error's path. */
  prefix?: readonly string[];
}

/** Checks a new message of an interaction. @throws ApiError as `composeMessage` */
export function composeAnswer(
  platform: Platform,
  interaction: WorldInteraction,
  request: AnswerRequest,
): AnswerContent {
  const prefix = request.prefix ?? [];
  const body = parseMessageBody(request.body, { isComponentsV2: false, prefix });
  const flags = answerFlags(platform, interaction, body.flags);
  const composed = composeMessage(platform, {
    body,
    uploads: request.uploads,
    previous: null,
    folder: folderFor(platform, interaction, flags),
    flags,
    prefix,
  });
  return {
    ...composed,
    pings: pingsOf(platform, interaction, { composed, allowed: body.allowedMentions }),
  };
}

/** Adds a message to an interaction; whoever may not see it does not. */
export function postAnswer(
  platform: Platform,
  interaction: WorldInteraction,
  fields: AnswerContent,
): WorldMessage {
  return postMessage(platform, {
    ...fields,
    channelId: interaction.channelId,
    authorId: platform.world.application.botUserId,
    interactionId: interaction.id,
    visibleTo: (fields.flags & MessageFlags.Ephemeral) === 0 ? null : interaction.userId,
  });
}

/** Edits a message through an interaction's token. @throws ApiError as `composeMessage` */
export function changeMessage(
  platform: Platform,
  interaction: WorldInteraction,
  change: AnswerRequest & { message: WorldMessage },
): void {
  const { message } = change;
  const prefix = change.prefix ?? [];
  const isComponentsV2 = (message.flags & MessageFlags.IsComponentsV2) !== 0;
  const body = parseMessageBody(change.body, { isComponentsV2, prefix });
  const settable = MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds;
  const flags = (message.flags & ~MessageFlags.Loading) | (body.flags & settable);
  const composed = composeMessage(platform, {
    body,
    uploads: change.uploads,
    previous: message,
    folder: folderFor(platform, interaction, flags),
    flags,
    prefix,
  });
  const pings = pingsOf(platform, interaction, { composed, allowed: body.allowedMentions });
  editMessage(platform, message, { ...composed, pings });
}

/** The flags an answer gets; where the person may not use outside applications openly, it is for them only. */
export function answerFlags(
  platform: Platform,
  interaction: WorldInteraction,
  asked: number,
): number {
  const settable =
    MessageFlags.Ephemeral |
    MessageFlags.SuppressEmbeds |
    MessageFlags.SuppressNotifications |
    MessageFlags.IsComponentsV2;
  const channel = channelOf(platform, interaction.channelId);
  const guild = guildOf(platform.world, channel);
  const member = guild && memberOf(guild, interaction.userId);
  const isForeign = interaction.owners["0"] === undefined;
  if (!isForeign || !guild || !member || channel.kind !== "guild") return asked & settable;
  const mayShow = has(permissionsIn(guild, member, channel), PermissionFlagsBits.UseExternalApps);
  return (asked & settable) | (mayShow ? 0 : MessageFlags.Ephemeral);
}

function folderFor(platform: Platform, interaction: WorldInteraction, flags: number): string {
  return (flags & MessageFlags.Ephemeral) === 0
    ? channelFolder(interaction.channelId)
    : ephemeralFolder(platform.world.application.id);
}

function pingsOf(
  platform: Platform,
  interaction: WorldInteraction,
  options: { composed: MessageContent; allowed: AllowedMentions | null },
) {
  const { composed, allowed } = options;
  return resolvePings(platform.world, {
    channel: channelOf(platform, interaction.channelId),
    text: [composed.content, ...displayTexts(composed.components)].join("\n"),
    allowed: allowed ?? INTERACTION_DEFAULT,
    repliedUserId: null,
  });
}
