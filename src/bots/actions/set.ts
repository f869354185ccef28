import { changeOf, SETTING_SUBJECT } from "../presentation/setting-buttons.js";
import { settingsView } from "../presentation/settings-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { ButtonAction } from "./action.js";

/** Turns one of the presser's own settings, whoever's message it is. */
export const setAction: ButtonAction = {
  name: "set",
  answersWith: "update",
  subjects: SETTING_SUBJECT,

  async run({ accountId, subject, platform }, { useCases, platformLanguage }) {
    const preferences = await useCases.changePreferences(accountId, changeOf(subject));
    const wording = wordings[preferences.language ?? platformLanguage];
    return { kind: "view", view: settingsView(preferences, { platform, wording }) };
  },
};
