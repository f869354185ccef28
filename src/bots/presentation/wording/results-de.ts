import type { Making, ResultsWording } from "./results-wording.js";

const ARISES: Readonly<Record<Making, string>> = {
  picture: "Dein Bild entsteht",
  pictures: "Deine Bilder entstehen",
  clip: "Dein Clip entsteht",
};
const NONE: Readonly<Record<Making, string>> = {
  picture: "Diesmal kein Bild.",
  pictures: "Diesmal keine Bilder.",
  clip: "Diesmal kein Clip.",
};

interface Units {
  credits(amount: number): string;
  seconds(amount: number): string;
}

export function germanResults({ credits, seconds }: Units): ResultsWording {
  const payment = (price: number, making: Making) =>
    `${credits(price)} von dir, berechnet nur für ${making === "clip" ? "einen Clip, der auch ankommt" : "Bilder, die auch ankommen"}.`;
  /** Singular and plural differ in every word. */
  const back = (price: number) =>
    price === 1 ? "Dein Credit ist zurück." : `Deine ${credits(price)} sind zurück.`;
  return {
    confirm: {
      ask: ({ model, price, available }) => [
        { bold: `Das kostet ${credits(price)}` },
        ` von deinen ${available}, mit ${model}. Noch ist nichts zurückgelegt. Soll ich? Die Frage gilt 15 Minuten.`,
      ],
      yes: (price) => `Ja, für ${credits(price)}`,
      declined: "Verworfen. Nichts wurde berechnet.",
    },
    progress: {
      waiting: ({ making, place, etaSeconds, price }) => [
        { bold: `In der Warteschlange, Platz ${place}` },
        ` · etwa ${seconds(etaSeconds)}\n${payment(price, making)}`,
      ],
      running: ({ making, elapsedSeconds, etaSeconds, price }) => [
        { bold: ARISES[making] },
        ` · seit ${seconds(elapsedSeconds)}, noch etwa ${seconds(etaSeconds)}\n${payment(price, making)}`,
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
          ...(clipSeconds === null ? [] : [`${clipSeconds} s lang`]),
          ...(seed === null ? [] : [`Seed ${seed}`]),
          `${seconds(tookSeconds)}\n`,
        ].join(" · "),
        { bold: credits(price) },
        ` berechnet, ${available} übrig${held > 0 ? ` und ${held} für laufende Arbeit zurückgelegt` : ""} · gemacht von ${by.servedBy.join(" und ")}${failedOver(by.failedProviders)} · `,
        { code: id },
      ],
      missing: ({ asked, came, missing }) => [
        `${came} von ${asked} Bildern ${came === 1 ? "ist" : "sind"} angekommen, und nur dafür zahlst du.\n`,
        ...missing.map(({ places, reason }) => `Nr. ${list(places)}: ${reason}\n`),
      ],
      inputNote: (note) => {
        switch (note) {
          case "first_frame_only":
            return "Dein Bild bewegt sich oder hat mehrere Seiten; ich habe das erste genommen.";
          case "scaled_down":
            return "Dein Bild war größer, als Modelle es nehmen; ich habe es verkleinert.";
          case "stored_with_loss":
            return "Dein Bild war sehr groß; ich habe es als JPEG in hoher Qualität behalten.";
        }
      },
      promptUsed: ["Was das Modell aus deinem Text gemacht hat:\n"],
      failed: ({ making, reason, price, id }) => [
        { bold: NONE[making] },
        ` ${reason} ${back(price)} `,
        { code: id },
      ],
      cancelled: ({ price }) => [
        { bold: "Abgebrochen." },
        ` Nichts wurde berechnet. ${back(price)}`,
      ],
      deleted: ["Dieses Bild wurde gelöscht."],
      altText,
    },
  };
}

const altText: ResultsWording["result"]["altText"] = ({ task, prompt, hasInputs }) => {
  switch (task) {
    case "picture":
      return hasInputs ? `Ein so geändertes Bild: ${prompt}` : prompt;
    case "clip":
      return `Ein kurzer Clip: ${prompt}`;
    case "upscale":
      return "Das Bild, vergrößert";
    case "restore":
      return "Das Foto, wiederhergestellt";
    case "remove_text":
      return "Das Bild ohne seinen Text";
    case "remove_background":
      return "Das Bild ohne Hintergrund";
    case "portraits":
      return "Ein Porträt der Person auf dem Bild";
    case "headshot":
      return "Ein Bewerbungsfoto der Person auf dem Bild";
  }
};

function failedOver(failed: readonly string[]): string {
  return failed.length === 0 ? "" : `, weil ${failed.join(" und ")} nicht konnte`;
}

/** 2, 3 und 4 */
function list(places: readonly number[]): string {
  const last = places.at(-1);
  const before = places.slice(0, -1);
  return before.length === 0 ? `${last}` : `${before.join(", ")} und ${last}`;
}
