import type { ImageModel, Resolution } from "../../core/catalog/model.js";
import type { PriceChange } from "../../core/catalog/price-changes.js";
import { priceUnit } from "./model-facts.js";
import { groupOf, MODEL_GROUPS, type ModelGroup } from "./model-groups.js";
import { en } from "./wording/en.js";

const COLUMNS = ["Model", "`model:`", "Credits", "Pictures given", "At once", "About", "Providers"];

/** The price table of the docs, written from the catalogue. */
export function renderModelsPage(catalog: {
  models: readonly ImageModel[];
  changes: readonly PriceChange[];
}): string {
  const { models, changes } = catalog;
  const sections = MODEL_GROUPS.flatMap((group) => toSection(group, models));
  return [
    "# Models and prices",
    "Written from `src/core/catalog` by `npm run docs:models`; a test fails when it is out of date. One credit stands for about 0.005 USD of provider cost. Charged is only what comes. `/models` in a chat shows the same, with what each model can be told, and only what the instance serves.",
    ...sections,
    ...toChanges(changes),
    "## Licences and attribution",
    toTable(
      ["Model", "Licence", "Attribution"],
      models.map(({ name, licence, attribution }) => [name, licence, attribution]),
    ),
    "",
  ].join("\n\n");
}

function toSection(group: ModelGroup, models: readonly ImageModel[]): string[] {
  const own = models.filter((model) => groupOf(model) === group);
  if (own.length === 0) return [];
  return [`## ${en.models.title(group)}`, toTable(COLUMNS, own.map(toRow))];
}

function toRow(model: ImageModel): string[] {
  const { min, max } = model.inputs;
  return [
    model.name,
    `\`${model.id}\``,
    toPrices(model),
    min === max ? `${max}` : `${min}–${max}`,
    `${model.maxCount}`,
    en.seconds(model.typicalSeconds),
    model.providers.join(", "),
  ];
}

function toPrices(model: ImageModel): string {
  const unit = priceUnit(model) === "second" ? " a second" : "";
  const isOnlyOne = model.resolutions.length === 1;
  return model.resolutions
    .map((resolution) => `${isOnlyOne ? "" : `${resolution.id}: `}${toPrice(resolution)}${unit}`)
    .join("<br>");
}

function toPrice({ credits, creditsPerInput }: Resolution): string {
  return creditsPerInput > 0 ? `${credits} + ${creditsPerInput} per picture given` : `${credits}`;
}

function toChanges(changes: readonly PriceChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.flatMap(({ startsAt, prices }) =>
    Object.entries(prices).flatMap(([id, resolutions]) =>
      resolutions.map((resolution) => [
        startsAt.toISOString().slice(0, 10),
        `\`${id}\``,
        resolution.id,
        toPrice(resolution),
      ]),
    ),
  );
  return ["## Changes of price", toTable(["From (UTC)", "`model:`", "Size", "Credits"], rows)];
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
