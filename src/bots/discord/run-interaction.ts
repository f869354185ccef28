import { ApplicationCommandType, InteractionType } from "discord-api-types/v10";
import type { IdentifyAccount } from "../../core/accounts/identify-account.js";
import type { InputSource } from "../../core/chat/input-source.js";
import type { RequestDraft } from "../../core/chat/request-draft.js";
import type { FindOwnPictures } from "../../core/generation/find-own-pictures.js";
import type { AccountId } from "../../core/ids.js";
import type { ShownMessage } from "../../core/ports/delivery-store.js";
import type { Answer } from "../commands/answer.js";
import type { Dispatcher, Incoming } from "../dispatcher.js";
import { findFreeTextOption } from "../free-text-option.js";
import { type RichText, textView } from "../presentation/chat-view.js";
import { fromPictureSubject } from "../presentation/picture-subject.js";
import { wordings } from "../presentation/wording/languages.js";
import type { Acknowledged } from "./answer-interaction.js";
import { readForm, readFormId } from "./form.js";
import type { FormDrafts } from "./form-drafts.js";
import { type FoundFiles, fromAttachments, fromMessage } from "./message-pictures.js";
import {
  type DiscordInteraction,
  readAttachments,
  readOptions,
  readPressed,
  readTarget,
  type TargetMessage,
} from "./parse-interaction.js";
import { EDIT, JOB, ORIGIN_MENU_ENTRY, pictureOptionNames } from "./picture-options.js";
import { toTarget } from "./saved-update.js";

export interface RunDeps {
  readonly dispatcher: Dispatcher;
  readonly identifyAccount: IdentifyAccount;
  readonly findOwnPictures: FindOwnPictures;
  readonly drafts: FormDrafts;
}

/** Runs what an interaction asks for. Null: a form stands open, and its answer comes with what is filled in. */
export async function runInteraction(deps: RunDeps, at: Acknowledged): Promise<Answer | null> {
  const { interaction, acknowledgement } = at;
  const from = toIncoming(at);
  if (acknowledgement.kind === "modal") {
    await keepDraft(deps, interaction, from);
    return null;
  }
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return runCommand(deps, interaction, from);
    case InteractionType.ModalSubmit:
      return runForm(deps, interaction, from);
    default:
      return deps.dispatcher.runAction(readPressed(interaction), from);
  }
}

function toIncoming(at: Acknowledged): Incoming {
  const { id, locale = "en" } = at.interaction;
  return { requestKey: `discord:${id}`, locale, replyTarget: toTarget(at) };
}

async function runCommand(
  { dispatcher }: RunDeps,
  interaction: DiscordInteraction,
  from: Incoming,
): Promise<Answer> {
  const { name = "", type } = interaction.data ?? {};
  if (type === ApplicationCommandType.Message) {
    if (name === ORIGIN_MENU_ENTRY) return tellOrigin(dispatcher, interaction, from);
    // One with a picture would have opened a form.
    return refuseMessage(interaction, from);
  }
  const { files, options } = readGiven(dispatcher, interaction);
  if (files.fault) return refuseFault(files, from);
  const inputs = toInputs(from, files.urls);
  return dispatcher.runCommand(name, options, { ...from, inputs });
}

/** Of the message whose menu was opened: a result of ours is known by its id, anything else by its first picture. */
async function tellOrigin(
  dispatcher: Dispatcher,
  interaction: DiscordInteraction,
  from: Incoming,
): Promise<Answer> {
  const target = readTarget(interaction);
  const inputs = toInputs(from, target ? fromMessage(target).urls.slice(0, 1) : []);
  const about = target && toShown(from, target);
  if (inputs.length === 0 && !about) return refuseMessage(interaction, from);
  return dispatcher.runCommand(JOB, {}, { ...from, inputs, about });
}

function toShown({ replyTarget: { botId } }: Incoming, message: TargetMessage): ShownMessage {
  const { channel_id: chatId, id: messageId } = message;
  return { platform: "discord", botId, chatId, messageId };
}

