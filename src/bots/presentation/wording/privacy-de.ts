import type { Platform } from "../../../core/chat/reply-target.js";
import type { PrivacyWording } from "./privacy-wording.js";

const PLATFORMS: Readonly<Record<Platform, string>> = { discord: "Discord", telegram: "Telegram" };

export function germanPrivacy(credits: (amount: number) => string): PrivacyWording {
  return {
    settings: {
      title: "Deine Einstellungen",
      visibility: (visibility) => [
        "Deine Anfragen ",
        { bold: visibility === "only_me" ? "siehst nur du" : "sehen alle, wo du fragst" },
        visibility === "only_me"
          ? "; mit private:no sehen alle eine davon."
          : "; mit private:yes bleibt eine bei dir.",
      ],
      switchVisibility: (from) => (from === "only_me" ? "Allen zeigen" : "Nur mir zeigen"),
      promptInPictures: (isWritten) => [
        "Dein Text wird ",
        { bold: isWritten ? "in die Dateien" : "nicht in die Dateien" },
        " deiner Bilder geschrieben. Dass KI sie gemacht hat, steht immer darin.",
      ],
      switchPrompt: (isWritten) => (isWritten ? "Text nicht schreiben" : "Text hineinschreiben"),
      language: (language, platform) => [
        "Ich spreche ",
        {
          bold:
            language === null
              ? `wie in ${PLATFORMS[platform]} eingestellt`
              : { en: "Englisch", de: "Deutsch" }[language],
        },
        ".",
      ],
      languages: { en: "English", de: "Deutsch" },
      asPlatform: (platform) => `Wie in ${PLATFORMS[platform]}`,
      confirmAbove: (amount) => ["Ich frage vorher ab mehr als ", { bold: credits(amount) }, "."],
      footer: ["Ändere es hier oder mit ", { code: "/settings ask_above:100" }],
    },
    privacy: {
      shareButton: "Teilen",
      shared: ["Geteilt, wo du es angefragt hast. Alle dort können es jetzt sehen."],
      alreadyShared: ["Das hast du schon geteilt. Nichts wurde berechnet."],
      cannotShare: [
        "Es gibt keinen Chat, in dem ich das teilen könnte: Du hast gefragt, wo nur wir beide lesen oder wo ich nicht schreiben darf. Nichts wurde berechnet. Du kannst das Bild selbst weiterschicken.",
      ],
      answeredAlone: (link) => [
        link ? `Privat beantwortet: ${link}` : "Privat beantwortet, als Direktnachricht.",
      ],
      willNotBeKept: [
        { bold: "Wird nicht aufbewahrt:" },
        " Sobald du es hast, werden Bild, Text und was du mir gegeben hast hier gelöscht, nur der Preis bleibt. Es gibt also kein „Nochmal“, kein Bearbeiten des Originals und keine Kopie für später.",
      ],
      notKept: [
        { bold: "Wird nicht aufbewahrt:" },
        " Es wird hier gelöscht, spätestens nach einem Tag. Speichere es, wenn du es behalten willst.",
      ],
      gone: ({ model, price, id }) => [
        price === null
          ? `Eine Anfrage mit ${model}, die nicht aufbewahrt werden sollte. Sie ließ sich in 24 Stunden nicht zustellen, wurde gelöscht, und deine Credits sind zurück. `
          : `Eine Anfrage mit ${model}, die nicht aufbewahrt werden sollte: ${credits(price)} berechnet. Mehr ist hier nicht davon übrig. `,
        { code: id },
      ],
      nothingKept: [
        "Du wolltest, dass dies nicht aufbewahrt wird, also gibt es hier nichts mehr, wovon es weitergehen könnte. Nichts wurde berechnet. Schick mir das Bild selbst, um damit zu arbeiten.",
      ],
    },
  };
}
