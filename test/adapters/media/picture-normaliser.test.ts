import { crc32 } from "node:zlib";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { createPictureNormaliser } from "../../../src/adapters/media/picture-normaliser.js";
import {
  MAX_PICTURE_BYTES,
  type NormalisedPicture,
} from "../../../src/core/ports/picture-normaliser.js";
import { hasExiftool, readMetadata } from "../../fixtures/exiftool.js";
import { aHeicOfTiles } from "../../fixtures/heic-grid.js";
import { TRANSPARENT_HEIC, TURNED_HEIC } from "../../fixtures/heic-pictures.js";
import {
  animation,
  BLUE,
  blank,
  type Colour,
  corners,
  drawing,
  GREEN,
  RED,
} from "./small-pictures.js";

const BOUNDS = { maxPixels: 4_000_000, maxSide: 4_096 };

describe("picture normaliser", () => {
  const normaliser = createPictureNormaliser();
  afterAll(() => normaliser.close());

  async function normalised(bytes: Uint8Array, bounds = BOUNDS): Promise<NormalisedPicture> {
    const result = await normaliser.normalise(bytes, bounds);
    if ("problem" in result) throw new Error(`refused: ${result.problem}`);
    return result;
  }

  async function expectCorners(bytes: Uint8Array, wanted: readonly Colour[]) {
    const seen = await corners(bytes);
    seen.forEach((colour, index) => {
      const difference = colour.map((value, channel) =>
        Math.abs(value - (wanted[index]?.[channel] ?? 255)),
      );
      expect(Math.max(...difference), `corner ${index} is ${colour}`).toBeLessThanOrEqual(6);
    });
  }

  it.each([
    ["jpeg", () => drawing().jpeg({ quality: 100, chromaSubsampling: "4:4:4" })],
    ["jpeg", () => drawing().jpeg({ quality: 100, chromaSubsampling: "4:4:4", progressive: true })],
    ["png", () => drawing().png()],
    ["png", () => drawing().png({ palette: true, progressive: true })],
    ["png", () => drawing().toColourspace("rgb16").png()],
    ["webp", () => drawing().webp({ lossless: true })],
    ["avif", () => drawing().avif({ quality: 100, chromaSubsampling: "4:4:4" })],
    ["gif", () => drawing().gif()],
    ["tiff", () => drawing().tiff({ compression: "lzw" })],
  ] as const)("makes one form of a %s", async (format, make) => {
    const result = await normalised(await make().toBuffer());

    expect(result).toMatchObject({
      contentType: "image/png",
      extension: "png",
      width: 64,
      height: 32,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      notes: [],
      originalFormat: format,
    });
    expect(await sharp(result.bytes).metadata()).toMatchObject({
      format: "png",
      space: "srgb",
      depth: "uchar",
      width: 64,
      height: 32,
    });
    await expectCorners(result.bytes, [RED, GREEN, RED, BLUE]);
  });

  it("reads HEIC, turned as the file asks for", async () => {
    const result = await normalised(TURNED_HEIC);

    expect(result).toMatchObject({ width: 32, height: 64, originalFormat: "heic", notes: [] });
    await expectCorners(result.bytes, [GREEN, BLUE, RED, RED]);
  });

  it.each([
    [undefined, undefined],
    [1, undefined],
    [2, "top_to_bottom"],
    [3, "left_to_right"],
  ] as const)(
    "puts HEIC together from tiles, turned by %s and mirrored %s",
    async (quarters, mirror) => {
      const [width, height] = [150, 100];
      const shape = { columns: 3, rows: 2, tileSide: 64, width, height };
      const tiles = Array<Buffer>(6).fill(TURNED_HEIC);
      const { bytes } = await normalised(
        aHeicOfTiles(tiles, { ...shape, ...(quarters && { quarters }), ...(mirror && { mirror }) }),
      );

      const wanted = sharp(await turned(await drawnTiles(shape), quarters ?? 0))
        .flip(mirror === "top_to_bottom")
        .flop(mirror === "left_to_right");
      const { data, info } = await wanted.raw().toBuffer({ resolveWithObject: true });
      const seen = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      expect([seen.info.width, seen.info.height]).toEqual([info.width, info.height]);
      expect(meanDifference(data, seen.data)).toBeLessThan(4);
    },
  );

  it.each([
    [370, 250, 1],
    [379, 241, 3],
  ] as const)(
    "scales HEIC of %i × %i down as sharp would, turned by %i",
    async (width, height, quarters) => {
      const shape = { columns: 7, rows: 5, tileSide: 64, width, height };
      const heic = aHeicOfTiles(Array<Buffer>(35).fill(TURNED_HEIC), { ...shape, quarters });
      const small = await normalised(heic, { maxPixels: 6_000, maxSide: 4_096 });

      const size = { width: small.width, height: small.height };
      const whole = await turned(await drawnTiles({ width, height }), quarters);
      const wanted = await sharp(whole)
        .resize({ ...size, fit: "fill" })
        .raw()
        .toBuffer();
      const seen = await sharp(small.bytes).raw().toBuffer();
      expect(small.notes).toEqual(["scaled_down"]);
      // Edges of one pixel come out a little softer or harder.
      expect(meanDifference(wanted, seen)).toBeLessThan(8);
    },
  );

  it("keeps transparency", async () => {
    const wanted = [
      [...RED, 255],
      [...GREEN, 0],
      [...RED, 255],
      [...BLUE, 0],
    ];
    const { bytes } = await normalised(TRANSPARENT_HEIC);
    await expectCorners(bytes, wanted);
    const webp = await sharp(bytes).webp({ lossless: true, exact: true }).toBuffer();
    await expectCorners((await normalised(webp)).bytes, wanted);
  });

  it.each(["png", "jpeg"] as const)(
    "turns the %s that a camera says was held on its side",
    async (format) => {
      for (const [orientation, wanted] of [
        [3, [BLUE, RED, GREEN, RED]],
        [6, [RED, RED, BLUE, GREEN]],
        [7, [BLUE, GREEN, RED, RED]],
      ] as const) {
        const held = await drawing()
          .withMetadata({ orientation })
          [format](format === "jpeg" ? { quality: 100, chromaSubsampling: "4:4:4" } : {})
          .toBuffer();
        const { bytes, width } = await normalised(held);
        expect(width).toBe(orientation === 3 ? 64 : 32);
        await expectCorners(bytes, wanted);
        expect((await sharp(bytes).metadata()).orientation).toBeUndefined();
      }
    },
  );

  it("converts colours by the profile they come with, and leaves the profile behind", async () => {
    const wide = await drawing().withIccProfile("p3").png().toBuffer();
    const { bytes } = await normalised(wide);
    await expectCorners(bytes, [RED, GREEN, RED, BLUE]);
    expect((await sharp(bytes).metadata()).icc).toBeUndefined();

    const printed = await blank(64, 64, [255, 255, 255]).toColourspace("cmyk").jpeg().toBuffer();
    expect((await sharp(printed).metadata()).space).toBe("cmyk");
    await expectCorners((await normalised(printed)).bytes, Array(4).fill([255, 255, 255]));
  });

  it.each(["gif", "webp"] as const)(
    "takes the first frame of an animated %s, and says so",
    async (format) => {
      const { bytes, notes } = await normalised(await animation(format, [GREEN, RED, BLUE]));
      expect(notes).toEqual(["first_frame_only"]);
      await expectCorners(bytes, Array(4).fill(GREEN));
    },
  );

  it("takes the first frame of an animated PNG", async () => {
    const still = await drawing().png().toBuffer();
    const control = chunk("acTL", Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
    const moving = Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]);
    expect((await normalised(moving)).notes).toEqual(["first_frame_only"]);
  });

  it("shrinks to the bounds, in its shape, and never enlarges", async () => {
    const picture = await blank(3_000, 2_000, RED).png().toBuffer();
    const byPixels = await normalised(picture, { maxPixels: 1_500_000, maxSide: 4_096 });
    expect(byPixels).toMatchObject({ width: 1_500, height: 1_000, notes: ["scaled_down"] });
    const bySide = await normalised(picture, { maxPixels: 4_000_000, maxSide: 300 });
    expect(bySide).toMatchObject({ width: 300, height: 200 });
    const strip = await normalised(await blank(9_000, 1, RED).png().toBuffer());
    expect(strip).toMatchObject({ width: 4_096, height: 1 });
  });

  it("loses nothing, however often a picture goes through", async () => {
    const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
    const create = { width: 200, height: 150, channels: 3, background: "#000", noise } as const;
    const photo = await sharp({ create }).jpeg().toBuffer();
    const first = await normalised(photo);
    expect(await sharp(first.bytes).raw().toBuffer()).toEqual(await sharp(photo).raw().toBuffer());
    let last = first;
    for (let round = 0; round < 10; round += 1) last = await normalised(last.bytes);
    expect(last.sha256).toBe(first.sha256);
  });

  it("keeps a photograph that would be too large as a PNG as a JPEG, and says so", async () => {
    const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
    const create = { width: 3_200, height: 2_800, channels: 3, background: "#000", noise } as const;
    const photo = await sharp({ create }).jpeg({ quality: 75 }).toBuffer();
    const result = await normalised(photo, { maxPixels: 20_000_000, maxSide: 4_096 });
    expect(result).toMatchObject({ contentType: "image/jpeg", extension: "jpg", width: 3_200 });
    expect(result.notes).toEqual(["stored_with_loss"]);
    expect(result.bytes.length).toBeLessThan(MAX_PICTURE_BYTES);
  });

  it.skipIf(!hasExiftool)("leaves no metadata behind, least of all places", async () => {
    const exif = {
      IFD0: { Copyright: "Ada", Make: "a camera" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 3230/100" },
    };
    const sources = [
      await drawing()
        .withExif(exif)
        .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        .jpeg()
        .toBuffer(),
      await drawing().withExif(exif).webp().toBuffer(),
      TURNED_HEIC,
    ];
    for (const source of sources) {
      expect(await readMetadata(source)).toContain("EXIF:GPS:GPSLatitude");
      const { bytes } = await normalised(source);
      expect(await readMetadata(bytes)).toEqual([]);
    }
  });

  it.each([
    ["nothing", "", { problem: "not_a_picture" }],
    ["words", "a picture of a cat", { problem: "not_a_picture" }],
    ["a web page", "<!doctype html><html><svg/></html>", { problem: "not_a_picture" }],
    ["a PDF", "%PDF-1.7\n\xff\xd8\xff\xe0", { problem: "not_a_picture" }],
    ["a video", "\0\0\0\x18ftypmp42\0\0\0\0mp42isom", { problem: "not_a_picture" }],
    [
      "an SVG",
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      { problem: "kind_not_supported", kind: "SVG" },
    ],
    ["a PSD", "8BPS\0\x01", { problem: "kind_not_supported", kind: "PSD" }],
    ["an icon", "\0\0\x01\0\x01\0", { problem: "kind_not_supported", kind: "ICO" }],
    [
      "HEIF with other coding",
      "\0\0\0\x14ftypmif1\0\0\0\0avci",
      { problem: "kind_not_supported", kind: "HEIF" },
    ],
    ["a PNG without a header", "\x89PNG\r\n\x1a\n\0\0\0\0IEND", { problem: "damaged" }],
    ["the beginning of a JPEG", "\xff\xd8\xff\xe0\0\x10JFIF", { problem: "damaged" }],
  ])("refuses %s", async (_name, text, problem) => {
    expect(await normaliser.normalise(Buffer.from(text, "latin1"), BOUNDS)).toEqual(problem);
  });

  it("refuses what ends early, and what is too large", async () => {
    for (const whole of [
      await drawing().resize(600).png({ compressionLevel: 0 }).toBuffer(),
      await drawing().resize(600).jpeg().toBuffer(),
      await drawing().resize(600).webp({ lossless: true }).toBuffer(),
      TURNED_HEIC,
    ]) {
      const torn = whole.subarray(0, Math.floor(whole.length * 0.7));
      expect(await normaliser.normalise(torn, BOUNDS)).toEqual({ problem: "damaged" });
    }
    const large = Buffer.concat([
      await drawing().png().toBuffer(),
      Buffer.alloc(MAX_PICTURE_BYTES),
    ]);
    expect(await normaliser.normalise(large, BOUNDS)).toEqual({ problem: "too_large" });
  });

  it.each(Object.keys(BOMBS))(
    "refuses by its header a %s of absurdly many pixels",
    async (kind) => {
      const bomb = await BOMBS[kind]?.();
      if (!bomb) throw new Error(`there is no ${kind}`);
      const startedAt = performance.now();
      expect(await normaliser.normalise(bomb, BOUNDS)).toEqual({ problem: "too_many_pixels" });
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    },
  );
});

