import type { PicturesWording } from "./pictures-wording.js";

export const englishPictures: PicturesWording = {
  whatToDo: (count) =>
    count === 1
      ? [
          "What shall I do with this picture? Write what is to change, as in “make it winter”, or choose:",
        ]
      : [`What shall I make of these ${count} pictures? Write it as your next message.`],
  choices: {
    edit: "Edit",
    upscale: "Upscale",
    restore: "Restore",
    remove_text: "Remove text",
    animate: "Animate",
  },
  fault(fault, platform) {
    switch (fault) {
      case "too_large":
        return platform === "telegram"
          ? [
              "This file is larger than 20 MB, and Telegram hands no larger ones to bots. Nothing was charged. Send it as a photo, or make it smaller.",
            ]
          : [
              "This file is larger than 20 MB, the most I can take. Nothing was charged. Please make it smaller and try again.",
            ];
      case "moving":
        return [
          "I work from still pictures, not from videos or moving GIFs. Nothing was charged. Send me a single frame of it as a picture.",
        ];
      case "moving_sticker":
        return [
          "This sticker moves, and I work from still pictures. Nothing was charged. A sticker that stands still will do, or a picture.",
        ];
      case "no_picture":
        return [
          "This file is no picture that I know. Nothing was charged. I can take JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF and BMP.",
        ];
    }
  },
  lateForAlbum: [
    "This picture reached me after I had begun with the rest of the album, so it was not used and cost nothing. To use them together, please send all of them once more.",
  ],
  noLongerThere: [
    "I no longer have the picture this is about. Nothing was charged. Please send it once more.",
  ],
  discord: {
    attachment: (number) =>
      number === 1
        ? "A picture to work from, up to 20 MB"
        : `Picture ${number}, used together with the others`,
    menuEntry: "Edit this image",
    formTitle: "Edit a picture",
    instruction: "What is to change?",
    instructionHint: "make it winter; keep the house",
    whichPicture: "Which picture?",
    pictureNumber: (number) => `Picture ${number}`,
    yourPictures: "The picture",
    yourPicturesHint: "Up to 20 MB each. Several are used together.",
    nothingToEdit: [
      "There is no picture in this message. Nothing was charged. Choose a message with one, or use /edit.",
    ],
    notShownToUs: [
      "I see no picture in the message you answered: Discord may not show it to me. Nothing was charged. Open the menu of that message, then Apps, then “Edit this image”.",
    ],
    sayWhat: [
      "Tell me what is to change: answer the picture once more, mention me, and write it. Nothing was charged.",
    ],
    cannotTellAlone: [
      "I have an answer for you alone, but may not write to you. Nothing was charged. Use /edit here: its answers are for your eyes only.",
    ],
  },
};
