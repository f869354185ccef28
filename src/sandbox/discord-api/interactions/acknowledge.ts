import { InteractionResponseType, MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import { isEphemeral } from "../payloads/message.js";
import type { Platform } from "../platform.js";
import { refuse } from "../rest/api-error.js";
import type { Acknowledgement, InteractionKind } from "../seen.js";
import { list, text } from "../validation/fields.js";
import { formError, parseForm } from "../validation/form-error.js";
import { ModalSchema } from "../validation/modals.js";
import { toInteractionRecord } from "../views.js";
import type { Upload } from "../world/compose-message.js";
import { NO_PINGS } from "../world/mentions.js";
import type { WorldInteraction, WorldMessage } from "../world/model.js";
import { answerFlags, changeMessage, composeAnswer, postAnswer } from "./answer-message.js";

const T = InteractionResponseType;
const ResponseSchema = z.object({ type: z.int(), data: z.unknown().optional() });
const ChoicesSchema = z.object({
  choices: list(
    z.object({ name: text(1, 100), value: z.union([text(0, 100), z.number()]) }),
    0,
    25,
  ).nullish(),
});

const COMMAND_ANSWERS = [T.ChannelMessageWithSource, T.DeferredChannelMessageWithSource, T.Modal];
// A modal cannot answer a modal.
const ANSWERS: Readonly<Record<InteractionKind, readonly number[]>> = {
  command: COMMAND_ANSWERS,
  user_command: COMMAND_ANSWERS,
  message_command: COMMAND_ANSWERS,
  component: [...COMMAND_ANSWERS, T.DeferredMessageUpdate, T.UpdateMessage],
  modal_submit: [
    T.ChannelMessageWithSource,
    T.DeferredChannelMessageWithSource,
    T.DeferredMessageUpdate,
    T.UpdateMessage,
  ],
  autocomplete: [T.ApplicationCommandAutocompleteResult],
};

/**
 * Takes the first answer to an interaction.
 *
 * @returns the message it made or changed, if any
 * @throws ApiError 10062 after the time is over, 40060 when it was answered before, 50035
 */
export function acknowledge(
  platform: Platform,
  interaction: WorldInteraction,
  answer: { body: unknown; uploads: readonly Upload[] },
): WorldMessage | null {
  const elapsedMs = platform.clock.now().getTime() - interaction.createdAt.getTime();
  if (interaction.state === "acknowledged") throw refuse("already_acknowledged");
  if (interaction.state === "failed" || elapsedMs > platform.settings.acknowledgeWithinMs) {
    throw refuse("unknown_interaction");
  }
  const { type, data } = parseForm(ResponseSchema, answer.body);
  checkType(interaction, type);
  const message = applyAnswer(platform, interaction, { type, data, uploads: answer.uploads });
  interaction.state = "acknowledged";
  interaction.acknowledgedAfterMs = elapsedMs;
  platform.emit({ type: "interaction_updated", interaction: toInteractionRecord(interaction) });
  return message;
}

function checkType(interaction: WorldInteraction, type: number): void {
  const needsSource = type === T.DeferredMessageUpdate || type === T.UpdateMessage;
  const allowed = ANSWERS[interaction.kind];
  if (allowed.includes(type) && !(needsSource && interaction.sourceMessageId === null)) return;
  const message = `Value must be one of {${allowed.join(", ")}}.`;
  throw formError([{ path: ["type"], code: "BASE_TYPE_CHOICES", message }]);
}

interface Answer {
  type: number;
  data: unknown;
  uploads: readonly Upload[];
}

function applyAnswer(
  platform: Platform,
  interaction: WorldInteraction,
  answer: Answer,
): WorldMessage | null {
  switch (answer.type) {
    case T.ChannelMessageWithSource:
      return settle(
        interaction,
        "message",
        postAnswer(
          platform,
          interaction,
          composeAnswer(platform, interaction, {
            body: answer.data ?? {},
            uploads: answer.uploads,
            prefix: ["data"],
          }),
        ),
      );
    case T.DeferredChannelMessageWithSource:
      return settle(interaction, "deferred_message", defer(platform, interaction, answer.data));
    case T.DeferredMessageUpdate:
      return settle(interaction, "deferred_update", sourceMessage(platform, interaction));
    case T.UpdateMessage:
      return settle(interaction, "update", updateSource(platform, interaction, answer));
    case T.ApplicationCommandAutocompleteResult:
      interaction.choices = parseForm(ChoicesSchema, answer.data ?? {}, ["data"]).choices ?? [];
      return settle(interaction, "autocomplete", null);
    default:
      interaction.modal = parseForm(ModalSchema, answer.data, ["data"]);
      return settle(interaction, "modal", null);
  }
}

function settle(
  interaction: WorldInteraction,
  acknowledgement: Acknowledgement,
  message: WorldMessage | null,
): WorldMessage | null {
  interaction.acknowledgement = acknowledgement;
  interaction.originalMessageId = message?.id ?? null;
  interaction.isEphemeral = message === null ? null : isEphemeral(message);
  if (message?.interactionId === interaction.id) interaction.messageIds.push(message.id);
  return message;
}

/** A deferred answer honours the ephemeral flag and nothing else of its data. */
function defer(platform: Platform, interaction: WorldInteraction, data: unknown): WorldMessage {
  const asked = parseForm(z.object({ flags: z.int().nullish() }).nullish(), data, ["data"]);
  const ephemeral = answerFlags(platform, interaction, asked?.flags ?? 0) & MessageFlags.Ephemeral;
  return postAnswer(platform, interaction, {
    content: "",
    embeds: [],
    components: [],
    files: [],
    flags: MessageFlags.Loading | ephemeral,
    pings: NO_PINGS,
  });
}

function updateSource(
  platform: Platform,
  interaction: WorldInteraction,
  answer: Answer,
): WorldMessage | null {
  const source = sourceMessage(platform, interaction);
  if (source === null) return null;
  changeMessage(platform, interaction, {
    message: source,
    body: answer.data ?? {},
    uploads: answer.uploads,
    prefix: ["data"],
  });
  return source;
}

function sourceMessage(platform: Platform, interaction: WorldInteraction): WorldMessage | null {
  return platform.world.messages.get(interaction.sourceMessageId ?? "") ?? null;
}
