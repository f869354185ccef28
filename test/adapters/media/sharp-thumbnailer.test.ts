import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { sharpThumbnailer } from "../../../src/adapters/media/sharp-thumbnailer.js";
import { SMALL_MP4 } from "../../fixtures/small-video.js";

function aPicture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: "#3060a0" } })
    .png()
    .toBuffer();
}

describe("a thumbnail", () => {
  it.each([
    [1_024, 1_024, 320, 320],
    [1_600, 1_200, 427, 320],
    [2_048, 256, 640, 80],
    [100, 60, 100, 60],
    [1, 4_000, 1, 4_000],
  ])("of %i × %i is %i × %i", async (width, height, ...expected) => {
    const thumbnail = await sharpThumbnailer.shrink(await aPicture(width, height));
    const made = await sharp(thumbnail!).metadata();
    expect(made.format).toBe("webp");
    expect([made.width, made.height]).toEqual(expected);
  });

  it("carries no metadata", async () => {
    const tagged = await sharp(await aPicture(400, 400))
      .withExif({ IFD0: { Artist: "Ada" } })
      .jpeg()
      .toBuffer();
    const thumbnail = await sharpThumbnailer.shrink(tagged);
    expect((await sharp(thumbnail!).metadata()).exif).toBeUndefined();
  });

  it("is not to be had of a video, nor of what is no picture", async () => {
    expect(await sharpThumbnailer.shrink(SMALL_MP4)).toBeNull();
    expect(await sharpThumbnailer.shrink(new Uint8Array([1, 2, 3]))).toBeNull();
  });
});

describe("a sheet", () => {
  it.each([
    [1, 336, 336],
    [2, 664, 336],
    [4, 992, 664],
    [12, 992, 1_320],
  ])("of %i pictures has three in a row", async (count, width, height) => {
    const thumbnail = await sharpThumbnailer.shrink(await aPicture(640, 480));
    const tiles = Array.from({ length: count }, (_, at) => ({
      thumbnail: at === 1 ? null : thumbnail,
      number: at + 1,
      isClip: at === 1,
      isFavourite: at === 0,
    }));
    const sheet = await sharpThumbnailer.drawSheet(tiles);
    expect(await sharp(sheet).metadata()).toMatchObject({ format: "jpeg", width, height });
  });

  it("shows each picture in its place, with a number in its corner", async () => {
    const thumbnail = await sharpThumbnailer.shrink(await aPicture(320, 320));
    const tile = { thumbnail, number: 7, isClip: false, isFavourite: false };
    const sheet = sharp(await sharpThumbnailer.drawSheet([tile, { ...tile, thumbnail: null }]));
    const { data, info } = await sheet.raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ];
    const isNear = (pixel: number[], wanted: number[]) =>
      pixel.every((value, channel) => Math.abs(value - wanted[channel]!) < 25);
    expect(isNear(at(170, 170), [0x30, 0x60, 0xa0])).toBe(true);
    expect(isNear(at(500, 170), [0x2c, 0x29, 0x36])).toBe(true);
    expect(isNear(at(14, 60), [0x18, 0x1d, 0x2e])).toBe(true);
  });
});