/** What a command was given, its pictures apart. */
function readGiven(dispatcher: Dispatcher, interaction: DiscordInteraction) {
  const command = dispatcher.findCommand("discord", interaction.data?.name ?? "");
  const names = command ? pictureOptionNames(command) : [];
  const files = fromAttachments(readAttachments(interaction, names));
  return { files, options: readOptions(interaction) };
}

/** What the form is about, until it comes back. */
async function keepDraft(
  deps: RunDeps,
  interaction: DiscordInteraction,
  from: Incoming,
): Promise<void> {
  const accountId = await identify(deps, from);
  const draft = await toDraft(deps, interaction, { from, accountId });
  await deps.drafts.keep({ accountId, openerId: interaction.id }, draft);
}

async function toDraft(
  deps: RunDeps,
  interaction: DiscordInteraction,
  { from, accountId }: { from: Incoming; accountId: AccountId },
): Promise<RequestDraft> {
  const pressed = readPressed(interaction);
  if (pressed) return { command: EDIT, options: {}, inputs: [toPictureInput(pressed.subject)] };
  const target = readTarget(interaction);
  if (!target) {
    const { files, options } = readGiven(deps.dispatcher, interaction);
    return { command: EDIT, options, inputs: toInputs(from, files.urls) };
  }
  const shown = toInputs(from, fromMessage(target).urls);
  const isOurs = target.author?.id === from.replyTarget.botId;
  const own = isOurs
    ? await deps.findOwnPictures({ accountId, message: toShown(from, target) })
    : [];
  // The stored originals, if each picture shown is one of them.
  return { command: EDIT, options: {}, inputs: own.length === shown.length ? own : shown };
}

async function runForm(
  deps: RunDeps,
  interaction: DiscordInteraction,
  from: Incoming,
): Promise<Answer> {
  const id = readFormId(interaction.data?.custom_id ?? "");
  const accountId = await identify(deps, from);
  const draft = id && (await deps.drafts.find({ accountId, openerId: id.openerId }));
  const command = draft && deps.dispatcher.findCommand("discord", draft.command ?? EDIT);
  if (!command) return refuse(from, (wording) => wording.pictures.noLongerThere);

  const { words, chosen, fileIds } = readForm(
    (interaction.data?.components ?? []).flatMap(({ component }) => component ?? []),
  );
  const uploaded = interaction.data?.resolved?.attachments ?? {};
  const files = fromAttachments(fileIds.flatMap((fileId) => uploaded[fileId] ?? []));
  if (files.fault) return refuseFault(files, from);
  const before = chosen ? chosen.flatMap((index) => draft.inputs[index] ?? []) : draft.inputs;
  const option = findFreeTextOption(command)?.name;
  const options = { ...draft.options, ...(option && words !== null && { [option]: words }) };
  const inputs = [...before, ...toInputs(from, files.urls)];
  return deps.dispatcher.runCommand(command.name, options, { ...from, inputs });
}

/** The stored original of the picture pressed on; whose it is is asked when the form comes back. */
function toPictureInput(subject: string): InputSource {
  const { generationId, outputIndex: index } = fromPictureSubject(subject);
  return { kind: "output", generationId, index };
}

async function identify({ identifyAccount }: RunDeps, from: Incoming): Promise<AccountId> {
  const { platform, userId } = from.replyTarget;
  return (await identifyAccount({ platform, userId, locale: from.locale })).id;
}

function toInputs({ replyTarget: { botId } }: Incoming, urls: readonly string[]): InputSource[] {
  return urls.map((ref) => ({ kind: "chat_file", platform: "discord", botId, ref }));
}

function refuseMessage(interaction: DiscordInteraction, from: Incoming): Answer {
  const target = readTarget(interaction);
  const files = target && fromMessage(target);
  if (files?.fault === "too_large" || files?.fault === "moving") return refuseFault(files, from);
  return refuse(from, (wording) => wording.pictures.discord.nothingToEdit);
}

function refuseFault({ fault }: Pick<FoundFiles, "fault">, from: Incoming): Answer {
  return refuse(from, (wording) => wording.pictures.fault(fault ?? "no_picture", "discord"));
}

function refuse(from: Incoming, say: (wording: (typeof wordings)["en"]) => RichText): Answer {
  const text = say(wordings[from.replyTarget.language]);
  return { kind: "refusal", view: textView("refusal", text) };
}
