import { ButtonStyle, ComponentType } from "discord-api-types/v10";
import { z } from "zod";
import { type Fault, list, snowflake, text, webAddress, whole, withRules } from "./fields.js";

export const CustomId = text(1, 100);
const Emoji = z.object({
  id: snowflake.nullish(),
  name: z.string().nullish(),
  animated: z.boolean().nullish(),
});

export const ButtonSchema = withRules(
  z.object({
    type: z.literal(ComponentType.Button),
    id: z.int().optional(),
    style: whole(ButtonStyle.Primary, ButtonStyle.Premium),
    label: text(0, 80).nullish(),
    emoji: Emoji.nullish(),
    custom_id: CustomId.nullish(),
    url: webAddress(512, ["http", "https", "discord"]).nullish(),
    sku_id: snowflake.nullish(),
    disabled: z.boolean().nullish(),
  }),
  (button) => buttonFaults(button),
);
export type Button = z.infer<typeof ButtonSchema>;

function buttonFaults(button: {
  style: number;
  label?: unknown;
  emoji?: unknown;
  custom_id?: unknown;
  url?: unknown;
  sku_id?: unknown;
}): Fault[] {
  if (button.style === ButtonStyle.Premium) {
    return button.sku_id == null ? [missing("sku_id", "A SKU id is required")] : [];
  }
  const faults: Fault[] = [];
  if (button.style === ButtonStyle.Link) {
    if (button.url == null) faults.push(missing("url", "A url is required"));
    if (button.custom_id != null) faults.push(both());
  } else {
    if (button.custom_id == null) faults.push(missing("custom_id", "A custom id is required"));
    if (button.url != null) faults.push(both());
  }
  const hasLabel = button.label != null && button.label !== "";
  if (!hasLabel && button.emoji == null)
    faults.push(missing("label", "A label or emoji is required"));
  return faults;
}

function missing(field: string, message: string): Fault {
  return { path: [field], code: "BUTTON_COMPONENT_MISSING_FIELD", message };
}

function both(): Fault {
  const message = "A custom id and url cannot both be specified";
  return { path: ["custom_id"], code: "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message };
}

const SelectOption = z.object({
  label: text(1, 100),
  value: text(1, 100),
  description: text(0, 100).nullish(),
  emoji: Emoji.nullish(),
  default: z.boolean().nullish(),
});

const selectFields = {
  id: z.int().optional(),
  custom_id: CustomId,
  placeholder: text(0, 150).nullish(),
  min_values: whole(0, 25).nullish(),
  max_values: whole(1, 25).nullish(),
  disabled: z.boolean().nullish(),
  /** Only in modals. */
  required: z.boolean().nullish(),
};

export const StringSelectSchema = withRules(
  z.object({
    ...selectFields,
    type: z.literal(ComponentType.StringSelect),
    options: list(SelectOption, 1, 25),
  }),
  (select) => {
    const faults: Fault[] = [];
    const values = select.options.map((option) => option.value);
    if (new Set(values).size < values.length) {
      const message = "The specified option value is already used";
      faults.push({ path: ["options"], code: "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message });
    }
    if ((select.max_values ?? 1) > values.length) {
      const message = "max_values cannot exceed the number of options";
      faults.push({ path: ["max_values"], code: "SELECT_COMPONENT_MAX_VALUES", message });
    }
    return faults;
  },
);

const DefaultValue = z.object({ id: snowflake, type: z.enum(["user", "role", "channel"]) });

/** User, role, mentionable and channel select: the client fills them itself. */
export const EntitySelectSchema = z.object({
  ...selectFields,
  type: z.literal([
    ComponentType.UserSelect,
    ComponentType.RoleSelect,
    ComponentType.MentionableSelect,
    ComponentType.ChannelSelect,
  ]),
  default_values: list(DefaultValue, 0, 25).nullish(),
  channel_types: z.array(z.int()).nullish(),
});

export type Select = z.infer<typeof StringSelectSchema> | z.infer<typeof EntitySelectSchema>;
