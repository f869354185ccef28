import type { ShownWording } from "./shown-wording.js";

export function germanShown({ fileSize }: { fileSize(bytes: number): string }): ShownWording {
  const sizes = (largest: number, limit: number, count = 1) =>
    largest > limit
      ? `${count === 1 ? "" : "bis zu "}${fileSize(largest)}; dieser Chat nimmt ${fileSize(limit)}`
      : "mehr Pixel, als dieser Chat zeigt";
  return {
    buttons: {
      again: "Nochmal",
      vary: "Variante",
      edit: "Bearbeiten",
      upscale: "Größer",
      animate: "Clip",
      cancel: "Abbrechen",
      delete: "Löschen",
      deleteAll: "Alle löschen",
      details: "Details",
      favourite: "Merken",
      original: "Original",
      report: "Melden",
      picture: (number) => `Bild ${number}`,
    },
    picture: {
      title: ({ number, of, model, id }) => [
        of === 1 ? model : `Bild ${number} von ${of} · ${model}`,
        " · ",
        { code: id },
      ],
      notYours: (platform) => [
        platform === "telegram"
          ? "Das Bild gehört jemand anderem, nur diese Person kann das. Für ein eigenes aus dem, was du siehst, antworte darauf mit /edit und was sich ändern soll."
          : "Das Bild gehört jemand anderem, nur diese Person kann das. Für ein eigenes aus dem, was du siehst, öffne sein Menü, dann Apps, dann „Bild bearbeiten“.",
      ],
      original: ({ width, height, sizeBytes, id }) => [
        { bold: "Das Original" },
        `, Byte für Byte · ${width} × ${height} · ${fileSize(sizeBytes)} · `,
        { code: id },
      ],
    },
    favourite: {
      on: [
        "★ Gehört jetzt zu deinen Favoriten. /gallery findet es; noch ein Druck nimmt die Marke weg.",
      ],
      off: ["Gehört nicht mehr zu deinen Favoriten. Das Bild selbst bleibt."],
    },
    ladder: {
      copies: ({ count, of, isOriginalKept, largestBytes, limitBytes }) => [
        !isOriginalKept
          ? `${of === 1 ? "Das Original hat" : `${count} der Originale haben`} ${sizes(largestBytes, limitBytes, count)}. Nichts wird aufbewahrt, darum ist eine Kopie das Beste, was ich dir geben kann.`
          : of === 1
            ? `Das Original hat ${sizes(largestBytes, limitBytes)}. Gezeigt wird eine Kopie; der Knopf „Original“ gibt dir die ganze Datei.`
            : `${count === 1 ? "Eins der Originale hat" : `${count} der Originale haben`} ${sizes(largestBytes, limitBytes, count)}. Gezeigt werden Kopien; öffne ein Bild, und sein Knopf „Original“ gibt dir die ganze Datei.`,
      ],
      links: ({ count, largestBytes, limitBytes }) => [
        limitBytes === 0
          ? "Dieser Chat nimmt gerade keine Dateien. Stattdessen ein Link, der 7 Tage gilt."
          : `${count === 1 ? "Die Datei hat" : `${count} der Dateien haben`} ${sizes(largestBytes, limitBytes, count)}. Stattdessen ${count === 1 ? "ein Link, der 7 Tage gilt" : "Links, die 7 Tage gelten"}.`,
      ],
      open: (number) => (number === null ? "Datei öffnen" : `Datei ${number} öffnen`),
    },
    report: {
      done: ["Danke. Wir sehen uns dieses Bild an; niemand hier erfährt, dass du es warst."],
      doneBefore: ["Dieses Bild hast du uns schon gemeldet. Danke, wir sehen es uns an."],
    },
  };
}
