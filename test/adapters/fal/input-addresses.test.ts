import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aPicture, aSubmission, openFalWorld, succeeded } from "./fal-world.js";

/** Three bytes a pixel: about nine megabytes. */
const LARGE = { width: 1_800, height: 1_700 };

describe("pictures given to fal", { timeout: 30_000 }, () => {
  let world: Awaited<ReturnType<typeof openFalWorld>>;
  beforeEach(async () => {
    world = await openFalWorld();
  });
  afterEach(() => world.close());

  async function edit(
    picture: Parameters<typeof aPicture>[0],
    change: { retention?: "keep" | "none"; modelId?: string; count?: number } = {},
  ) {
    const { count = 1, retention = "keep", modelId = "flux-2-pro" } = change;
    const isTreatment = modelId !== "flux-2-pro";
    const submission = aSubmission({
      modelId,
      retention,
      ...(isTreatment && { prompt: "", format: null }),
      aspectRatio: isTreatment ? null : "match_input",
      resolution: isTreatment ? "standard" : "1mp",
      inputs: await Promise.all(Array.from({ length: count }, () => aPicture(picture))),
    });
    const { providerRunId } = await world.provider.submit(submission);
    return { providerRunId, request: submission.request };
  }
  const sent = () => [world.control.posts()[0]?.input.image_urls].flat();

  it("travel by our links where there are any", async () => {
    const link = "https://atelier.example.org/objects/a.png?signature=x";
    await edit({ ...LARGE, link }, { retention: "none" });
    expect(sent()).toEqual([link]);
    expect(world.control.uploads()).toEqual([]);
  });

  it("travel with the request while all of them together fit", async () => {
    const run = await edit({}, { count: 3 });
    expect(sent()).toEqual(Array(3).fill(expect.stringMatching(/^data:image\/png;base64,/)));
    expect(world.control.uploads()).toEqual([]);
    expect(succeeded(await world.provider.poll(run)).outputs).toHaveLength(1);
  });

  it("are put into fal's storage for a day when they are too large for that", async () => {
    const run = await edit(LARGE);
    const [upload] = world.control.uploads();
    expect(sent()).toEqual([expect.stringContaining(`${world.origin}/files/uploads/`)]);
    expect(upload?.contentType).toBe("image/png");
    expect(upload?.sizeBytes).toBe(run.request.inputs[0]?.sizeBytes);
    // 30 000 for a megapixel made, and 15 000 for each of three that are given.
    expect(succeeded(await world.provider.poll(run)).costMicroUsd).toBe(30_000 + 3 * 15_000);
    expect(world.control.paidMicroUsd()).toBe(30_000 + 3 * 15_000);
  });

  it("are never stored there when nothing is to be kept", async () => {
    await expect(edit(LARGE, { retention: "none" })).rejects.toMatchObject({
      code: "input_rejected",
      retryable: false,
    });
    expect(world.control.posts()).toEqual([]);
    expect(world.control.uploads()).toEqual([]);
  });

  it("are asked about before anything is held", async () => {
    const linked = await openFalWorld({ hasLinks: true });
    for (const [count, retention, alone] of [
      [0, "none", true],
      [2, "none", true],
      [3, "none", false],
      [8, "keep", true],
    ] as const) {
      expect(world.provider.canTake({ count, retention })).toBe(alone);
      expect(linked.provider.canTake({ count, retention })).toBe(true);
    }
    await linked.close();
  });

  it("make no run when they cannot be stored", async () => {
    world.control.setReadsBroken(true);
    await expect(edit(LARGE)).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
    expect(world.control.posts()).toEqual([]);
  });

  it("have to be PNG for a model that takes nothing else", async () => {
    await expect(edit({ isJpeg: true }, { modelId: "upscale-crisp" })).rejects.toMatchObject({
      code: "input_rejected",
    });
    expect(world.control.posts()).toEqual([]);
    await edit({}, { modelId: "upscale-crisp" });
    expect(world.control.posts()).toMatchObject([
      { endpoint: "fal-ai/recraft/upscale/crisp", problems: [] },
    ]);
  });

  it("and all else go soon when nothing is to be kept, and stay as usual otherwise", async () => {
    await edit({}, { retention: "none" });
    await edit({});
    const [none, keep] = world.control.posts();
    expect(none?.headers).toMatchObject({
      "x-fal-object-lifecycle-preference": '{"expiration_duration_seconds":3600}',
      "x-fal-store-io": "0",
    });
    expect(Object.keys(keep?.headers ?? {})).toEqual(["x-fal-no-retry", "x-fal-request-timeout"]);
  });
});
