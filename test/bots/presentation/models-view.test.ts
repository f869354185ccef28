import { describe, expect, it } from "vitest";
import { type ChatView, toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { MODEL_GROUPS } from "../../../src/bots/presentation/model-groups.js";
import { modelView } from "../../../src/bots/presentation/model-view.js";
import { modelsView } from "../../../src/bots/presentation/models-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { createCatalog } from "../../../src/core/catalog/catalog.js";
import type { ModelList } from "../../../src/core/catalog/list-models.js";
import { size } from "../../../src/core/catalog/models/building-blocks.js";
import { IMAGE_MODELS } from "../../../src/core/catalog/models.js";
import { LANGUAGES } from "../../../src/core/chat/reply-target.js";

const wording = wordings.en;
const list: ModelList = {
  models: IMAGE_MODELS.map((model) => ({ model, servedBy: ["replicate", "fal"] })),
  announced: [],
};
const textOf = (view: ChatView) => toPlainText(view.text);
const labelsOf = (view: ChatView) => view.buttons.flat().map(({ label }) => label);

function detail(id: string, given = list, platform: "discord" | "telegram" = "telegram"): string {
  const offered = given.models.find(({ model }) => model.id === id);
  if (!offered) throw new Error(`no model ${id}`);
  return textOf(modelView(offered, { list: given, platform, wording }));
}

describe("the pages of the models", () => {
  it("have every model somewhere, with its price; its details tell who serves it", () => {
    const pages = MODEL_GROUPS.map((group) => textOf(modelsView(list, { group, wording }))).join();
    for (const { id } of IMAGE_MODELS) expect(pages).toContain(`(${id})`);
    expect(pages).toContain("FLUX.2 pro (flux-2-pro) · from 6 credits a picture · about 10 s");
    expect(detail("flux-2-pro")).toContain("Served by: replicate, fal");
  });

  it.each(LANGUAGES)("fit into one message of either platform (%s)", (language) => {
    for (const group of MODEL_GROUPS) {
      const view = modelsView(list, { group, wording: wordings[language] });
      // Discord's 4,000 count the marks of formatting too.
      expect(textOf(view).length).toBeLessThan(3_000);
      // Discord's longest list, and its longest words in one.
      expect(view.menu?.choices.length).toBeLessThanOrEqual(25);
      for (const { hint } of view.menu?.choices ?? []) expect(hint.length).toBeLessThan(100);
      for (const row of view.buttons) expect(row.length).toBeLessThanOrEqual(5);
    }
    for (const offered of list.models) {
      for (const platform of ["discord", "telegram"] as const) {
        const view = modelView(offered, { list, platform, wording: wordings[language] });
        expect(textOf(view).length).toBeLessThan(3_000);
      }
    }
  });

  it("lead to each model and to the other pages", () => {
    const view = modelsView(list, { group: "clips", wording });
    const choices = (view.menu?.choices ?? []).map(({ label, subject }) => [label, subject]);
    expect(choices).toEqual([
      ["Seedance 1 pro fast", "seedance-fast"],
      ["Kling 2.5 turbo pro", "kling-turbo"],
    ]);
    expect(labelsOf(view)).toEqual([
      "Text to image",
      "Edit a picture",
      "Several pictures",
      "Special",
    ]);
  });

  it("do not offer what nobody serves here, and say why", () => {
    const models = list.models.map((one) =>
      one.model.id === "headshot" ? { ...one, servedBy: [] } : one,
    );
    const view = modelsView({ ...list, models }, { group: "special", wording });
    const choices = view.menu?.choices.map(({ label }) => label);
    expect(choices).toContain("Restore a photo");
    expect(choices).not.toContain("Professional headshot");
    expect(textOf(view)).toMatch(/Not available here, because .*: Professional headshot\./);
    expect(detail("headshot", { ...list, models })).toContain("Not available here");
  });

  it("announce a price that is going to change, with its date", () => {
    const prices = { "flux-schnell": [size("standard", { credits: 2, cost: 3_000 })] as const };
    const startsAt = new Date("2026-12-01T00:00:00Z");
    const catalog = createCatalog({
      models: IMAGE_MODELS,
      changes: [{ version: 3, startsAt, prices }],
    });
    const announced = catalog.announced(new Date("2026-11-20T00:00:00Z"));
    const words =
      "From 1 December 2026 (UTC): FLUX.1 schnell costs 2 credits instead of 1 a picture.";
    const coming = { ...list, announced };
    expect(textOf(modelsView(coming, { group: "draw", wording }))).toContain(words);
    expect(detail("flux-schnell", coming)).toContain(words);
    expect(detail("flux-dev", coming)).not.toContain("December");
    expect(catalog.announced(startsAt)).toEqual([]);
  });
});

describe("the details of a model", () => {
  it("name every price, option, range, the licence and what to write beside it", () => {
    const text = detail("flux-2-flex");
    expect(text).toContain("2mp: 24 credits a picture, +12 for each picture you give");
    expect(text).toContain("guidance: 1.5 to 10 (4.5 unless you say otherwise)");
    expect(text).toContain("steps: 1 to 50 (30 unless you say otherwise)");
    expect(text).toContain("It can use up to 8 of your pictures");
    expect(text).toContain("enhance:");
    expect(text).toContain("Licence: Proprietary");
    expect(text).toContain("Made with FLUX.2 [flex] by Black Forest Labs");
    expect(text).toContain("/imagine a red fox in the snow model:flux-2-flex");
    expect(text).toContain("/edit make it winter model:flux-2-flex");
  });

  it("price clips by the second and tell their lengths", () => {
    const text = detail("seedance-fast");
    expect(text).toContain("720p: 5 credits a second");
    expect(text).toContain("seconds: 3, 5, 8, 10 (5 unless you say otherwise)");
    expect(text).not.toContain("count:");
  });

  it("give an example as each platform takes it", () => {
    expect(detail("flux-kontext-multi-pro", list, "discord")).toContain(
      "/edit instruction:make it winter model:flux-kontext-multi-pro",
    );
    expect(detail("remove-text")).toMatch(/\/remove_text$/);
    expect(detail("upscale-crisp")).toMatch(/\/upscale model:upscale-crisp$/);
  });
});
