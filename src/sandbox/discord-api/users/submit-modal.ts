import { ComponentType } from "discord-api-types/v10";
import {
  type InteractionView,
  type ModalValue,
  SandboxError,
  type UploadedFile,
} from "../control.js";
import { startInteraction } from "../interactions/start-interaction.js";
import { channelOf } from "../payloads/interaction.js";
import type { Platform } from "../platform.js";
import { type Modal, type ModalField, modalFields } from "../validation/modals.js";
import { createInteractionView } from "./interaction-view.js";
import { createResolvedData, type ResolvedData } from "./resolved-data.js";

/** Sends a filled-in modal. It closes once the bot has answered. */
export async function submitModal(
  platform: Platform,
  submission: { interactionId: string; values: Readonly<Record<string, ModalValue>> },
): Promise<InteractionView> {
  const opener = platform.world.interactions.get(submission.interactionId);
  if (opener?.modal == null) {
    throw new SandboxError(`interaction ${submission.interactionId} shows no modal`);
  }
  const resolved = createResolvedData(platform, channelOf(platform, opener.channelId));
  const components = fillIn(opener.modal, submission.values, resolved);
  const interaction = await startInteraction(platform, {
    kind: "modal_submit",
    userId: opener.userId,
    channelId: opener.channelId,
    name: opener.modal.custom_id,
    sourceMessageId: opener.sourceMessageId,
    owners: opener.owners,
    data: {
      custom_id: opener.modal.custom_id,
      components,
      ...(resolved.all() === undefined ? {} : { resolved: resolved.all() }),
    },
  });
  if (interaction.state === "acknowledged") opener.modal = null;
  return createInteractionView(platform, interaction);
}

function fillIn(
  modal: Modal,
  values: Readonly<Record<string, ModalValue>>,
  resolved: ResolvedData,
): unknown[] {
  const known = new Set(modalFields(modal).map((field) => field.custom_id));
  const unknown = Object.keys(values).find((id) => !known.has(id));
  if (unknown !== undefined) throw new SandboxError(`the modal has no field "${unknown}"`);
  const filled = (field: ModalField, id: number) => ({
    type: field.type,
    id,
    custom_id: field.custom_id,
    ...fieldData(field, values[field.custom_id], resolved),
  });
  return modal.components.map((component, index) => {
    const id = index * 2 + 1;
    switch (component.type) {
      case ComponentType.Label:
        return { type: component.type, id, component: filled(component.component, id + 1) };
      case ComponentType.ActionRow:
        return {
          type: component.type,
          id,
          components: component.components.map((field) => filled(field, id + 1)),
        };
      default:
        return { type: component.type, id };
    }
  });
}

function fieldData(
  field: ModalField,
  value: ModalValue | undefined,
  resolved: ResolvedData,
): { value: unknown } | { values: unknown } {
  switch (field.type) {
    case ComponentType.TextInput:
      return { value: textValue(field, value) };
    case ComponentType.Checkbox:
      return { value: value === undefined ? (field.default ?? false) : value === true };
    case ComponentType.RadioGroup:
      return { value: radioValue(field, value) };
    case ComponentType.FileUpload:
      return { values: filesOf(field, value).map((file) => resolved.addFile(file)) };
    default:
      return { values: chosenValues(field, value) };
  }
}

type Field<T extends ModalField["type"]> = Extract<ModalField, { type: T }>;

function textValue(field: Field<ComponentType.TextInput>, value: ModalValue | undefined): string {
  const text = value ?? field.value ?? "";
  if (typeof text !== "string") throw wrong(field, "text");
  const length = [...text].length;
  const isRequired = field.required ?? true;
  const min = Math.max(field.min_length ?? 0, isRequired ? 1 : 0);
  const max = field.max_length ?? 4000;
  if ((length > 0 || isRequired) && (length < min || length > max)) {
    throw wrong(field, `${min} to ${max} characters long`);
  }
  return text;
}

function radioValue(
  field: Field<ComponentType.RadioGroup>,
  value: ModalValue | undefined,
): string | null {
  const chosen = value ?? field.options.find((option) => option.default)?.value ?? null;
  if (chosen === null && (field.required ?? true)) throw wrong(field, "chosen");
  const isOffered = chosen === null || field.options.some((option) => option.value === chosen);
  if (!isOffered || (chosen !== null && typeof chosen !== "string")) throw wrong(field, "on offer");
  return chosen;
}

function filesOf(
  field: Field<ComponentType.FileUpload>,
  value: ModalValue | undefined,
): readonly (string | UploadedFile)[] {
  const files = value ?? [];
  if (typeof files === "string" || typeof files === "boolean")
    throw wrong(field, "a list of files");
  checkCount(field, files.length);
  return files;
}

function chosenValues(
  field: Exclude<
    ModalField,
    { type: ComponentType.TextInput | ComponentType.Checkbox | ComponentType.RadioGroup }
  >,
  value: ModalValue | undefined,
): readonly unknown[] {
  const chosen = value ?? [];
  if (typeof chosen === "string" || typeof chosen === "boolean") throw wrong(field, "a list");
  checkCount(field, chosen.length);
  const offered = "options" in field ? field.options.map((option) => option.value) : null;
  const isOffered = chosen.every(
    (entry) => typeof entry === "string" && (offered === null || offered.includes(entry)),
  );
  if (!isOffered) throw wrong(field, "on offer");
  return chosen;
}

function checkCount(
  field: {
    custom_id: string;
    required?: boolean | null | undefined;
    min_values?: number | null | undefined;
    max_values?: number | null | undefined;
  },
  count: number,
): void {
  const min = field.required === false && count === 0 ? 0 : (field.min_values ?? 1);
  const max = field.max_values ?? 1;
  if (count < min || count > max) throw wrong(field, `${min} to ${max} entries`);
}

function wrong(field: { custom_id: string }, wanted: string): SandboxError {
  return new SandboxError(`the field "${field.custom_id}" must be ${wanted}`);
}
