import type { REST } from "discord.js";
import {
  ApplicationCommandType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  RESTJSONErrorCodes,
  Routes,
} from "discord-api-types/v10";
import { toLanguage, type Visibility } from "../../core/chat/reply-target.js";
import type { OptionChoice } from "../commands/command.js";
import type { Dispatcher } from "../dispatcher.js";
import { type DiscordFault, toDiscordFault } from "./discord-errors.js";
import { type Form, readFormId, renderForm } from "./form.js";
import {
  type DiscordInteraction,
  isOnEphemeralMessage,
  isOnSomebodyElses,
  readOptions,
  readPressed,
  toAsker,
} from "./parse-interaction.js";
import { planForm, wordsForm } from "./plan-form.js";

/** Discord drops what is not acknowledged within 3 s; a later attempt could only be refused. */
const ACKNOWLEDGE_TIMEOUT_MS = 2_800;
const MAX_CHOICES = 25;
const MAX_CHOICE_LENGTH = 100;

export type Acknowledgement =
  /** "Thinking …": a message of its own, whose audience is fixed here. */
  | { readonly kind: "message"; readonly visibility: Visibility }
  /** The message pressed on is about to change. */
  | { readonly kind: "update"; readonly visibility: Visibility }
  /** A form to fill in, which comes back as an interaction of its own. */
  | { readonly kind: "modal"; readonly visibility: Visibility; readonly form: Form }
  | { readonly kind: "choices"; readonly choices: readonly OptionChoice[] };

/**
 * Goes by the payload, so that nothing can hold it up; where that leaves open who is to see the answer, also by what the
 * asker has set, which is waited for 300 ms at most. Null: this kind takes no answer.
 */
export async function planAcknowledgement(
  interaction: DiscordInteraction,
  dispatcher: Dispatcher,
): Promise<Acknowledgement | null> {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const form = await planForm(interaction, dispatcher);
      if (form) return { kind: "modal", visibility: "only_me", form: renderForm(form) };
      return { kind: "message", visibility: await commandVisibility(interaction, dispatcher) };
    }
    case InteractionType.MessageComponent:
      return planButton(interaction, dispatcher);
    case InteractionType.ModalSubmit:
      return { kind: "message", visibility: formVisibility(interaction) };
    case InteractionType.ApplicationCommandAutocomplete:
      return { kind: "choices", choices: suggest(interaction, dispatcher) };
    default:
      return null;
  }
}

/** How Discord took it. `repeated`: it had been acknowledged before, perhaps by us. */
export type AcknowledgeOutcome =
  | { readonly kind: "accepted" | "repeated" }
  | { readonly kind: "failed"; readonly fault: DiscordFault };

/** Tells Discord what is to come. Never throws. An answer lost on the way is asked for once more. */
export async function sendAcknowledgement(
  rest: REST,
  interaction: DiscordInteraction,
  acknowledgement: Acknowledgement,
): Promise<AcknowledgeOutcome> {
  const signal = AbortSignal.timeout(ACKNOWLEDGE_TIMEOUT_MS);
  const post = () => postCallback(rest, { interaction, acknowledgement, signal });
  const first = await post();
  const isLost = first.kind === "failed" && first.fault.kind === "unavailable" && !signal.aborted;
  return isLost ? post() : first;
}

async function postCallback(
  rest: REST,
  input: {
    interaction: DiscordInteraction;
    acknowledgement: Acknowledgement;
    signal: AbortSignal;
  },
): Promise<AcknowledgeOutcome> {
  const { id, token } = input.interaction;
  try {
    const body = toCallback(input.acknowledgement);
    // Without `auth: false` a dead interaction token (401) would make the library forget the bot's own.
    await rest.post(Routes.interactionCallback(id, token), {
      body,
      auth: false,
      signal: input.signal,
    });
    return { kind: "accepted" };
  } catch (error) {
    const fault = toDiscordFault(error);
    const isRepeat =
      fault.kind === "refused" &&
      fault.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
    return isRepeat ? { kind: "repeated" } : { kind: "failed", fault };
  }
}

/** The body of a callback, or of the response to an interaction that came by HTTP: they are the same. */
export function toCallback(acknowledgement: Acknowledgement) {
  switch (acknowledgement.kind) {
    case "message":
      return {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        ...(acknowledgement.visibility === "only_me" && {
          data: { flags: MessageFlags.Ephemeral },
        }),
      };
    case "update":
      return { type: InteractionResponseType.DeferredMessageUpdate };
    case "modal":
      return { type: InteractionResponseType.Modal, data: acknowledgement.form };
    case "choices": {
      const choices = acknowledgement.choices.map(({ value, label }) => ({ value, name: label }));
      return {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      };
    }
  }
}

async function commandVisibility(
  interaction: DiscordInteraction,
  dispatcher: Dispatcher,
): Promise<Visibility> {
  const { data } = interaction;
  const isTyped = data?.type === undefined || data.type === ApplicationCommandType.ChatInput;
  const command = isTyped ? dispatcher.findCommand("discord", data?.name ?? "") : undefined;
  if (!command) return "only_me";
  return dispatcher.visibilityOf(command, readOptions(interaction), toAsker(interaction));
}

/** What was fixed when the form was opened. */
function formVisibility({ data }: DiscordInteraction): Visibility {
  return readFormId(data?.custom_id ?? "")?.visibility ?? "only_me";
}

function planButton(interaction: DiscordInteraction, dispatcher: Dispatcher): Acknowledgement {
  const pressed = readPressed(interaction);
  const action = pressed && dispatcher.findAction(pressed.action);
  if (!action) return { kind: "message", visibility: "only_me" };
  const isForOne = action.visibility !== undefined || isOnEphemeralMessage(interaction);
  const visibility = isForOne ? "only_me" : "everyone";
  if (action.answersWith !== "words") return { kind: action.answersWith, visibility };
  // A form cannot be taken back, so whoever may not fill it in is told without one.
  if (isOnSomebodyElses(interaction)) return { kind: "message", visibility: "only_me" };
  return { kind: "modal", visibility, form: renderForm(wordsForm(interaction, visibility)) };
}

function suggest(interaction: DiscordInteraction, dispatcher: Dispatcher): OptionChoice[] {
  const { data } = interaction;
  const focused = data?.options?.find((option) => option.focused);
  const typing = {
    command: data?.name ?? "",
    option: focused?.name ?? "",
    typed: String(focused?.value ?? ""),
    language: toLanguage(interaction.locale),
  };
  return dispatcher
    .suggest("discord", typing)
    .filter(({ value }) => value.length <= MAX_CHOICE_LENGTH)
    .slice(0, MAX_CHOICES)
    .map(({ value, label }) => ({ value, label: label.slice(0, MAX_CHOICE_LENGTH) }));
}
