import type { ImageModel, Resolution } from "../../../core/catalog/model.js";
import type { RichText } from "../chat-view.js";
import { type ModelFact, type PriceUnit, priceUnit } from "../model-facts.js";
import type { ModelGroup } from "../model-groups.js";
import type { ModelsWording } from "./models-wording.js";

const UNITS: Readonly<Record<PriceUnit, string>> = { picture: "a picture", second: "a second" };
const TITLES: Readonly<Record<ModelGroup, string>> = {
  draw: "Text to image",
  edit: "Edit a picture",
  several: "Several pictures",
  special: "Special",
  clips: "Clips",
};
const INTROS: Readonly<Record<ModelGroup, RichText>> = {
  draw: ["\n", { code: "/imagine" }, " makes these pictures from words."],
  edit: ["\nGive a picture and say what is to change: ", { code: "/edit" }],
  several: ["\nGive several pictures and say what to make of them: ", { code: "/edit" }],
  special: [
    "\n",
    { code: "/upscale" },
    ", ",
    { code: "/restore" },
    ", ",
    { code: "/remove_text" },
    "; the others with ",
    { code: "/edit model:…" },
  ],
  clips: ["\nShort clips from words or from a picture: ", { code: "/animate" }],
};

const date = (at: Date) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(at);

interface Units {
  credits(amount: number): string;
  seconds(amount: number): string;
}

export function englishModels({ credits, seconds }: Units): ModelsWording {
  const from = (model: ImageModel) => {
    const [{ credits: first }, ...others] = model.resolutions;
    const isFrom = others.some((other) => other.credits !== first);
    return `${isFrom ? "from " : ""}${credits(first)} ${UNITS[priceUnit(model)]}`;
  };
  const hint = (model: ImageModel) =>
    `${from(model)} · about ${seconds(model.typicalSeconds)}${inputsOf(model)}`;
  return {
    title: (group) => TITLES[group],
    intro: (group) => INTROS[group],
    line: (model) => [{ bold: model.name }, " (", { code: model.id }, `) · ${hint(model)}`],
    choice: (model) => `${model.name} · ${hint(model)}`,
    choose: "Choose a model to see all about it",
    hint,
    none: ["None of these can be had here right now."],
    unavailable: (names) => [
      `Not available here, because no service that makes them is switched on: ${names.join(", ")}.`,
    ],
    announced: ({ model, before, after, startsAt }) => [
      { bold: `From ${date(startsAt)} (UTC):` },
      ` ${model.name}${sizeName(after, model)} costs ${credits(after.credits)} instead of ${before.credits} ${UNITS[priceUnit(model)]}. What is asked for before keeps its price.`,
    ],
    footer: ["You pay only for what comes."],
    fact: (fact) => toFact(fact, { credits, seconds }),
    example: () => ["Try: "],
    exampleWords: (words) => {
      switch (words) {
        case "draw":
          return "a red fox in the snow";
        case "edit":
          return "make it winter";
        case "clip":
          return "the fox turns its head";
      }
    },
  };
}

function inputsOf({ inputs }: ImageModel): string {
  return inputs.max === 0 ? "" : ` · ${takes(inputs)}`;
}

function takes({ min, max }: { min: number; max: number }): string {
  if (min === max) return max === 1 ? "works on your picture" : `works on ${max} of your pictures`;
  return max === 1 ? "can use your picture" : `can use up to ${max} of your pictures`;
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
        isOnlyOne ? "Price: " : `${resolution.id}: `,
        { bold: `${credits(resolution.credits)} ${UNITS[unit]}` },
        perInput > 0 ? `, +${perInput} for each picture you give` : "",
      ];
    }
    case "time":
      return [`Typical time: about ${seconds(fact.seconds)}`];
    case "served_by":
      return fact.providers.length > 0
        ? [`Served by: ${fact.providers.join(", ")}`]
        : ["Not available here: no service that makes it is switched on."];
    case "pictures":
      return [fact.max === 0 ? "Works from words alone" : `It ${takes(fact)}`];
    case "shapes":
      return [
        `aspect: ${fact.shapes.join(", ")}${fact.keepsInput ? ", or match_input for your picture's own" : ""}`,
      ];
    case "count":
      return [fact.max === 1 ? "One picture at a time" : `count: up to ${fact.max} at once`];
    case "seconds":
      return [`seconds: ${fact.choices.join(", ")} (${fact.usual} unless you say otherwise)`];
    case "formats":
      return [`format: ${fact.formats.join(", ")}`];
    case "seed":
      return [fact.hasSeed ? "seed: yes" : "seed: this model has none"];
    case "range": {
      const { min, max, default: usual } = fact.range;
      return [`${fact.option}: ${min} to ${max} (${usual} unless you say otherwise)`];
    }
    case "enhance":
      return ["enhance: it can write your words out first; you see what it made of them"];
    case "licence":
      return [`Licence: ${fact.text}`];
    case "attribution":
      return ["To copy when you publish: ", { code: fact.text }];
  }
}