/** Small files that announce more pixels than any camera makes. */
const BOMBS: Readonly<Record<string, () => Promise<Buffer>>> = {
  async png() {
    const small = await drawing().png().toBuffer();
    const header = Buffer.from(small.subarray(16, 29));
    header.writeUInt32BE(100_000, 0);
    header.writeUInt32BE(100_000, 4);
    return Buffer.concat([small.subarray(0, 8), chunk("IHDR", header), small.subarray(33)]);
  },
  async jpeg() {
    const small = await drawing().jpeg().toBuffer();
    const frame = small.indexOf("ffc0", 0, "hex");
    small.writeUInt16BE(65_000, frame + 5);
    small.writeUInt16BE(65_000, frame + 7);
    return small;
  },
  async gif() {
    const small = await drawing().gif().toBuffer();
    for (const at of [6, 8]) small.writeUInt16LE(65_000, at);
    const image = small.indexOf(",", 13 + 3 * 2 ** ((small.readUInt8(10) & 7) + 1), "latin1");
    for (const at of [image + 5, image + 7]) small.writeUInt16LE(65_000, at);
    return small;
  },
  async tiff() {
    const small = await drawing().tiff({ compression: "none" }).toBuffer();
    const directory = small.readUInt32LE(4);
    for (let entry = 0; entry < small.readUInt16LE(directory); entry += 1) {
      const at = directory + 2 + entry * 12;
      if (![256, 257].includes(small.readUInt16LE(at))) continue;
      small.writeUInt16LE(4, at + 2);
      small.writeUInt32LE(100_000, at + 8);
    }
    return small;
  },
};

/** Tiles beside and below each other, cut to the size. Each shows the drawing, and below it its lowest row goes on. */
async function drawnTiles(size: { width: number; height: number }): Promise<Buffer> {
  const tile = await drawing().extend({ bottom: 32, extendWith: "copy" }).png().toBuffer();
  return sharp({ create: { ...size, channels: 3, background: "#000" } })
    .composite([{ input: tile, tile: true, gravity: "northwest" }])
    .removeAlpha()
    .png()
    .toBuffer();
}

function meanDifference(one: Buffer, other: Buffer): number {
  expect(one.length).toBe(other.length);
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
}

function turned(picture: Buffer, quarters: number): Promise<Buffer> {
  return sharp(picture)
    .rotate(-90 * quarters)
    .png()
    .toBuffer();
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
