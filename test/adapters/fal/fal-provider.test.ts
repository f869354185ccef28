import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isBlackPicture } from "../../../src/adapters/fal/black-picture.js";
import type { ProviderOutput } from "../../../src/core/ports/image-provider.js";
import { aPicture, aRequest, aSubmission, openFalWorld, succeeded } from "./fal-world.js";

const fetchMade = (output: ProviderOutput | undefined) => {
  if (output?.kind !== "made") throw new Error(`the picture is ${JSON.stringify(output)}`);
  return output.fetch(new AbortController().signal);
};

describe("fal", () => {
  let world: Awaited<ReturnType<typeof openFalWorld>>;
  let nowMs = Date.now();
  beforeEach(async () => {
    nowMs = Date.now();
    world = await openFalWorld({ nowMs: () => nowMs });
  });
  afterEach(() => world.close());

  async function submit(change: Parameters<typeof aRequest>[0] = {}) {
    const submission = aSubmission(change);
    const { providerRunId } = await world.provider.submit(submission);
    return { providerRunId, request: submission.request };
  }

  it("asks once for a run that fal is not to repeat, nor to keep waiting for ever", async () => {
    const webhookUrl = "https://atelier.example.org/webhooks/fal/x?a=1&b=2";
    await world.provider.submit({ ...aSubmission({ count: 3 }), webhookUrl });

    expect(world.control.posts()).toMatchObject([
      {
        endpoint: "fal-ai/flux/schnell",
        webhook: webhookUrl,
        headers: { "x-fal-no-retry": "1", "x-fal-request-timeout": "180" },
        input: {
          prompt: "a red fox in the snow",
          image_size: { width: 1360, height: 768 },
          num_images: 3,
          num_inference_steps: 4,
          seed: 7,
          output_format: "png",
        },
        problems: [],
      },
    ]);
  });

  it.each([
    {
      change: {
        modelId: "flux-2-pro",
        resolution: "2mp",
        aspectRatio: "1:1",
        format: "jpg" as const,
      },
      endpoint: "fal-ai/flux-2-pro",
      input: {
        prompt: "a red fox in the snow",
        seed: 7,
        output_format: "jpeg",
        image_size: { width: 1440, height: 1440 },
        safety_tolerance: "2",
      },
      costMicroUsd: 45_000,
    },
    {
      change: {
        modelId: "flux-2-flex",
        aspectRatio: "1:1",
        resolution: "1mp",
        guidance: 3,
        steps: 20,
      },
      endpoint: "fal-ai/flux-2-flex",
      input: {
        prompt: "a red fox in the snow",
        seed: 7,
        output_format: "png",
        image_size: { width: 1024, height: 1024 },
        safety_tolerance: "2",
        guidance_scale: 3,
        num_inference_steps: 20,
        enable_prompt_expansion: false,
      },
      costMicroUsd: 60_000,
    },
    {
      change: { modelId: "flux-kontext-pro", aspectRatio: "21:9", enhance: true },
      endpoint: "fal-ai/flux-pro/kontext/text-to-image",
      input: {
        prompt: "a red fox in the snow",
        seed: 7,
        output_format: "png",
        aspect_ratio: "21:9",
        safety_tolerance: "2",
        enhance_prompt: true,
      },
      costMicroUsd: 40_000,
    },
    {
      change: { modelId: "seedance-fast", resolution: "720p", seconds: 8, format: null },
      endpoint: "fal-ai/bytedance/seedance/v1/pro/fast/text-to-video",
      input: {
        prompt: "a red fox in the snow",
        seed: 7,
        aspect_ratio: "16:9",
        resolution: "720p",
        duration: "8",
      },
      costMicroUsd: 176_000,
    },
    {
      change: { modelId: "kling-turbo", resolution: "1080p", seconds: 10, format: null },
      endpoint: "fal-ai/kling-video/v2.5-turbo/pro/text-to-video",
      input: { prompt: "a red fox in the snow", aspect_ratio: "16:9", duration: "10" },
      costMicroUsd: 700_000,
    },
  ])("asks $endpoint for $change.modelId in its own words", async (expected) => {
    const { change, endpoint, input, costMicroUsd } = expected;
    const run = await submit(change);

    expect(world.control.posts()).toMatchObject([{ endpoint, problems: [] }]);
    expect(world.control.posts()[0]?.input).toEqual(input);
    expect(world.provider.costMicroUsd(run.request)).toBe(costMicroUsd);
    expect(succeeded(await world.provider.poll(run)).costMicroUsd).toBe(costMicroUsd);
    expect(world.control.paidMicroUsd()).toBe(costMicroUsd);
  });

  it.each([
    { modelId: "flux-kontext-max", endpoint: "fal-ai/flux-pro/kontext/max", field: "image_url" },
    { modelId: "flux-dev", endpoint: "fal-ai/flux/dev/image-to-image", field: "image_url" },
    { modelId: "flux-2-max", endpoint: "fal-ai/flux-2-max/edit", field: "image_urls" },
    { modelId: "flux-2-dev", endpoint: "fal-ai/flux-2/edit", field: "image_urls" },
    { modelId: "flux-2-klein-4b", endpoint: "fal-ai/flux-2/klein/4b/edit", field: "image_urls" },
  ])("sends $modelId with a picture to $endpoint, in the picture's shape", async (expected) => {
    const { modelId, endpoint, field } = expected;
    const aspectRatio = modelId === "flux-dev" ? null : "match_input";
    const resolution = modelId === "flux-2-max" ? "1mp" : "standard";
    const strength = modelId === "flux-dev" ? 0 : null;
    const inputs = [await aPicture({ width: 400, height: 300 })];
    const run = await submit({ modelId, aspectRatio, resolution, strength, inputs });

    const [post] = world.control.posts();
    expect(post).toMatchObject({ endpoint, problems: [] });
    expect([post?.input[field]].flat()).toEqual([
      expect.stringMatching(/^data:image\/png;base64,/),
    ]);
    expect(post?.input).not.toHaveProperty("aspect_ratio");
    if (field === "image_urls") {
      expect(post?.input.image_size).toEqual({ width: 1168, height: 880 });
    }
    // Nothing of the picture is to stay; fal calls that 0.01 at least.
    if (modelId === "flux-dev") expect(post?.input.strength).toBe(0.01);
    expect(succeeded(await world.provider.poll(run)).outputs).toHaveLength(1);
  });

  it("refuses fewer steps than fal takes with a picture, and asks nobody", async () => {
    const inputs = [await aPicture()];
    const asked = submit({ modelId: "flux-dev", aspectRatio: null, steps: 9, inputs });
    await expect(asked).rejects.toMatchObject({ code: "provider_rejected" });
    expect(world.control.posts()).toEqual([]);
  });

  it("tells of the prompt that was used, when it was to be written out and has been", async () => {
    const asked = { modelId: "flux-kontext-pro", prompt: "a fox", enhance: true };
    const enhanced = succeeded(await world.provider.poll(await submit(asked)));
    const plain = succeeded(await world.provider.poll(await submit({ ...asked, enhance: false })));

    expect(enhanced.promptUsed).toBe("a fox, in fine detail");
    expect(plain).not.toHaveProperty("promptUsed");
  });

  it("takes single pictures out that were flagged as unsafe, and pays for them", async () => {
    world.control.nextFates("partial", "nsfw");
    const some = succeeded(await world.provider.poll(await submit({ count: 3 })));
    const none = succeeded(await world.provider.poll(await submit({ count: 2 })));

    expect(some.outputs.map(({ kind }) => kind)).toEqual(["made", "made", "missing"]);
    expect(some.outputs[2]).toEqual({ kind: "missing", index: 2, code: "content_refused" });
    expect(none.outputs.map((output) => "code" in output && output.code)).toEqual([
      "content_refused",
      "content_refused",
    ]);
    expect(some.costMicroUsd + none.costMicroUsd).toBe(5 * 3_000);
    expect(world.control.paidMicroUsd()).toBe(5 * 3_000);
  });

  it.each(["flux-schnell", "flux-2-pro"])(
    "sees that %s was painted black in silence",
    async (modelId) => {
      const resolution = modelId === "flux-2-pro" ? "1mp" : "standard";
      for (const format of ["png", "jpg"] as const) {
        world.control.nextFates("black");
        const run = await submit({ modelId, resolution, format });
        const [output] = succeeded(await world.provider.poll(run)).outputs;
        await expect(fetchMade(output)).rejects.toMatchObject({ code: "content_refused" });
      }
    },
  );

  it("hands out pictures that are dark, but not black", async () => {
    const [output] = succeeded(
      await world.provider.poll(await submit({ prompt: "night" })),
    ).outputs;
    expect(await isBlackPicture(await fetchMade(output))).toBe(false);
    expect(await isBlackPicture(new TextEncoder().encode("no picture"))).toBe(false);
  });

  it.each([
    ["fail", "provider_unavailable", 0],
    ["refuse", "content_refused", 0],
    ["refuse_made", "content_refused", 3_000],
    ["bad_picture", "input_rejected", 0],
    ["throttle", "provider_throttled", 0],
  ] as const)("is COMPLETED and has failed: %s is %s, for %i", async (fate, code, costMicroUsd) => {
    world.control.nextFates(fate);
    const run = await submit();
    expect(await world.provider.poll(run)).toEqual({ state: "failed", code, costMicroUsd });
    expect(world.control.paidMicroUsd()).toBe(costMicroUsd);
  });

  it("gives up a run that no machine begins, as soon as its time is over and not before", async () => {
    world.control.nextFates("slow_start");
    const run = await submit();
    nowMs += 179_000;
    expect(await world.provider.poll(run)).toEqual({ state: "waiting" });
    nowMs += 1_000;
    const ended = { state: "failed", code: "provider_unavailable", costMicroUsd: 0 };
    expect(await world.provider.poll(run)).toEqual(ended);
    expect(world.control.paidMicroUsd()).toBe(0);
  });

  it("rejects a picture that is not where it should be, and does not pay for it", async () => {
    const link = `${world.origin}/files/uploads/nothing`;
    const run = await submit({
      modelId: "flux-kontext-pro",
      aspectRatio: "match_input",
      inputs: [await aPicture({ link })],
    });
    expect(world.control.posts()[0]?.input.image_url).toBe(link);
    const ended = { state: "failed", code: "input_rejected", costMicroUsd: 0 };
    expect(await world.provider.poll(run)).toEqual(ended);
    expect(world.control.paidMicroUsd()).toBe(0);
  });

  it("learns nothing about a run while reads are broken", async () => {
    const run = await submit();
    world.control.setReadsBroken(true);
    const unavailable = { code: "provider_unavailable", retryable: true };
    await expect(world.provider.poll(run)).rejects.toMatchObject(unavailable);
    await expect(world.provider.cancel(run)).rejects.toMatchObject(unavailable);
    world.control.setReadsBroken(false);
    expect((await world.provider.poll(run)).state).toBe("succeeded");
  });

  it("pays for what was made of a run before it was cancelled, and for nothing else", async () => {
    world.control.setPaceMs(4_000);
    const [early, late] = [await submit(), await submit()];
    await world.provider.cancel(early);
    nowMs += 3_000;
    await world.provider.cancel(late);

    const failed = { state: "failed", code: "provider_unavailable" };
    expect(await world.provider.poll(early)).toEqual({ ...failed, costMicroUsd: 0 });
    expect(await world.provider.poll(late)).toEqual({ ...failed, costMicroUsd: 3_000 });
    expect(world.control.paidMicroUsd()).toBe(3_000);
  });

  it("says of a wrong key that somebody has to change it", async () => {
    const locked = await openFalWorld({ key: "another:key" });
    const run = { providerRunId: "00000000-0000-0000-0000-000000000000", request: aRequest() };
    const configuration = { code: "configuration", retryable: false };
    await expect(locked.provider.submit(aSubmission())).rejects.toMatchObject(configuration);
    await expect(locked.provider.poll(run)).rejects.toMatchObject(configuration);
    await locked.close();
  });

  it("knows that nothing was sent when nobody listens", async () => {
    await world.close();
    await expect(world.provider.submit(aSubmission())).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
    world = await openFalWorld();
  });
});
