import type { ShownWording } from "./shown-wording.js";

export function englishShown({ fileSize }: { fileSize(bytes: number): string }): ShownWording {
  const sizes = (largest: number, limit: number, count = 1) =>
    largest > limit
      ? `${count === 1 ? "has" : "have up to"} ${fileSize(largest)}; this chat takes ${fileSize(limit)}`
      : `${count === 1 ? "has" : "have"} more pixels than this chat shows`;
  return {
    buttons: {
      again: "Again",
      vary: "Vary",
      edit: "Edit",
      upscale: "Upscale",
      animate: "Animate",
      cancel: "Cancel",
      delete: "Delete",
      deleteAll: "Delete all",
      details: "Details",
      favourite: "Favourite",
      original: "Original",
      report: "Report",
      picture: (number) => `Picture ${number}`,
    },
    picture: {
      title: ({ number, of, model, id }) => [
        of === 1 ? model : `Picture ${number} of ${of} · ${model}`,
        " · ",
        { code: id },
      ],
      notYours: (platform) => [
        platform === "telegram"
          ? "This picture is somebody else's, so only they can do that. To make your own from what you see, answer it with /edit and what is to change."
          : "This picture is somebody else's, so only they can do that. To make your own from what you see, open its menu, then Apps, then “Edit this image”.",
      ],
      original: ({ width, height, sizeBytes, id }) => [
        { bold: "The original" },
        `, byte for byte · ${width} × ${height} · ${fileSize(sizeBytes)} · `,
        { code: id },
      ],
    },
    favourite: {
      on: ["★ One of your favourites now. /gallery finds it; press again to take the mark away."],
      off: ["No longer one of your favourites. The picture itself stays."],
    },
    ladder: {
      copies: ({ count, of, isOriginalKept, largestBytes, limitBytes }) => [
        !isOriginalKept
          ? `${of === 1 ? "The original" : `${count} of the originals`} ${sizes(largestBytes, limitBytes, count)}. Nothing is kept, so a copy is the best I can give you.`
          : of === 1
            ? `The original ${sizes(largestBytes, limitBytes)}. Shown is a copy; the Original button gives you the whole file.`
            : `${count} of the originals ${sizes(largestBytes, limitBytes, count)}. Shown are copies; open one, and its Original button gives you the whole file.`,
      ],
      links: ({ count, largestBytes, limitBytes }) => [
        limitBytes === 0
          ? "This chat takes no files now. Here is a link instead, good for 7 days."
          : `${count === 1 ? "The file" : `${count} of the files`} ${sizes(largestBytes, limitBytes, count)}. Here ${count === 1 ? "is a link" : "are links"} instead, good for 7 days.`,
      ],
      open: (number) => (number === null ? "Open the file" : `Open file ${number}`),
    },
    report: {
      done: ["Thank you. We will look at this picture; nobody here is told that it was you."],
      doneBefore: ["You have told us of this picture before. Thank you, we will look at it."],
    },
  };
}
