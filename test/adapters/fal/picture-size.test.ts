import { describe, expect, it } from "vitest";
import { countMegapixels, toPictureSize } from "../../../src/adapters/fal/picture-size.js";
import { aRequest } from "./fal-world.js";

const FLUX_2 = { min: 512, max: 2048, step: 16 };
const input = (width: number, height: number) => ({
  contentType: "image/png",
  sizeBytes: 1,
  width,
  height,
  read: async () => new Uint8Array(),
  publicLink: async () => null,
});

describe("the size of a picture at fal", () => {
  it.each([
    ["1:1", "standard", 1024, 1024],
    ["16:9", "1mp", 1360, 768],
    ["9:16", "1mp", 768, 1360],
    ["1:1", "2mp", 1440, 1440],
    ["1:1", "4mp", 2048, 2048],
    ["4:3", "4mp", 2048, 1536],
  ])("%s in %s is %i × %i", (aspectRatio, resolution, width, height) => {
    const size = toPictureSize(aRequest({ aspectRatio, resolution }), FLUX_2);
    expect(size).toEqual({ width, height });
  });

  it.each([
    [3000, 2000],
    [400, 300],
    [1000, 1010],
  ])("matches a picture of %i × %i in one megapixel", (width, height) => {
    const request = aRequest({ aspectRatio: "match_input", inputs: [input(width, height)] });
    const size = toPictureSize(request, FLUX_2);
    expect(size.width / size.height / (width / height)).toBeCloseTo(1, 1);
    expect(size.width * size.height).toBeGreaterThan(900_000);
    expect(countMegapixels(size)).toBe(1);
  });

  it.each([
    [9000, 300],
    [300, 9000],
  ])("stays within what is made, however long the picture of %i × %i", (width, height) => {
    const request = aRequest({ aspectRatio: "match_input", inputs: [input(width, height)] });
    const size = toPictureSize(request, FLUX_2);
    expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(512);
    expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(2048);
    expect(countMegapixels(size)).toBe(1);
    expect(size.width > size.height).toBe(width > height);
  });

  it("counts begun megapixels, a full one as one", () => {
    expect(countMegapixels({ width: 1024, height: 1024 })).toBe(1);
    expect(countMegapixels({ width: 1920, height: 1080 })).toBe(2);
    expect(countMegapixels({ width: 100, height: 100 })).toBe(1);
  });
});
