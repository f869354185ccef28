import { MessageFlags } from "discord-api-types/v10";
import { Hono } from "hono";
import { changeMessage, composeAnswer, postAnswer } from "../../interactions/answer-message.js";
import { toMessagePayload } from "../../payloads/message.js";
import type { Platform } from "../../platform.js";
import { USER_INSTALL_FOLLOW_UPS_MAX } from "../../validation/limits.js";
import { toInteractionRecord } from "../../views.js";
import { removeMessage } from "../../world/messages.js";
import type { WorldInteraction, WorldMessage } from "../../world/model.js";
import { refuse } from "../api-error.js";
import type { RequestBody } from "../request-body.js";
import type { RestContext, RestEnv } from "../rest-env.js";

/** Follow-ups and later changes, by an interaction's token. */
export function webhookRoutes(platform: Platform): Hono<RestEnv> {
  return new Hono<RestEnv>()
    .post("/webhooks/:application/:token", (context) => {
      const interaction = answeredInteraction(platform, context);
      const message = followUp(platform, interaction, context.get("body"));
      return context.json(toMessagePayload(platform, message));
    })
    .get("/webhooks/:application/:token/messages/:message", (context) => {
      const message = messageOf(platform, answeredInteraction(platform, context), context);
      return context.json(toMessagePayload(platform, message));
    })
    .patch("/webhooks/:application/:token/messages/:message", (context) => {
      const interaction = answeredInteraction(platform, context);
      const message = messageOf(platform, interaction, context);
      const { json, uploads } = context.get("body");
      changeMessage(platform, interaction, { message, body: json ?? {}, uploads });
      return context.json(toMessagePayload(platform, message));
    })
    .delete("/webhooks/:application/:token/messages/:message", (context) => {
      const interaction = answeredInteraction(platform, context);
      const message = messageOf(platform, interaction, context);
      interaction.messageIds = interaction.messageIds.filter((id) => id !== message.id);
      removeMessage(platform, message);
      return context.body(null, 204);
    });
}

/**
 * @throws ApiError 50027 for a wrong token or one whose 15 minutes are over, 10015 before the first answer
 */
function answeredInteraction(platform: Platform, context: RestContext): WorldInteraction {
  const { world } = platform;
  const token = context.req.param("token");
  const interaction = [...world.interactions.values()].find((entry) => entry.token === token);
  const isOurs = context.req.param("application") === world.application.id;
  if (interaction === undefined || !isOurs || interaction.expiresAt <= platform.clock.now()) {
    throw refuse("dead_token");
  }
  const isAnswered =
    interaction.state === "acknowledged" && interaction.acknowledgement !== "autocomplete";
  if (!isAnswered) throw refuse("unknown_webhook");
  return interaction;
}

function messageOf(
  platform: Platform,
  interaction: WorldInteraction,
  context: RestContext,
): WorldMessage {
  const asked = context.req.param("message");
  const id = asked === "@original" ? interaction.originalMessageId : asked;
  const isOurs = id === interaction.originalMessageId || interaction.messageIds.includes(id ?? "");
  const message = isOurs ? platform.world.messages.get(id ?? "") : undefined;
  if (message === undefined) throw refuse("unknown_message");
  return message;
}

function followUp(
  platform: Platform,
  interaction: WorldInteraction,
  request: RequestBody,
): WorldMessage {
  const answer = { body: request.json ?? {}, uploads: request.uploads };
  const original = platform.world.messages.get(interaction.originalMessageId ?? "");
  // Straight after a deferred answer a follow-up fills that one in, and its flags are ignored.
  if (original !== undefined && (original.flags & MessageFlags.Loading) !== 0) {
    changeMessage(platform, interaction, { ...answer, message: original });
    return original;
  }
  const isUserInstallOnly = interaction.owners["0"] === undefined;
  if (isUserInstallOnly && interaction.followUpCount >= USER_INSTALL_FOLLOW_UPS_MAX) {
    throw refuse("too_many_follow_ups");
  }
  const composed = composeAnswer(platform, interaction, answer);
  interaction.followUpCount += 1;
  const message = postAnswer(platform, interaction, composed);
  interaction.messageIds.push(message.id);
  platform.emit({ type: "interaction_updated", interaction: toInteractionRecord(interaction) });
  return message;
}
