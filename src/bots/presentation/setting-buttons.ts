import type { PreferencesChange } from "../../core/accounts/preferences.js";
import { LANGUAGES, type Language } from "../../core/chat/reply-target.js";
import type { PressButton } from "./chat-view.js";

/** What a button can turn a setting to, by its subject. Old messages carry them. */
const CHANGES: Readonly<Record<string, PreferencesChange>> = {
  "private.on": { visibility: "only_me" },
  "private.off": { visibility: "everyone" },
  "words.on": { promptInPictures: true },
  "words.off": { promptInPictures: false },
  "language.auto": { language: null },
  ...Object.fromEntries(LANGUAGES.map((language) => [`language.${language}`, { language }])),
};

export const SETTING_SUBJECT = new RegExp(
  `^(${Object.keys(CHANGES).join("|").replaceAll(".", "\\.")})$`,
);

export function changeOf(subject: string): PreferencesChange {
  return CHANGES[subject] ?? {};
}

export type SettingSubject =
  | `${"private" | "words"}.${"on" | "off"}`
  | `language.${Language | "auto"}`;

export function settingButton(subject: SettingSubject, label: string): PressButton {
  return { kind: "press", action: "set", subject, label, style: "secondary" };
}
