import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createDisplayCopies } from "../../../src/adapters/media/display-copies.js";
import { markPicture, readMark } from "../../../src/adapters/media/mark/picture-marker.js";
import type { GenerationId } from "../../../src/core/ids.js";

const copies = createDisplayCopies();

function noise(width: number, height: number, channels: 3 | 4 = 3): Promise<Uint8Array> {
  const raw = { width, height, channels };
  return sharp(randomBytes(width * height * channels), { raw })
    .png()
    .toBuffer();
}

describe("copies to look at", () => {
  it.each(["jpeg", "webp"] as const)("keep the full size where a %s of it fits", async (format) => {
    const original = await noise(400, 300);
    const copy = await copies.make(original, { maxBytes: original.byteLength, format });
    expect(copy?.contentType).toBe(`image/${format}`);
    expect(await sharp(copy?.bytes).metadata()).toMatchObject({ width: 400, height: 300, format });
  });

  it.each(["jpeg", "webp"] as const)("say as a %s too that AI made them", async (format) => {
    const facts = { modelName: "X", isEdit: false, prompt: null, madeAt: new Date(0) };
    const generationId = "0b3f6a52-9d4e-4c1b-8a77-2f1e5d6c7b88" as GenerationId;
    const original = markPicture(await noise(80, 60), { ...facts, generationId });
    const copy = original && (await copies.make(original, { maxBytes: 100_000, format }));
    expect(copy && readMark(copy.bytes)).toEqual({
      isMadeByAi: true,
      tool: "Atelier (X)",
      generationId,
    });
  });

  it("get smaller only when nothing else helps", async () => {
    const original = await noise(600, 400);
    const copy = await copies.make(original, { maxBytes: 60_000, format: "jpeg" });
    expect(copy?.bytes.byteLength).toBeLessThanOrEqual(60_000);
    const { width, height } = await sharp(copy?.bytes).metadata();
    expect(width).toBeLessThan(600);
    expect(width / height).toBeCloseTo(1.5, 1);
  });

  it("have no more pixels than a chat shows", async () => {
    const original = await sharp({
      create: { width: 900, height: 300, channels: 3, background: "red" },
    })
      .png()
      .toBuffer();
    const bounds = { maxBytes: 1_000_000, maxSides: 600, format: "jpeg" } as const;
    const { width, height } = await sharp((await copies.make(original, bounds))?.bytes).metadata();
    expect(width + height).toBeLessThanOrEqual(600);
  });

  it("stand on white where a JPEG knows no transparency, and keep it in a WebP", async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const original = await sharp({
      create: { width: 80, height: 80, channels: 4, background: clear },
    })
      .png()
      .toBuffer();
    const pixelOf = async (format: "jpeg" | "webp") => {
      const copy = await copies.make(original, { maxBytes: 100_000, format });
      const { data } = await sharp(copy?.bytes).raw().toBuffer({ resolveWithObject: true });
      return [...data.subarray(0, format === "jpeg" ? 3 : 4)];
    };
    expect(await pixelOf("jpeg")).toEqual([255, 255, 255]);
    expect((await pixelOf("webp"))[3]).toBe(0);
  });

  it("are none where nothing of use fits, and of what is no picture", async () => {
    expect(await copies.make(await noise(300, 300), { maxBytes: 40, format: "webp" })).toBeNull();
    const words = new TextEncoder().encode("no picture");
    expect(await copies.make(words, { maxBytes: 1_000, format: "webp" })).toBeNull();
  });
});
