import { ApplicationCommandType, MessageFlags } from "discord-api-types/v10";
import { toLanguage, type Visibility } from "../../core/chat/reply-target.js";
import type { Dispatcher } from "../dispatcher.js";
import { findFreeTextOption } from "../free-text-option.js";
import type { FormPlan } from "./form.js";
import { fromMessage } from "./message-pictures.js";
import {
  type DiscordInteraction,
  readAttachments,
  readOptions,
  readTarget,
  toAsker,
} from "./parse-interaction.js";
import { EDIT, EDIT_MENU_ENTRY, pictureOptionNames } from "./picture-options.js";

/** The form that a command is answered with, going by the payload and by who is to see the answer; null when it needs none. */
export async function planForm(
  interaction: DiscordInteraction,
  dispatcher: Dispatcher,
): Promise<FormPlan | null> {
  const { type, name } = interaction.data ?? {};
  if (type === ApplicationCommandType.Message) return planForMessage(interaction, dispatcher);
  const isEdit = (type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput;
  return isEdit && name === EDIT ? planForEdit(interaction, dispatcher) : null;
}

/** Of a button on a picture: asks for the words alone. */
export function wordsForm(interaction: DiscordInteraction, visibility: Visibility): FormPlan {
  return { ...toFrame(interaction, visibility), words: "", choice: null, files: null };
}

/** "Edit this image": asks for the words, and which picture if there are several. */
async function planForMessage(
  interaction: DiscordInteraction,
  dispatcher: Dispatcher,
): Promise<FormPlan | null> {
  const target = readTarget(interaction);
  const edit = dispatcher.findCommand("discord", EDIT);
  if (!target || !edit || interaction.data?.name !== EDIT_MENU_ENTRY) return null;
  const { length: count } = fromMessage(target).urls;
  if (count === 0) return null;
  const isHidden = ((target.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  const choice = count > 1 ? { from: count, max: edit.takesPictures?.max ?? 1 } : null;
  const preferred = await dispatcher.visibilityOf(edit, {}, toAsker(interaction));
  return { ...wordsForm(interaction, isHidden ? "only_me" : preferred), choice };
}

/** `/edit` asks for what it was not given. */
async function planForEdit(
  interaction: DiscordInteraction,
  dispatcher: Dispatcher,
): Promise<FormPlan | null> {
  const edit = dispatcher.findCommand("discord", EDIT);
  if (!edit?.takesPictures) return null;
  const { min, max } = edit.takesPictures;
  const options = readOptions(interaction);
  const given = readAttachments(interaction, pictureOptionNames(edit)).length;
  const words = String(options[findFreeTextOption(edit)?.name ?? ""] ?? "").trim();
  // A model that is named may be one that takes no words; the command knows.
  const lacksWords = words === "" && options.model === undefined;
  if (given >= min && !lacksWords) return null;
  const files = given < min ? { min: min - given, max: max - given } : null;
  const asksForWords = lacksWords || words !== "";
  const visibility = await dispatcher.visibilityOf(edit, options, toAsker(interaction));
  const frame = toFrame(interaction, visibility);
  return { ...frame, words: asksForWords ? words : null, choice: null, files };
}

function toFrame({ id, locale }: DiscordInteraction, visibility: Visibility) {
  return { openerId: id, language: toLanguage(locale), visibility };
}
