import { describe, expect, it } from "vitest";
import { catalog, createCatalog } from "../../../src/core/catalog/catalog.js";
import { parseGenerationOptions } from "../../../src/core/catalog/generation-options.js";
import type { ImageModel } from "../../../src/core/catalog/model.js";
import { size } from "../../../src/core/catalog/models/building-blocks.js";
import { findModel, IMAGE_MODELS } from "../../../src/core/catalog/models.js";
import { quote } from "../../../src/core/catalog/quote.js";

const NOW = new Date("2026-12-01T12:00:00Z");
const edition = catalog.at(NOW);

function parse(options: Record<string, string | number | boolean>, inputCount = 0) {
  return parseGenerationOptions(options, { edition, inputCount });
}
function problemOf(options: Record<string, string | number | boolean>, inputCount = 0) {
  const parsed = parse(options, inputCount);
  if (parsed.ok || parsed.refusal.kind !== "invalid_option") throw new Error("it was taken");
  return { option: parsed.refusal.option, ...parsed.refusal.problem };
}

describe.each(IMAGE_MODELS.map((model) => [model.id, model] as const))(
  "the model %s",
  (_, model) => {
    const words = model.prompt === "required" ? { prompt: "a red fox" } : {};

    it("takes its own defaults", () => {
      const parsed = parse({ model: model.id, ...words }, model.inputs.min);
      expect(parsed.ok).toBe(true);
    });

    it("asks for no less than a provider asks of us", () => {
      for (const resolution of model.resolutions) {
        expect(resolution.credits * 5_000).toBeGreaterThanOrEqual(resolution.costMicroUsd);
        expect(resolution.creditsPerInput * 5_000).toBeGreaterThanOrEqual(
          resolution.costPerInputMicroUsd,
        );
      }
    });

    it("has a name of its own, somebody who serves it, and words to publish it with", () => {
      expect(IMAGE_MODELS.filter(({ id, name }) => id === model.id || name === model.name)).toEqual(
        [model],
      );
      expect(model.providers.length).toBeGreaterThan(0);
      expect(model.attribution).toMatch(/^\S.{10,80}$/);
    });
  },
);

describe("options of a request", () => {
  it.each([
    [{ prompt: "x", model: "kling-turbo", seed: 5 }, 0, { option: "seed", kind: "not_offered" }],
    [{ prompt: "x", guidance: 3 }, 0, { option: "guidance", kind: "not_offered" }],
    [{ prompt: "x", model: "flux-dev", strength: 0.5 }, 0, { option: "strength" }],
    [{ prompt: "x", enhance: true }, 0, { option: "enhance", kind: "not_offered" }],
    [{ prompt: "x", seconds: 5 }, 0, { option: "seconds", kind: "not_offered" }],
    [{ prompt: "x", resolution: "4mp" }, 0, { option: "resolution", kind: "not_offered" }],
    [{ model: "restore", prompt: "x" }, 1, { option: "prompt", kind: "not_offered" }],
    [{ model: "restore" }, 0, { option: "image", kind: "needs_pictures", min: 1, given: 0 }],
    [{ prompt: "x", model: "flux-schnell" }, 1, { option: "image", kind: "too_many_pictures" }],
    [{ prompt: "x", aspect: "match_input" }, 0, { option: "aspect", kind: "unknown_choice" }],
    [{ prompt: "x", model: "seedance-fast", seconds: 60 }, 0, { option: "seconds" }],
    [{ prompt: "x", model: "seedance-fast", count: 2 }, 0, { option: "count" }],
    [{ prompt: "x", model: "flux-kontext-pro", format: "webp" }, 1, { option: "format" }],
    [{ prompt: "x", model: "flux-dev", steps: 2.5 }, 0, { option: "steps", kind: "not_a_number" }],
  ] as const)("refuses %o with %i pictures and says why", (options, inputCount, problem) => {
    expect(problemOf(options, inputCount)).toMatchObject(problem);
  });

  it.each([
    [0, "flux-schnell"],
    [1, "flux-kontext-pro"],
    [2, "flux-kontext-multi-pro"],
    [3, "flux-2-pro"],
  ])("chooses a model that takes %i pictures: %s", (inputCount, id) => {
    const parsed = parse({ prompt: "x" }, inputCount);
    expect(parsed.ok && parsed.value.model.id).toBe(id);
  });

  it("keeps the picture's shape unless another is asked for", () => {
    const kept = parse({ prompt: "x" }, 1);
    expect(kept.ok && kept.value.aspectRatio).toBe("match_input");
    const asked = parse({ prompt: "x", aspect: "16:9" }, 1);
    expect(asked.ok && asked.value.aspectRatio).toBe("16:9");
  });
});

describe("prices", () => {
  const options = { count: 2, resolution: "2mp", seconds: null, inputCount: 3 };
  const model = (id: string): ImageModel => {
    const found = findModel(id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };

  it("count size, pictures given and pictures asked for", () => {
    expect(quote(model("flux-2-pro"), options)).toEqual({
      unitCredits: 18,
      quotedCredits: 36,
      costMicroUsd: 2 * (45_000 + 3 * 15_000),
    });
  });

  it("count the seconds of a clip", () => {
    const clip = { count: 1, resolution: "720p", seconds: 8, inputCount: 1 };
    expect(quote(model("seedance-fast"), clip).quotedCredits).toBe(40);
  });

  it("change on their day, as announced, and not before", () => {
    const [schnell] = IMAGE_MODELS;
    const startsAt = new Date("2027-01-01T00:00:00Z");
    const prices = { "flux-schnell": [size("standard", { credits: 2, cost: 6_000 })] as const };
    const changing = createCatalog({
      models: IMAGE_MODELS,
      changes: [{ version: 3, startsAt, prices }],
    });
    const eve = new Date("2026-12-31T23:59:59Z");

    expect(changing.at(eve).version).toBe(2);
    expect(changing.at(eve).find("flux-schnell")?.resolutions[0].credits).toBe(1);
    expect(changing.announced(eve)).toMatchObject([
      { model: { id: schnell?.id }, before: { credits: 1 }, after: { credits: 2 }, startsAt },
    ]);
    expect(changing.at(startsAt).version).toBe(3);
    expect(changing.at(startsAt).find("flux-schnell")?.resolutions[0].credits).toBe(2);
    expect(changing.announced(startsAt)).toEqual([]);
  });

  it("refuse changes out of order", () => {
    const startsAt = new Date("2027-01-01T00:00:00Z");
    expect(() =>
      createCatalog({ models: IMAGE_MODELS, changes: [{ version: 9, startsAt, prices: {} }] }),
    ).toThrow(RangeError);
  });
});
