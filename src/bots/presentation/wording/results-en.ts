import type { Making, ResultsWording } from "./results-wording.js";

const OURS: Readonly<Record<Making, string>> = {
  picture: "your picture",
  pictures: "your pictures",
  clip: "your clip",
};
const NONE: Readonly<Record<Making, string>> = {
  picture: "No picture this time.",
  pictures: "No pictures this time.",
  clip: "No clip this time.",
};

interface Units {
  credits(amount: number): string;
  seconds(amount: number): string;
  ordinal(place: number): string;
}

export function englishResults({ credits, seconds, ordinal }: Units): ResultsWording {
  const payment = (price: number, making: Making) =>
    `${credits(price)} of yours, charged only for ${making === "clip" ? "a clip that comes" : "pictures that come"}.`;
  const back = (price: number) => `Your ${credits(price)} ${price === 1 ? "is" : "are"} back.`;
  return {
    confirm: {
      ask: ({ model, price, available }) => [
        { bold: `This costs ${credits(price)}` },
        ` of your ${available}, with ${model}. Nothing is set aside yet. Shall I go on? The question stands for 15 minutes.`,
      ],
      yes: (price) => `Yes, for ${credits(price)}`,
      declined: "Dropped. Nothing was charged.",
    },
    progress: {
      waiting: ({ making, place, etaSeconds, price }) => [
        { bold: `Queued, ${ordinal(place)} in line` },
        ` · about ${seconds(etaSeconds)}\n${payment(price, making)}`,
      ],
      running: ({ making, elapsedSeconds, etaSeconds, price }) => [
        { bold: `Making ${OURS[making]}` },
        ` · ${seconds(elapsedSeconds)} so far, about ${seconds(etaSeconds)} to go\n${payment(price, making)}`,
      ],
    },
    result: {
      done: ({
        model,
        settings,
        clipSeconds,
        seed,
        price,
        available,
        held,
        tookSeconds,
        id,
        ...by
      }) => [
        [
          model,
          ...settings,
          ...(clipSeconds === null ? [] : [`${clipSeconds} s long`]),
          ...(seed === null ? [] : [`seed ${seed}`]),
          `${seconds(tookSeconds)}\n`,
        ].join(" · "),
        { bold: credits(price) },
        ` charged, ${available} left${held > 0 ? ` and ${held} set aside for work in progress` : ""} · served by ${by.servedBy.join(" and ")}${failedOver(by.failedProviders)} · `,
        { code: id },
      ],
      missing: ({ asked, came, missing }) => [
        `${came} of ${asked} pictures came, and you paid only for ${came === 1 ? "that one" : "those"}.\n`,
        ...missing.map(({ places, reason }) => `No. ${list(places)}: ${reason}\n`),
      ],
      inputNote: (note) => {
        switch (note) {
          case "first_frame_only":
            return "Your picture moves or has several pages; I used the first one.";
          case "scaled_down":
            return "Your picture was larger than models take, so I made it smaller.";
          case "stored_with_loss":
            return "Your picture was very large, so I kept it as a JPEG of high quality.";
        }
      },
      promptUsed: ["What the model made of your words:\n"],
      failed: ({ making, reason, price, id }) => [
        { bold: NONE[making] },
        ` ${reason} ${back(price)} `,
        { code: id },
      ],
      cancelled: ({ price }) => [{ bold: "Cancelled." }, ` Nothing was charged. ${back(price)}`],
      deleted: ["This picture has been deleted."],
      altText,
    },
  };
}

const altText: ResultsWording["result"]["altText"] = ({ task, prompt, hasInputs }) => {
  switch (task) {
    case "picture":
      return hasInputs ? `A picture changed like this: ${prompt}` : prompt;
    case "clip":
      return `A short clip: ${prompt}`;
    case "upscale":
      return "The picture, enlarged";
    case "restore":
      return "The photo, restored";
    case "remove_text":
      return "The picture without its text";
    case "remove_background":
      return "The picture without its background";
    case "portraits":
      return "A portrait of the person in the picture";
    case "headshot":
      return "A professional headshot of the person in the picture";
  }
};

function failedOver(failed: readonly string[]): string {
  return failed.length === 0 ? "" : `, because ${failed.join(" and ")} could not`;
}

/** 2, 3 and 4 */
function list(places: readonly number[]): string {
  const last = places.at(-1);
  const before = places.slice(0, -1);
  return before.length === 0 ? `${last}` : `${before.join(", ")} and ${last}`;
}
