import type { PicturesWording } from "./pictures-wording.js";

export const germanPictures: PicturesWording = {
  whatToDo: (count) =>
    count === 1
      ? [
          "Was soll ich mit diesem Bild machen? Schreib, was sich ändern soll, etwa „mach Winter daraus“, oder wähle:",
        ]
      : [`Was soll ich aus diesen ${count} Bildern machen? Schreib es als nächste Nachricht.`],
  choices: {
    edit: "Bearbeiten",
    upscale: "Größer",
    restore: "Restaurieren",
    remove_text: "Text entfernen",
    animate: "Clip",
  },
  fault(fault, platform) {
    switch (fault) {
      case "too_large":
        return platform === "telegram"
          ? [
              "Diese Datei ist größer als 20 MB, und größere gibt Telegram nicht an Bots weiter. Nichts wurde berechnet. Schick sie als Foto oder mach sie kleiner.",
            ]
          : [
              "Diese Datei ist größer als 20 MB, und mehr kann ich nicht annehmen. Nichts wurde berechnet. Mach sie bitte kleiner und versuch es noch einmal.",
            ];
      case "moving":
        return [
          "Ich arbeite mit stehenden Bildern, nicht mit Videos oder bewegten GIFs. Nichts wurde berechnet. Schick mir ein einzelnes Bild daraus.",
        ];
      case "moving_sticker":
        return [
          "Dieser Sticker bewegt sich, und ich arbeite mit stehenden Bildern. Nichts wurde berechnet. Ein Sticker, der stillhält, geht, oder ein Bild.",
        ];
      case "no_picture":
        return [
          "Diese Datei ist kein Bild, das ich kenne. Nichts wurde berechnet. Ich nehme JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF und BMP.",
        ];
    }
  },
  lateForAlbum: [
    "Dieses Bild kam erst an, als ich mit dem Rest des Albums schon begonnen hatte. Es wurde nicht benutzt und kostet nichts. Sollen alle zusammen dienen, schick sie bitte noch einmal.",
  ],
  noLongerThere: [
    "Das Bild, um das es hier geht, habe ich nicht mehr. Nichts wurde berechnet. Schick es bitte noch einmal.",
  ],
  discord: {
    attachment: (number) =>
      number === 1
        ? "Ein Bild als Vorlage, bis zu 20 MB"
        : `Bild ${number}, dient zusammen mit den anderen`,
    menuEntry: "Bild bearbeiten",
    formTitle: "Ein Bild bearbeiten",
    instruction: "Was soll sich ändern?",
    instructionHint: "mach Winter daraus; das Haus bleibt",
    whichPicture: "Welches Bild?",
    pictureNumber: (number) => `Bild ${number}`,
    yourPictures: "Das Bild",
    yourPicturesHint: "Bis zu 20 MB je Bild. Mehrere dienen zusammen.",
    nothingToEdit: [
      "In dieser Nachricht ist kein Bild. Nichts wurde berechnet. Wähle eine mit Bild oder nimm /edit.",
    ],
    notShownToUs: [
      "In der Nachricht, auf die du antwortest, sehe ich kein Bild: Discord zeigt es mir vielleicht nicht. Nichts wurde berechnet. Öffne das Menü jener Nachricht, dann Apps, dann „Bild bearbeiten“.",
    ],
    sayWhat: [
      "Sag mir, was sich ändern soll: Antworte noch einmal auf das Bild, erwähne mich und schreib es dazu. Nichts wurde berechnet.",
    ],
    cannotTellAlone: [
      "Ich habe eine Antwort nur für dich, darf dir aber nicht schreiben. Nichts wurde berechnet. Nimm hier /edit: Was ich dort antworte, siehst nur du.",
    ],
  },
};
