import type { OriginWording } from "./origin-wording.js";

export const englishOrigin: OriginWording = {
  menuEntry: "Made here?",
  ours: ({ model, isSameFile }) => [
    { bold: "Made here, with AI." },
    ` The model was ${model}.`,
    isSameFile ? " This is the very file." : "",
  ],
  marked: ({ model }) => [
    { bold: "It says it was made here, with AI." },
    ` The model it goes back to is ${model}. This is not the file I made, so it may have been changed since.`,
  ],
  claimed: ({ tool }) => [
    { bold: "Not mine, as far as I can tell." },
    ` It says of itself that it was made with AI${tool ? ` (${tool})` : ""}, which anybody can write into a file.`,
  ],
  unknown: [
    { bold: "I don't know this picture." },
    " No file of mine is the same, and it carries no mark of AI. That proves nothing: marks get lost when a picture is sent as a photo or copied from the screen.",
  ],
  gone: ["I can't get at this picture any more. Please send it once more, as a file if you can."],
};
