import type { Platform } from "../../../core/chat/reply-target.js";
import type { PrivacyWording } from "./privacy-wording.js";

const PLATFORMS: Readonly<Record<Platform, string>> = { discord: "Discord", telegram: "Telegram" };

export function englishPrivacy(credits: (amount: number) => string): PrivacyWording {
  return {
    settings: {
      title: "Your settings",
      visibility: (visibility) => [
        "Your requests are seen by ",
        { bold: visibility === "only_me" ? "you alone" : "everyone where you ask" },
        visibility === "only_me"
          ? "; private:no shows one to everyone."
          : "; private:yes hides one.",
      ],
      switchVisibility: (from) => (from === "only_me" ? "Show to everyone" : "Show only to me"),
      promptInPictures: (isWritten) => [
        "Your words are ",
        { bold: isWritten ? "written" : "not written" },
        " into the files of your pictures. That AI made them always is.",
      ],
      switchPrompt: (isWritten) => (isWritten ? "Don't write my words" : "Write my words"),
      language: (language, platform) => [
        "I speak ",
        {
          bold:
            language === null
              ? `as ${PLATFORMS[platform]} is set`
              : { en: "English", de: "German" }[language],
        },
        ".",
      ],
      languages: { en: "English", de: "Deutsch" },
      asPlatform: (platform) => `As ${PLATFORMS[platform]} is set`,
      confirmAbove: (amount) => ["I ask first above ", { bold: credits(amount) }, "."],
      footer: ["Change it here, or with ", { code: "/settings ask_above:100" }],
    },
    privacy: {
      shareButton: "Share",
      shared: ["Shared where you asked for it. Everybody there can see it now."],
      alreadyShared: ["You have shared this one already. Nothing was charged."],
      cannotShare: [
        "There is no chat I could share this in: you asked where only we two read, or where I may not write. Nothing was charged. You can send the picture on yourself.",
      ],
      answeredAlone: (link) => [
        link ? `Answered in private: ${link}` : "Answered in private, by direct message.",
      ],
      willNotBeKept: [
        { bold: "Not kept:" },
        " once you have it, the picture, your words and what you gave me are deleted here, and only the price stays. So there will be no Again, no edit of the original and no copy to come back for.",
      ],
      notKept: [
        { bold: "Not kept:" },
        " it is being deleted here, within a day at the latest. Save it if you want it later.",
      ],
      gone: ({ model, price, id }) => [
        price === null
          ? `A request with ${model} that was not to be kept. It could not be delivered within 24 hours, so it was deleted, and your credits are back. `
          : `A request with ${model} that was not to be kept: ${credits(price)} charged. Nothing else of it is left here. `,
        { code: id },
      ],
      nothingKept: [
        "You asked for this one not to be kept, so there is nothing to go on from. Nothing was charged. Send the picture itself to work on it.",
      ],
    },
  };
}
