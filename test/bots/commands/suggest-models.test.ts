import { describe, expect, it } from "vitest";
import type { OptionSpec } from "../../../src/bots/commands/command.js";
import { commands } from "../../../src/bots/commands/registry.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { IMAGE_MODELS } from "../../../src/core/catalog/models.js";

const models = IMAGE_MODELS.map((model) => ({ model, servedBy: ["sketch"] }));

function modelOption(command: string): OptionSpec {
  const options = commands.find(({ name }) => name === command)?.options ?? [];
  const option = options.find(({ name }) => name === "model");
  if (!option) throw new Error(`/${command} has no option model`);
  return option;
}

function suggest(command: string, typed: string, offered = models): string[] {
  const context = { models: offered, wording: wordings.en };
  return (
    modelOption(command)
      .suggest?.(typed, context)
      .map(({ value }) => value) ?? []
  );
}

describe("completions of a model", () => {
  it.each([
    { command: "edit", typed: "flux-2-pro", found: ["flux-2-pro"] },
    { command: "edit", typed: "upscale", found: ["upscale-fast", "upscale-crisp"] },
    { command: "edit", typed: "Hintergrund", found: ["remove-background"] },
    { command: "animate", typed: "video", found: ["seedance-fast", "kling-turbo"] },
    { command: "upscale", typed: "", found: ["upscale-fast", "upscale-crisp"] },
    { command: "models", typed: "clip 720p", found: ["seedance-fast"] },
    { command: "imagine", typed: "no such thing", found: [] },
  ])("finds $found for “$typed” in /$command", ({ command, typed, found }) => {
    expect(suggest(command, typed)).toEqual(found);
  });

  it("offers a command only what fits it", () => {
    expect(suggest("imagine", "")).not.toContain("upscale-fast");
    expect(suggest("imagine", "")).not.toContain("seedance-fast");
    expect(suggest("edit", "")).not.toContain("flux-schnell");
    expect(suggest("edit", "")).toContain("remove-background");
    expect(suggest("edit", "two pictures")).toContain("flux-kontext-multi-pro");
    expect(suggest("edit", "two pictures")).not.toContain("flux-kontext-pro");
  });

  it("puts the cheapest first when asked for cheap ones, and leaves the dear out", () => {
    const cheap = suggest("imagine", "cheap edit");
    expect(cheap[0]).toBe("flux-2-klein-4b");
    expect(cheap).not.toContain("flux-kontext-max");
  });

  it("puts what is named so before what can do it", () => {
    expect(suggest("imagine", "schnell")[0]).toBe("flux-schnell");
  });

  it("leaves out what nobody serves here", () => {
    const offered = models.map((one) =>
      one.model.id === "kling-turbo" ? { ...one, servedBy: [] } : one,
    );
    expect(suggest("animate", "", offered)).toEqual(["seedance-fast"]);
  });

  it.each(["en", "de"] as const)(
    "says name and price within Discord's 100 characters (%s)",
    (language) => {
      for (const model of IMAGE_MODELS) {
        const label = wordings[language].models.choice(model);
        expect(label).toContain(String(model.resolutions[0].credits));
        expect(label.length).toBeLessThanOrEqual(100);
      }
    },
  );
});
