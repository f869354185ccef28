import { MAX_CONFIRM_ABOVE, type PreferencesChange } from "../../core/accounts/preferences.js";
import type { OptionValue } from "../../core/chat/chat-request.js";
import { LANGUAGES } from "../../core/chat/reply-target.js";
import { ok, type Refusal, type Result, refuse } from "../../core/refusal.js";
import { refusalView } from "../presentation/refusal-view.js";
import { settingsView } from "../presentation/settings-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { BOTH_PLATFORMS, type Command, type OptionSpec, show } from "./command.js";

const AUTOMATIC = "auto";
const LANGUAGE_CHOICES = [...LANGUAGES, AUTOMATIC];

const options: readonly OptionSpec[] = [
  {
    name: "private",
    kind: "yes_no",
    isRequired: false,
    description: {
      en: "Only you see your requests and results, unless you say private:no",
      de: "Nur du siehst Anfragen und Ergebnisse, außer mit private:no",
    },
  },
  {
    name: "words",
    kind: "yes_no",
    isRequired: false,
    description: {
      en: "Write your words into the files of your pictures",
      de: "Deinen Text in die Dateien deiner Bilder schreiben",
    },
  },
  {
    name: "language",
    kind: "text",
    isRequired: false,
    choices: [
      { value: "en", label: "English" },
      { value: "de", label: "Deutsch" },
      { value: AUTOMATIC, label: "auto" },
    ],
    description: { en: "In which I speak to you", de: "In der ich mit dir spreche" },
  },
  {
    name: "ask_above",
    kind: "whole_number",
    isRequired: false,
    min: 0,
    max: MAX_CONFIRM_ABOVE,
    description: {
      en: "Ask me first when a request costs more credits than this",
      de: "Vorher fragen, wenn eine Anfrage mehr Credits kostet als das",
    },
  },
];

export const settingsCommand: Command = {
  name: "settings",
  platforms: BOTH_PLATFORMS,
  description: {
    en: "Who sees your requests, your language, and more",
    de: "Wer deine Anfragen sieht, deine Sprache und mehr",
  },
  options,
  visibility: () => "only_me",

  async run({ accountId, platform, options: given }, context) {
    const { useCases, wording, support, platformLanguage } = context;
    const change = toChange(given);
    if (!change.ok) return { kind: "refusal", view: refusalView(change.refusal, wording, support) };
    const preferences = await useCases.changePreferences(accountId, change.value);
    const spoken = wordings[preferences.language ?? platformLanguage];
    return show(settingsView(preferences, { platform, wording: spoken }));
  },
};

function toChange(given: Readonly<Record<string, OptionValue>>): Result<PreferencesChange> {
  const { private: isPrivate, words, language, ask_above: askAbove } = given;
  const confirmAboveCredits = askAbove === undefined ? null : Number(askAbove);
  if (confirmAboveCredits !== null && !isWithin(confirmAboveCredits)) {
    const problem = { kind: "out_of_range", min: 0, max: MAX_CONFIRM_ABOVE } as const;
    return refuse(invalid("ask_above", problem));
  }
  const wanted = language === undefined ? null : String(language).trim().toLowerCase();
  if (wanted !== null && !LANGUAGE_CHOICES.includes(wanted)) {
    const problem = {
      kind: "unknown_choice",
      given: wanted.slice(0, 60),
      choices: LANGUAGE_CHOICES,
    } as const;
    return refuse(invalid("language", problem));
  }
  return ok({
    ...(typeof isPrivate === "boolean" && { visibility: isPrivate ? "only_me" : "everyone" }),
    ...(typeof words === "boolean" && { promptInPictures: words }),
    ...(wanted !== null && { language: LANGUAGES.find((one) => one === wanted) ?? null }),
    ...(confirmAboveCredits !== null && { confirmAboveCredits }),
  });
}

function isWithin(credits: number): boolean {
  return Number.isInteger(credits) && credits >= 0 && credits <= MAX_CONFIRM_ABOVE;
}

function invalid(
  option: string,
  problem: Extract<Refusal, { kind: "invalid_option" }>["problem"],
): Refusal {
  return { kind: "invalid_option", option, problem };
}
