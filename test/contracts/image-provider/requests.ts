import { randomInt } from "node:crypto";
import sharp from "sharp";
import { type ImageModel, MATCH_INPUT } from "../../../src/core/catalog/model.js";
import { shapesFor, usualShape } from "../../../src/core/catalog/model-options.js";
import type { ImageRequest, InputPicture } from "../../../src/core/ports/image-provider.js";

/** A request, and what of the model it is there for. */
export interface Case {
  readonly ability: string;
  readonly request: ImageRequest;
  /** Looked at, not only asked for: drawing takes time. */
  readonly isLookedAt: boolean;
}

/** A picture of about 0.2 megapixels in three colours, which no shape of the models has by chance. */
export async function aPicture(
  change: { width?: number; height?: number; link?: string | null; noise?: boolean } = {},
): Promise<InputPicture> {
  const { width = 560, height = 400, link = null, noise = false } = change;
  const stripes = sharp({
    create: {
      width,
      height,
      channels: 3,
      background: { r: randomInt(256), g: 120, b: 60 },
      ...(noise && { noise: { type: "gaussian", mean: 128, sigma: 40 } }),
    },
  });
  const bytes = await stripes.png().toBuffer();
  return {
    contentType: "image/png",
    sizeBytes: bytes.length,
    width,
    height,
    read: async () => bytes,
    publicLink: async () => link,
  };
}

const shown = new Map<number, Promise<InputPicture>>();

/** The n-th of a few pictures that differ: they are made once. */
function somePicture(index: number): Promise<InputPicture> {
  const picture = shown.get(index) ?? aPicture();
  shown.set(index, picture);
  return picture;
}

/** The plainest request a model takes. */
export async function plainRequest(
  model: ImageModel,
  change: Partial<ImageRequest> & { inputCount?: number } = {},
): Promise<ImageRequest> {
  const { inputCount = model.inputs.min, ...options } = change;
  return {
    modelId: model.id,
    prompt: model.prompt === "none" ? "" : "a red fox in the snow",
    aspectRatio: usualShape(model, inputCount),
    resolution: model.resolutions[0].id,
    format: model.formats[0] ?? null,
    seconds: model.seconds?.default ?? null,
    strength: inputCount > 0 ? (model.strength?.default ?? null) : null,
    guidance: model.guidance?.default ?? null,
    steps: model.steps?.default ?? null,
    enhance: false,
    count: 1,
    seed: 7,
    inputs: await Promise.all(Array.from({ length: inputCount }, (_, index) => somePicture(index))),
    retention: "keep",
    ...options,
  };
}

/** Every ability the catalog claims for a model, one request each. */
export async function casesOf(model: ImageModel): Promise<readonly Case[]> {
  const cases: Case[] = [];
  async function add(
    ability: string,
    change: Parameters<typeof plainRequest>[1],
    isLookedAt = false,
  ): Promise<void> {
    cases.push({ ability, request: await plainRequest(model, change), isLookedAt });
  }
  const { inputs, seconds } = model;
  const fewest = inputs.max > 0 ? Math.max(1, inputs.min) : 0;
  const shapeLookedAt = shapesFor(model, fewest).findLast(
    (shape) => shape === MATCH_INPUT || shape === "21:9",
  );
  await add("plain", {});
  for (const inputCount of new Set([inputs.min, 1, 2, inputs.max])) {
    if (inputCount < inputs.min || inputCount > inputs.max) continue;
    if (inputCount > 0) await add(`${inputCount} pictures`, { inputCount });
    for (const aspectRatio of shapesFor(model, inputCount)) {
      const isLookedAt = aspectRatio === shapeLookedAt && inputCount === fewest;
      await add(`${inputCount} pictures, ${aspectRatio}`, { inputCount, aspectRatio }, isLookedAt);
    }
  }
  for (const { id } of model.resolutions) await add(id, { resolution: id });
  const last = model.formats.at(-1) ?? null;
  for (const format of model.formats) await add(format, { format }, format === last);
  if (last === null) await add("as it decides", {}, true);
  for (const length of seconds?.choices ?? []) await add(`${length} s`, { seconds: length });
  if (model.isBatched) await add("a batch", { count: model.maxCount });
  if (model.canEnhance) await add("enhance", { enhance: true });
  for (const option of ["guidance", "steps", "strength"] as const) {
    const range = model[option];
    const inputCount = option === "strength" ? Math.max(1, inputs.min) : inputs.min;
    for (const value of range ? [range.min, range.max] : []) {
      await add(`${option} ${value}`, { inputCount, [option]: value });
    }
  }
  return cases;
}
