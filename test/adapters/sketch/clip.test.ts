import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { aPhoto, difference, draw, withoutLabel } from "./sketches.js";

const clip = { modelId: "seedance-fast", seconds: 5, aspectRatio: "16:9" } as const;

async function framesOf(bytes: Uint8Array): Promise<Buffer[]> {
  const { pages = 1 } = await sharp(bytes).metadata();
  return Promise.all(
    Array.from({ length: pages }, (_, page) => sharp(bytes, { page }).png().toBuffer()),
  );
}

describe("sketch: clip", () => {
  it("is a short loop that moves, small enough to be sent", async () => {
    const started = process.cpuUsage();
    const { bytes, contentType } = await draw({ ...clip, prompt: "a red fox in the snow" });
    const { user, system } = process.cpuUsage(started);
    const { width, pageHeight, pages, delay, loop } = await sharp(bytes, {
      animated: true,
    }).metadata();
    const frames = await framesOf(bytes);
    const seconds = delay!.reduce((sum, ms) => sum + ms, 0) / 1000;

    expect(contentType).toBe("image/gif");
    expect(width / pageHeight!).toBeCloseTo(16 / 9, 1);
    expect(Math.max(width, pageHeight!)).toBeLessThanOrEqual(512);
    expect(pages! / seconds).toBeGreaterThanOrEqual(8);
    expect(seconds).toBeGreaterThanOrEqual(2);
    expect(seconds).toBeLessThanOrEqual(3);
    expect(loop).toBe(0);
    expect(bytes.length).toBeLessThan(2_000_000);
    expect(await difference(frames[0]!, frames[4]!)).toBeGreaterThan(2);
    // The last frame leads back to the first one.
    expect(await difference(frames[0]!, frames.at(-1)!)).toBeLessThan(
      (await difference(frames[0]!, frames[4]!)) * 1.6,
    );
    // Half as much again as it may take on a machine that does nothing else.
    expect((user + system) / 1e6).toBeLessThan(4);
  });

  it("moves over a picture that is given, in its shape", async () => {
    const photo = await aPhoto({ width: 600, height: 900 });
    const { bytes } = await draw({ ...clip, aspectRatio: null, prompt: "slow zoom" }, [photo]);
    const { width, pageHeight } = await sharp(bytes, { animated: true }).metadata();
    const frames = await framesOf(bytes);

    expect(width / pageHeight!).toBeCloseTo(2 / 3, 1);
    expect(await difference(await withoutLabel(frames[0]!), photo)).toBeLessThan(22);
    expect(await difference(frames[0]!, frames[9]!)).toBeGreaterThan(4);
  });

  it.each(["9:16", "21:9"])("has the shape %s", async (aspectRatio) => {
    const { bytes } = await draw({ ...clip, aspectRatio, prompt: "a meadow in the rain" });
    const { width, pageHeight } = await sharp(bytes, { animated: true }).metadata();
    const [across, down] = aspectRatio.split(":").map(Number);

    expect(width / pageHeight! / (across! / down!)).toBeCloseTo(1, 1);
  });
});
