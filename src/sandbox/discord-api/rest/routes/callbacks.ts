import { InteractionResponseType, MessageFlags } from "discord-api-types/v10";
import { Hono } from "hono";
import { acknowledge } from "../../interactions/acknowledge.js";
import { INTERACTION_TYPES, isEphemeral, toMessagePayload } from "../../payloads/message.js";
import type { Platform } from "../../platform.js";
import type { WorldInteraction, WorldMessage } from "../../world/model.js";
import { refuse } from "../api-error.js";
import type { RestEnv } from "../rest-env.js";

export function callbackRoutes(platform: Platform): Hono<RestEnv> {
  return new Hono<RestEnv>().post("/interactions/:interaction/:token/callback", (context) => {
    const interaction = platform.world.interactions.get(context.req.param("interaction"));
    if (interaction === undefined || interaction.token !== context.req.param("token")) {
      throw refuse("unknown_interaction");
    }
    const { json, uploads } = context.get("body");
    const message = acknowledge(platform, interaction, { body: json ?? {}, uploads });
    return context.req.query("with_response") === "true"
      ? context.json(toCallbackResult(platform, interaction, message))
      : context.body(null, 204);
  });
}

const RESPONSE_TYPES = {
  message: InteractionResponseType.ChannelMessageWithSource,
  deferred_message: InteractionResponseType.DeferredChannelMessageWithSource,
  deferred_update: InteractionResponseType.DeferredMessageUpdate,
  update: InteractionResponseType.UpdateMessage,
  modal: InteractionResponseType.Modal,
  autocomplete: InteractionResponseType.ApplicationCommandAutocompleteResult,
} as const;

function toCallbackResult(
  platform: Platform,
  interaction: WorldInteraction,
  message: WorldMessage | null,
) {
  const acknowledgement = interaction.acknowledgement ?? "message";
  return {
    interaction: {
      id: interaction.id,
      type: INTERACTION_TYPES[interaction.kind],
      ...(message === null
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: (message.flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: isEphemeral(message),
          }),
    },
    resource: {
      type: RESPONSE_TYPES[acknowledgement],
      ...(message === null ? {} : { message: toMessagePayload(platform, message) }),
    },
  };
}
