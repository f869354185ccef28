import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createSketchProvider,
  type SketchCondition,
} from "../../../src/adapters/sketch/sketch-provider.js";
import { IMAGE_MODELS } from "../../../src/core/catalog/models.js";
import type { AttemptId } from "../../../src/core/ids.js";
import type {
  ImageProvider,
  ImageRequest,
  InputPicture,
  ProviderRun,
} from "../../../src/core/ports/image-provider.js";
import { aPhoto } from "./sketches.js";

const inputOf = (bytes: Uint8Array): InputPicture => ({
  contentType: "image/jpeg",
  sizeBytes: bytes.length,
  width: 300,
  height: 200,
  read: async () => bytes,
  publicLink: async () => null,
});

function succeeded(run: ProviderRun) {
  if (run.state !== "succeeded") throw new Error(`the run is ${run.state}`);
  return run;
}

describe("sketch provider", () => {
  let folder: string;
  let provider: ImageProvider;
  let now = new Date("2026-05-01T12:00:00Z");
  let condition: SketchCondition = "ok";
  const start = () =>
    createSketchProvider({
      folder: join(folder, "runs"),
      clock: { now: () => now },
      conditions: { paceMs: () => 0, next: () => condition },
    });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sketch-provider-"));
    condition = "ok";
    provider = start();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const aRequest = (change: Partial<ImageRequest> = {}): ImageRequest => ({
    modelId: "flux-schnell",
    prompt: "a red fox in the snow",
    count: 1,
    seed: 7,
    inputs: [],
    retention: "keep",
    aspectRatio: "16:9",
    resolution: "standard",
    format: null,
    seconds: null,
    strength: null,
    guidance: null,
    steps: null,
    enhance: false,
    ...change,
  });
  async function submit(change: Partial<ImageRequest> = {}, attemptId = randomUUID() as AttemptId) {
    const request = aRequest(change);
    const trace = { attemptId, request, startedAt: now, isTaken: async () => false };
    const run = await provider.submit({ ...trace, webhookUrl: null, timeoutMs: 5_000 });
    return { request, trace, ...run };
  }
  async function fetchAll(run: { providerRunId: string; request: ImageRequest }, by = provider) {
    const { outputs } = succeeded(await by.poll(run));
    return Promise.all(
      outputs.map((output) => {
        if (output.kind === "missing") throw new Error("a picture is missing");
        return output.fetch(new AbortController().signal);
      }),
    );
  }

  it("serves every model of the catalogue, and no other", () => {
    expect(IMAGE_MODELS.filter(({ id }) => !provider.serves(id))).toEqual([]);
    expect(provider.serves("somebody-elses")).toBe(false);
    expect(provider.canTake({ count: 8, retention: "none" })).toBe(true);
  });

  // One model of each kind: the others are drawn in the same way.
  const kinds = new Map(
    IMAGE_MODELS.map(({ id, task, inputs }) => [`${task} of ${inputs.min}`, id] as const),
  );
  it.each([...kinds])("draws %s with %s", async (_, modelId) => {
    const model = IMAGE_MODELS.find(({ id }) => id === modelId)!;
    const photo = inputOf(await aPhoto({ width: 300, height: 200 }));
    const inputs = Array.from({ length: model.inputs.min }, () => photo);
    const run = await submit({
      modelId,
      inputs,
      prompt: model.prompt === "none" ? "" : "a red fox",
      aspectRatio: inputs.length === 0 ? model.defaultAspectRatio : null,
      resolution: model.resolutions[0].id,
      format: model.formats[0] ?? null,
      seconds: model.seconds?.default ?? null,
    });
    const [bytes] = await fetchAll(run);
    const { format, pages = 1 } = await sharp(bytes).metadata();

    if (model.output === "clip") expect([format, pages > 1]).toEqual(["gif", true]);
    else expect(["png", "jpeg"]).toContain(format);
  });

  it("draws from the pictures it was given after a restart too", async () => {
    const photo = await aPhoto({ width: 300, height: 200 });
    const run = await submit({
      modelId: "flux-kontext-pro",
      aspectRatio: "match_input",
      inputs: [inputOf(photo)],
    });
    const [before] = await fetchAll(run);
    const [after] = await fetchAll(run, start());

    expect(Buffer.from(before!).equals(after!)).toBe(true);
  });

  it("deletes the pictures it was given with the run, after an hour", async () => {
    const photo = await aPhoto({ width: 300, height: 200 });
    await submit({
      modelId: "restore",
      prompt: "",
      aspectRatio: null,
      inputs: [inputOf(photo)],
    });
    expect(await readdir(join(folder, "runs"))).toHaveLength(2);
    now = new Date(now.getTime() + 3_700_000);
    await submit();
    expect(await readdir(join(folder, "runs"))).toHaveLength(1);

    // By itself as well, when nobody asks for another one.
    now = new Date(now.getTime() + 3_700_000);
    await start().tidy?.();
    expect(await readdir(join(folder, "runs"))).toEqual([]);
  });

  it("forgets words and pictures at once when asked, but not that there was a run", async () => {
    const photo = await aPhoto({ width: 300, height: 200 });
    const run = await submit({ modelId: "flux-kontext-pro", inputs: [inputOf(photo)] });
    const { outputs } = succeeded(await provider.poll(run));
    await provider.forget?.(run);
    await provider.forget?.(run);

    await expect(provider.poll(run)).rejects.toMatchObject({ code: "not_found" });
    expect(await provider.find(run.trace)).toMatchObject({ kind: "found" });
    expect(await readdir(join(folder, "runs"))).toHaveLength(1);
    const [output] = outputs;
    if (output?.kind !== "made") throw new Error("a picture is missing");
    await expect(output.fetch(new AbortController().signal)).rejects.toMatchObject({
      code: "output_unusable",
    });
  });

  it("tells what it has made of the prompt, always the same, and only when asked to", async () => {
    const asked = await submit({ modelId: "flux-kontext-pro", enhance: true });
    const plain = await submit({ modelId: "flux-kontext-pro" });
    const { promptUsed } = succeeded(await provider.poll(asked));

    expect(promptUsed).toMatch(/^a red fox in the snow, .*falling snow/);
    expect(succeeded(await start().poll(asked)).promptUsed).toBe(promptUsed);
    expect(succeeded(await provider.poll(plain))).not.toHaveProperty("promptUsed");
  });

  it.each<Partial<ImageRequest>>([
    { aspectRatio: "match_input" },
    { aspectRatio: "99:1" },
    { count: 5 },
    { seed: -1 },
    { modelId: "restore" },
  ])("rejects %o for good", async (change) => {
    await expect(submit(change)).rejects.toMatchObject({
      code: "provider_rejected",
      retryable: false,
    });
  });

  it("refuses what is no picture when it is handed over", async () => {
    await expect(
      submit({
        modelId: "restore",
        prompt: "",
        aspectRatio: null,
        inputs: [inputOf(Buffer.from("<html>"))],
      }),
    ).rejects.toMatchObject({ code: "input_rejected", retryable: false });
  });

  it("keeps the last picture of a batch back, never the only one", async () => {
    condition = "partial";
    const photo = inputOf(await aPhoto({ width: 300, height: 200 }));
    const series = {
      modelId: "portrait-series",
      prompt: "",
      aspectRatio: null,
      inputs: [photo],
      count: 4,
    };
    const kindsOf = async (change: Partial<ImageRequest>) =>
      succeeded(await provider.poll(await submit(change))).outputs.map(({ kind }) => kind);

    expect(await kindsOf(series)).toEqual(["made", "made", "made", "missing"]);
    expect(await kindsOf({})).toEqual(["made"]);
  });
});
