import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { renderModelsPage } from "../../src/bots/presentation/models-page.js";
import { IMAGE_MODELS } from "../../src/core/catalog/models.js";
import { PRICE_CHANGES } from "../../src/core/catalog/price-changes.js";

describe("docs/models.md", () => {
  it("is what the catalogue says; `npm run docs:models` writes it anew", async () => {
    const page = await readFile(new URL("../../docs/models.md", import.meta.url), "utf8");
    expect(page).toBe(renderModelsPage({ models: IMAGE_MODELS, changes: PRICE_CHANGES }));
  });

  it("has every model in a table of prices, once", () => {
    const page = renderModelsPage({ models: IMAGE_MODELS, changes: PRICE_CHANGES });
    for (const { id } of IMAGE_MODELS) expect(page.split(`\`${id}\``)).toHaveLength(2);
  });

  it("tells of prices to come", () => {
    const [model] = IMAGE_MODELS;
    if (!model) throw new Error("the catalogue is empty");
    const startsAt = new Date("2027-01-01T00:00:00Z");
    const changes = [{ version: 3, startsAt, prices: { [model.id]: model.resolutions } }];
    const page = renderModelsPage({ models: IMAGE_MODELS, changes });
    expect(page).toContain(`| 2027-01-01 | \`${model.id}\``);
  });
});
