import type { ImageModel, Resolution } from "../../../core/catalog/model.js";
import type { RichText } from "../chat-view.js";
import { type ModelFact, type PriceUnit, priceUnit } from "../model-facts.js";
import type { ModelGroup } from "../model-groups.js";
import type { ModelsWording } from "./models-wording.js";

const UNITS: Readonly<Record<PriceUnit, string>> = { picture: "je Bild", second: "je Sekunde" };
const TITLES: Readonly<Record<ModelGroup, string>> = {
  draw: "Bild aus Text",
  edit: "Bild bearbeiten",
  several: "Mehrere Bilder",
  special: "Spezielles",
  clips: "Clips",
};
const INTROS: Readonly<Record<ModelGroup, RichText>> = {
  draw: ["\n", { code: "/imagine" }, " macht diese Bilder aus Worten."],
  edit: ["\nGib ein Bild und sag, was sich ändern soll: ", { code: "/edit" }],
  several: ["\nGib mehrere Bilder und sag, was daraus werden soll: ", { code: "/edit" }],
  special: [
    "\n",
    { code: "/upscale" },
    ", ",
    { code: "/restore" },
    ", ",
    { code: "/remove_text" },
    "; die anderen mit ",
    { code: "/edit model:…" },
  ],
  clips: ["\nKurze Clips aus Worten oder einem Bild: ", { code: "/animate" }],
};

const date = (at: Date) =>
  new Intl.DateTimeFormat("de-DE", { dateStyle: "long", timeZone: "UTC" }).format(at);
/** With a comma, as numbers are written here. */
const number = (value: number) => String(value).replace(".", ",");

interface Units {
  credits(amount: number): string;
  seconds(amount: number): string;
}

export function germanModels({ credits, seconds }: Units): ModelsWording {
  const from = (model: ImageModel) => {
    const [{ credits: first }, ...others] = model.resolutions;
    const isFrom = others.some((other) => other.credits !== first);
    return `${isFrom ? "ab " : ""}${credits(first)} ${UNITS[priceUnit(model)]}`;
  };
  const hint = (model: ImageModel) =>
    `${from(model)} · etwa ${seconds(model.typicalSeconds)}${inputsOf(model)}`;
  return {
    title: (group) => TITLES[group],
    intro: (group) => INTROS[group],
    line: (model) => [{ bold: model.name }, " (", { code: model.id }, `) · ${hint(model)}`],
    choice: (model) => `${model.name} · ${hint(model)}`,
    choose: "Wähl ein Modell, um alles darüber zu sehen",
    hint,
    none: ["Davon ist hier gerade keins zu haben."],
    unavailable: (names) => [
      `Hier nicht zu haben, weil kein Dienst dafür eingeschaltet ist: ${names.join(", ")}.`,
    ],
    announced: ({ model, before, after, startsAt }) => [
      { bold: `Ab ${date(startsAt)} (UTC):` },
      ` ${model.name}${sizeName(after, model)} kostet ${credits(after.credits)} statt ${before.credits} ${UNITS[priceUnit(model)]}. Was vorher angefragt wird, behält seinen Preis.`,
    ],
    footer: ["Du zahlst nur für das, was ankommt."],
    fact: (fact) => toFact(fact, { credits, seconds }),
    example: () => ["Probier: "],
    exampleWords: (words) => {
      switch (words) {
        case "draw":
          return "ein roter Fuchs im Schnee";
        case "edit":
          return "mach Winter daraus";
        case "clip":
          return "der Fuchs dreht den Kopf";
      }
    },
  };
}

function inputsOf({ inputs }: ImageModel): string {
  return inputs.max === 0 ? "" : ` · ${takes(inputs)}`;
}

function takes({ min, max }: { min: number; max: number }): string {
  if (min === max) return max === 1 ? "bearbeitet dein Bild" : `bearbeitet ${max} deiner Bilder`;
  return max === 1 ? "kann dein Bild verwenden" : `kann bis zu ${max} deiner Bilder verwenden`;
}

function sizeName({ id }: Resolution, { resolutions }: ImageModel): string {
  return resolutions.length > 1 ? ` (${id})` : "";
}

function toFact(fact: ModelFact, { credits, seconds }: Units): RichText {
  switch (fact.kind) {
    case "price": {
      const { resolution, unit, isOnlyOne } = fact;
      const perInput = resolution.creditsPerInput;
      return [
        isOnlyOne ? "Preis: " : `${resolution.id}: `,
        { bold: `${credits(resolution.credits)} ${UNITS[unit]}` },
        perInput > 0 ? `, +${perInput} für jedes Bild, das du gibst` : "",
      ];
    }
    case "time":
      return [`Übliche Dauer: etwa ${seconds(fact.seconds)}`];
    case "served_by":
      return fact.providers.length > 0
        ? [`Gemacht von: ${fact.providers.join(", ")}`]
        : ["Hier nicht zu haben: kein Dienst dafür ist eingeschaltet."];
    case "pictures":
      return [fact.max === 0 ? "Arbeitet nur mit Worten" : `Es ${takes(fact)}`];
    case "shapes":
      return [
        `aspect: ${fact.shapes.join(", ")}${fact.keepsInput ? " oder match_input für die deines Bildes" : ""}`,
      ];
    case "count":
      return [fact.max === 1 ? "Immer ein Bild" : `count: bis zu ${fact.max} auf einmal`];
    case "seconds":
      return [`seconds: ${fact.choices.join(", ")} (sonst ${fact.usual})`];
    case "formats":
      return [`format: ${fact.formats.join(", ")}`];
    case "seed":
      return [fact.hasSeed ? "seed: ja" : "seed: hat dieses Modell nicht"];
    case "range": {
      const { min, max, default: usual } = fact.range;
      return [`${fact.option}: ${number(min)} bis ${number(max)} (sonst ${number(usual)})`];
    }
    case "enhance":
      return ["enhance: schmückt deinen Text erst aus; du siehst, was daraus wurde"];
    case "licence":
      return [`Lizenz: ${fact.text}`];
    case "attribution":
      return ["Zum Kopieren, wenn du es veröffentlichst: ", { code: fact.text }];
  }
}
