import { describe, expect, it } from "vitest";
import { findReplicateModel } from "../../../src/adapters/replicate/models.js";
import { findModel, IMAGE_MODELS } from "../../../src/core/catalog/models.js";
import { checkInput } from "../../../src/sandbox/replicate-api/input-check.js";
import { SERVED_MODELS } from "../../../src/sandbox/replicate-api/served-models.js";
import { aPicture, casesOf, plainRequest } from "../../contracts/image-provider/requests.js";

const served = IMAGE_MODELS.filter(({ providers }) => providers.includes("replicate"));
const addressOf = (_: unknown, index: number) => `https://atelier.example/objects/${index}.png`;

/** What is sent of a model for a request. */
async function inputOf(modelId: string, change: Parameters<typeof plainRequest>[1] = {}) {
  const model = findModel(modelId);
  const replicate = findReplicateModel(modelId);
  if (!model || !replicate) throw new Error(`no ${modelId}`);
  const request = await plainRequest(model, change);
  return replicate.toInput(request, request.inputs.map(addressOf));
}

describe("what Replicate's models are sent", () => {
  it.each(served)(
    "is, of $id, what its page knows, whatever is asked for",
    async ({ id, ...model }) => {
      const replicate = findReplicateModel(id);
      if (!replicate) throw new Error(`replicate does not serve ${id}`);
      const { slug, version, toInput } = replicate;
      for (const { ability, request } of await casesOf({ id, ...model })) {
        const input = toInput(request, request.inputs.map(addressOf));
        const checked = checkInput(version ? { version } : { slug }, input);
        expect([ability, checked]).toMatchObject([ability, { kind: "ok", model: { modelId: id } }]);
      }
    },
  );

  it("is known to the sandbox for every model, and for no other", () => {
    expect(SERVED_MODELS.map(({ modelId }) => modelId).sort()).toEqual(
      served.map(({ id }) => id).sort(),
    );
  });

  it("carries every option under the model's own name", async () => {
    expect(await inputOf("flux-dev", { inputCount: 1, strength: 0.4, count: 3 })).toMatchObject({
      image: addressOf(null, 0),
      prompt_strength: 0.4,
      num_outputs: 3,
      megapixels: "1",
      num_inference_steps: 28,
      guidance: 3,
    });
    expect(await inputOf("flux-1.1-pro", { aspectRatio: "21:9" })).toMatchObject({
      aspect_ratio: "custom",
      width: 1_344,
      height: 576,
    });
    expect(await inputOf("flux-kontext-max", { inputCount: 1, enhance: true })).toMatchObject({
      input_image: addressOf(null, 0),
      aspect_ratio: "match_input_image",
      safety_tolerance: 2,
      prompt_upsampling: true,
    });
    expect(await inputOf("flux-kontext-multi-pro")).toMatchObject({
      input_image_1: addressOf(null, 0),
      input_image_2: addressOf(null, 1),
    });
    expect(await inputOf("flux-2-flex", { inputCount: 2, resolution: "4mp" })).toMatchObject({
      input_images: [addressOf(null, 0), addressOf(null, 1)],
      resolution: "4 MP",
      prompt_upsampling: false,
      steps: 30,
    });
    expect(await inputOf("flux-2-klein-4b", { inputCount: 1 })).toMatchObject({
      images: [addressOf(null, 0)],
    });
    expect(await inputOf("upscale-fast", { resolution: "4x" })).toMatchObject({ scale: 4 });
    expect(await inputOf("portrait-series", { count: 4 })).toMatchObject({ num_images: 4 });
    expect(await inputOf("kling-turbo", { inputCount: 1, seconds: 10 })).toEqual({
      prompt: "a red fox in the snow",
      start_image: addressOf(null, 0),
      duration: 10,
    });
  });

  it("is paid by the run, the megapixel and the second", async () => {
    const large = await aPicture({ width: 1_500, height: 1_000 });
    const costOf = async (id: string, change: Parameters<typeof plainRequest>[1]) => {
      const model = findModel(id);
      return model && findReplicateModel(id)?.unitMicroUsd(await plainRequest(model, change));
    };
    expect(await costOf("flux-2-pro", { resolution: "2mp" })).toBe(45_000);
    expect(await costOf("flux-2-pro", { inputs: [large] })).toBe(60_000);
    expect(await costOf("flux-2-max", { resolution: "4mp", inputCount: 1 })).toBe(190_000);
    expect(await costOf("flux-2-flex", { inputCount: 2 })).toBe(180_000);
    expect(await costOf("seedance-fast", { resolution: "1080p", seconds: 10 })).toBe(600_000);
    expect(await costOf("kling-turbo", { seconds: 5 })).toBe(350_000);
  });
});
