import type { Preferences } from "../../core/accounts/preferences.js";
import { LANGUAGES, type Platform } from "../../core/chat/reply-target.js";
import { type ChatView, type RichText, textView } from "./chat-view.js";
import { settingButton } from "./setting-buttons.js";
import type { Wording } from "./wording/wording.js";

/** What a person has set, with a button for every other way it could be. */
export function settingsView(
  preferences: Preferences,
  { platform, wording }: { platform: Platform; wording: Wording },
): ChatView {
  const { visibility, promptInPictures, language, confirmAboveCredits } = preferences;
  const { settings } = wording;
  const isPrivate = visibility === "only_me";
  const lines: RichText[] = [
    settings.visibility(visibility),
    settings.language(language, platform),
    settings.promptInPictures(promptInPictures),
    settings.confirmAbove(confirmAboveCredits),
  ];
  const languages = LANGUAGES.filter((one) => one !== language).map((one) =>
    settingButton(`language.${one}`, settings.languages[one]),
  );
  const automatic = settingButton("language.auto", settings.asPlatform(platform));
  return {
    ...textView("neutral", [
      { bold: settings.title },
      ...lines.flatMap((line) => ["\n", ...line]),
      "\n",
      ...settings.footer,
    ]),
    buttons: [
      [
        settingButton(
          isPrivate ? "private.off" : "private.on",
          settings.switchVisibility(visibility),
        ),
      ],
      [
        settingButton(
          promptInPictures ? "words.off" : "words.on",
          settings.switchPrompt(promptInPictures),
        ),
      ],
      [...languages, ...(language === null ? [] : [automatic])],
    ],
  };
}
