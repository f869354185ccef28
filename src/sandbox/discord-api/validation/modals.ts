import { ComponentType } from "discord-api-types/v10";
import { z } from "zod";
import { CustomId, EntitySelectSchema, StringSelectSchema } from "./controls.js";
import { list, text, whole, withRules } from "./fields.js";

const TextInputSchema = z.object({
  type: z.literal(ComponentType.TextInput),
  id: z.int().optional(),
  custom_id: CustomId,
  style: whole(1, 2),
  /** Only inside an action row, the older form. */
  label: text(1, 45).nullish(),
  min_length: whole(0, 4000).nullish(),
  max_length: whole(1, 4000).nullish(),
  required: z.boolean().nullish(),
  value: text(0, 4000).nullish(),
  placeholder: text(0, 100).nullish(),
});

const FileUploadSchema = z.object({
  type: z.literal(ComponentType.FileUpload),
  id: z.int().optional(),
  custom_id: CustomId,
  min_values: whole(0, 10).nullish(),
  max_values: whole(1, 10).nullish(),
  required: z.boolean().nullish(),
  file_types: list(z.string(), 0, 10).nullish(),
});

const Choice = z.object({
  label: text(1, 100),
  value: text(1, 100),
  description: text(0, 100).nullish(),
  default: z.boolean().nullish(),
});

const RadioGroupSchema = z.object({
  type: z.literal(ComponentType.RadioGroup),
  id: z.int().optional(),
  custom_id: CustomId,
  required: z.boolean().nullish(),
  options: list(Choice, 2, 10),
});

const CheckboxGroupSchema = z.object({
  type: z.literal(ComponentType.CheckboxGroup),
  id: z.int().optional(),
  custom_id: CustomId,
  required: z.boolean().nullish(),
  min_values: whole(0, 10).nullish(),
  max_values: whole(1, 10).nullish(),
  options: list(Choice, 1, 10),
});

const CheckboxSchema = z.object({
  type: z.literal(ComponentType.Checkbox),
  id: z.int().optional(),
  custom_id: CustomId,
  default: z.boolean().nullish(),
});

const FieldSchema = withRules(
  z.discriminatedUnion(
    "type",
    [
      TextInputSchema,
      StringSelectSchema,
      EntitySelectSchema,
      FileUploadSchema,
      RadioGroupSchema,
      CheckboxGroupSchema,
      CheckboxSchema,
    ],
    { error: () => 'Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 19, 21, 22, 23).' },
  ),
  (field) =>
    "disabled" in field && field.disabled === true
      ? [
          {
            path: ["disabled"],
            code: "COMPONENT_MODAL_DISABLED",
            message: "Disabled components are not allowed in modals",
          },
        ]
      : [],
);
export type ModalField = z.infer<typeof FieldSchema>;

const LabelSchema = z.object({
  type: z.literal(ComponentType.Label),
  id: z.int().optional(),
  label: text(1, 45),
  description: text(0, 100).nullish(),
  component: FieldSchema,
});

const TextRowSchema = z.object({
  type: z.literal(ComponentType.ActionRow),
  id: z.int().optional(),
  components: list(
    withRules(TextInputSchema, (input) =>
      input.label == null
        ? [{ path: ["label"], code: "BASE_TYPE_REQUIRED", message: "This field is required" }]
        : [],
    ),
    1,
    1,
  ),
});

const TextDisplaySchema = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id: z.int().optional(),
  content: text(1, 4000),
});

const ModalFormSchema = z.object({
  custom_id: CustomId,
  title: text(1, 45),
  components: list(
    z.discriminatedUnion("type", [LabelSchema, TextRowSchema, TextDisplaySchema], {
      error: () => 'Value of field "type" must be one of (1, 10, 18).',
    }),
    1,
    5,
  ),
});
export type Modal = z.infer<typeof ModalFormSchema>;

/** A form: title, and one to five labelled fields. */
export const ModalSchema = withRules(ModalFormSchema, (modal) => {
  const ids = modalFields(modal).map((field) => field.custom_id);
  const message = "Component custom id cannot be duplicated";
  return new Set(ids).size < ids.length
    ? [{ path: ["components"], code: "COMPONENT_CUSTOM_ID_DUPLICATED", message }]
    : [];
});

/** What the person can fill in, in order. */
export function modalFields(modal: Modal): ModalField[] {
  return modal.components.flatMap((component): ModalField[] => {
    if (component.type === ComponentType.Label) return [component.component];
    return component.type === ComponentType.ActionRow ? component.components : [];
  });
}
