import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { sharpImageInspector } from "../../../src/adapters/media/sharp-image-inspector.js";
import { TURNED_HEIC } from "../../fixtures/heic-pictures.js";
import { SMALL_MP4 } from "../../fixtures/small-video.js";
import { blank, RED } from "./small-pictures.js";

describe("image inspector", () => {
  it.each([
    ["png", "image/png", "png"],
    ["jpeg", "image/jpeg", "jpg"],
    ["webp", "image/webp", "webp"],
    ["gif", "image/gif", "gif"],
  ] as const)("knows a %s", async (format, contentType, extension) => {
    const bytes = await blank(12, 8, RED).toFormat(format).toBuffer();
    expect(await sharpImageInspector.inspect(bytes)).toEqual({
      kind: "image",
      contentType,
      extension,
      width: 12,
      height: 8,
      durationMs: null,
    });
  });

  it.each([
    ["gif", "image/gif"],
    ["webp", "image/webp"],
  ] as const)("knows a clip that is a %s, and its length", async (format, contentType) => {
    expect(await sharpImageInspector.inspect(await animation(format))).toEqual({
      kind: "clip",
      contentType,
      extension: format,
      width: 20,
      height: 10,
      durationMs: 600,
    });
  });

  it("knows a video, and its length", async () => {
    expect(await sharpImageInspector.inspect(SMALL_MP4)).toEqual({
      kind: "clip",
      contentType: "video/mp4",
      extension: "mp4",
      width: 64,
      height: 32,
      durationMs: 400,
    });
  });

  it("gives a video's size as it is shown", async () => {
    expect(await sharpImageInspector.inspect(video({ quarterTurn: true }))).toMatchObject({
      width: 720,
      height: 1280,
    });
  });

  it("finds the length of a long video, and of one in fragments, if it has one", async () => {
    const long = video({ movieHeader: longMovieHeader(90_000, 90_000n * 3_600n) });
    expect(await sharpImageInspector.inspect(long)).toMatchObject({ durationMs: 3_600_000 });
    const announced = video({ units: 0, fragmentedUnits: 2_500 });
    expect(await sharpImageInspector.inspect(announced)).toMatchObject({ durationMs: 2_500 });
    expect(await sharpImageInspector.inspect(video({ units: 0 }))).toMatchObject({
      kind: "clip",
      durationMs: null,
    });
  });

  it.each([
    ["nothing", async () => Buffer.alloc(0)],
    ["words", async () => Buffer.from("<html>502 Bad Gateway</html>")],
    [
      "a drawing that could carry scripts",
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ["a kind we do not show", async () => blank(4, 4, RED).tiff().toBuffer()],
    ["a phone's picture", async () => TURNED_HEIC],
    [
      "half a picture",
      async () =>
        (await blank(64, 64, RED).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 6_000),
    ],
    ["half a clip", async () => (await animation("gif")).subarray(0, 200)],
    [
      "a picture of too many points",
      async () => blank(8_001, 8_001, RED).png({ compressionLevel: 1 }).toBuffer(),
    ],
    ["a video without its movie header", async () => SMALL_MP4.subarray(0, 700)],
    ["a video without its last byte", async () => SMALL_MP4.subarray(0, -1)],
    ["a video whose data were cut off", async () => video({}).subarray(0, -1)],
    ["a video without data", async () => video({ data: Buffer.alloc(0) })],
    ["a sound without pictures", async () => video({ handler: "soun" })],
    ["QuickTime's own kind of film", async () => video({ brand: "qt  " })],
    [
      "boxes that point back at themselves",
      async () => Buffer.concat([box("ftyp", Buffer.from("isom\0\0\0\0")), Buffer.alloc(8, 1)]),
    ],
  ])("keeps away %s", async (_name, make) => {
    expect(await sharpImageInspector.inspect(await make())).toBeNull();
  });
});

/** Three frames of noise, of 200 ms each. */
async function animation(format: "gif" | "webp"): Promise<Buffer> {
  const noise = { type: "gaussian", mean: 128, sigma: 50 } as const;
  const create = { width: 20, height: 10, channels: 3, background: "#000", noise } as const;
  const frames = await Promise.all([0, 1, 2].map(() => sharp({ create }).png().toBuffer()));
  return sharp(frames, { join: { animated: true } })
    [format]({ delay: [200, 200, 200] })
    .toBuffer();
}

/** A video's boxes around nothing that could be played; its movie header comes first. */
function video(parts: {
  brand?: string;
  handler?: string;
  units?: number;
  fragmentedUnits?: number;
  movieHeader?: Buffer;
  quarterTurn?: boolean;
  data?: Buffer;
}): Buffer {
  const movieHeader = parts.movieHeader ?? Buffer.alloc(100);
  if (!parts.movieHeader) {
    movieHeader.writeUInt32BE(1_000, 12);
    movieHeader.writeUInt32BE(parts.units ?? 5_000, 16);
  }
  const trackHeader = Buffer.alloc(84);
  trackHeader.writeInt32BE(0x10000, parts.quarterTurn ? 44 : 40);
  trackHeader.writeInt32BE(0x10000, parts.quarterTurn ? 52 : 56);
  trackHeader.writeUInt32BE(1_280 * 65_536, 76);
  trackHeader.writeUInt32BE(720 * 65_536, 80);
  const handler = Buffer.alloc(24);
  handler.write(parts.handler ?? "vide", 8, "latin1");
  const extension = Buffer.alloc(8);
  extension.writeUInt32BE(parts.fragmentedUnits ?? 0, 4);
  return Buffer.concat([
    box("ftyp", Buffer.from(`${parts.brand ?? "isom"}\0\0\0\0isom`, "latin1")),
    box(
      "moov",
      box("mvhd", movieHeader),
      box("trak", box("tkhd", trackHeader), box("mdia", box("hdlr", handler))),
      ...(parts.fragmentedUnits ? [box("mvex", box("mehd", extension))] : []),
    ),
    box("mdat", parts.data ?? Buffer.alloc(50)),
  ]);
}

function longMovieHeader(unitsPerSecond: number, units: bigint): Buffer {
  const header = Buffer.alloc(112);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(unitsPerSecond, 20);
  header.writeBigUInt64BE(units, 24);
  return header;
}

function box(name: string, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length, 0);
  header.write(name, 4, "latin1");
  return Buffer.concat([header, content]);
}
