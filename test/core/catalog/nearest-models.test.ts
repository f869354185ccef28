import { describe, expect, it } from "vitest";
import { IMAGE_MODELS } from "../../../src/core/catalog/models.js";
import { nearestModels } from "../../../src/core/catalog/nearest-models.js";

describe("the model somebody most likely meant", () => {
  it.each([
    ["flux schnel", "flux-schnell"],
    ["Kontext-Max", "flux-kontext-max"],
    ["flux2pro", "flux-2-pro"],
    ["kling", "kling-turbo"],
    ["crisp", "upscale-crisp"],
  ])("for %s", (typed, meant) => {
    const nearest = nearestModels(typed, IMAGE_MODELS);
    expect(nearest[0]).toBe(meant);
    expect(nearest).toHaveLength(3);
  });
});
