import { Locale, ApplicationCommandOptionType as O } from "discord-api-types/v10";
import { z } from "zod";
import { type Fault, list, text, whole, withRules } from "./fields.js";

/** The options of slash commands. */

const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));
// Lower case in scripts that have one; letters and digits of every script, dash, apostrophe, underscore.
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

export function isCommandName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}

export const CommandName = withRules(z.string(), (name) =>
  isCommandName(name)
    ? []
    : [{ code: "APPLICATION_COMMAND_INVALID_NAME", message: "Command name is invalid" }],
);

/** Texts by language, each under the rule of the text it stands for. */
export function localized(schema: z.ZodType<string>) {
  return withRules(z.record(z.string(), schema), (texts) =>
    Object.keys(texts)
      .filter((locale) => !LOCALES.has(locale))
      .map((locale) => ({
        path: [locale],
        code: "ENUM_TYPE_COERCE",
        message: `Value "${locale}" is not a valid enum value.`,
      })),
  );
}

const described = {
  name: CommandName,
  name_localizations: localized(CommandName).nullish(),
  description: text(1, 100),
  description_localizations: localized(text(1, 100)).nullish(),
};

const ChoiceName = text(1, 100);
const Choice = z.object({
  name: ChoiceName,
  name_localizations: localized(ChoiceName).nullish(),
  value: z.union([text(0, 100), z.number()]),
});

const VALUE_TYPES = [
  O.String,
  O.Integer,
  O.Boolean,
  O.User,
  O.Channel,
  O.Role,
  O.Mentionable,
  O.Number,
  O.Attachment,
] as const;

const ValueOptionSchema = withRules(
  z.object({
    ...described,
    type: z.literal(VALUE_TYPES),
    required: z.boolean().nullish(),
    choices: list(Choice, 0, 25).nullish(),
    autocomplete: z.boolean().nullish(),
    min_value: z.number().nullish(),
    max_value: z.number().nullish(),
    min_length: whole(0, 6000).nullish(),
    max_length: whole(1, 6000).nullish(),
    channel_types: z.array(z.int()).nullish(),
    file_types: list(z.string(), 0, 10).nullish(),
  }),
  (option) => valueOptionFaults(option),
);
export type ValueOption = z.infer<typeof ValueOptionSchema>;

function valueOptionFaults(option: {
  type: number;
  choices?: readonly { name: string; value: string | number }[] | null | undefined;
  autocomplete?: boolean | null | undefined;
}): Fault[] {
  const faults: Fault[] = [];
  const choices = option.choices ?? [];
  if (choices.length > 0 && option.autocomplete === true) {
    const message = "Autocomplete and choices cannot both be set";
    faults.push({ code: "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", message });
  }
  const takesChoices = [O.String, O.Integer, O.Number].includes(option.type);
  if (!takesChoices && (choices.length > 0 || option.autocomplete === true)) {
    const message = "Choices are only for string, integer and number options";
    faults.push({ code: "APPLICATION_COMMAND_OPTION_CHOICES_INVALID", message });
  }
  const names = choices.map((choice) => choice.name);
  if (new Set(names).size < names.length) {
    const message = "Choice names must be unique";
    faults.push({
      path: ["choices"],
      code: "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATED",
      message,
    });
  }
  choices.forEach((choice, index) => {
    const isText = typeof choice.value === "string";
    if (takesChoices && isText !== (option.type === O.String)) {
      const message = "Choice value is of the wrong type";
      faults.push({
        path: ["choices", index, "value"],
        code: "APPLICATION_COMMAND_CHOICE_TYPE",
        message,
      });
    }
  });
  return faults;
}

const ValueOptions = withRules(list(ValueOptionSchema, 0, 25), (options) => orderFaults(options));

const SubcommandSchema = z.object({
  ...described,
  type: z.literal(O.Subcommand),
  options: ValueOptions.nullish(),
});

const SubcommandGroupSchema = z.object({
  ...described,
  type: z.literal(O.SubcommandGroup),
  options: withRules(list(SubcommandSchema, 1, 25), (options) => orderFaults(options)),
});

const OptionSchema = z.discriminatedUnion(
  "type",
  [ValueOptionSchema, SubcommandSchema, SubcommandGroupSchema],
  { error: () => 'Value of field "type" must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).' },
);
export type CommandOption = z.infer<typeof OptionSchema>;

/** At most 25, required ones first, names once, and never subcommands beside values. */
export const CommandOptionsSchema = withRules(list(OptionSchema, 0, 25), (options) => {
  const nested = options.filter((option) => isNested(option.type)).length;
  const message =
    "Sub-command and sub-command group option types are mutually exclusive to all other types";
  return nested > 0 && nested < options.length
    ? [{ code: "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message }]
    : orderFaults(options);
});

function orderFaults(
  options: readonly { name: string; required?: boolean | null | undefined }[],
): Fault[] {
  const faults: Fault[] = [];
  const firstOptional = options.findIndex((option) => option.required !== true);
  options.forEach((option, index) => {
    if (firstOptional !== -1 && index > firstOptional && option.required === true) {
      const message = "Required options must be placed before non-required options";
      faults.push({ path: [index], code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message });
    }
    if (options.findIndex((other) => other.name === option.name) < index) {
      const message = "Option names must be unique";
      faults.push({
        path: [index, "name"],
        code: "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED",
        message,
      });
    }
  });
  return faults;
}

function isNested(type: number): boolean {
  return type === O.Subcommand || type === O.SubcommandGroup;
}
