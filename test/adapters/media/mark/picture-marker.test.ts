import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  markPicture,
  pictureMarker,
  readMark,
} from "../../../../src/adapters/media/mark/picture-marker.js";
import { readMp4 } from "../../../../src/adapters/media/mp4-header.js";
import { sharpImageInspector } from "../../../../src/adapters/media/sharp-image-inspector.js";
import type { GenerationId } from "../../../../src/core/ids.js";
import type { PictureFacts } from "../../../../src/core/ports/picture-marker.js";
import { SMALL_MP4 } from "../../../fixtures/small-video.js";

const generationId = "0b3f6a52-9d4e-4c1b-8a77-2f1e5d6c7b88" as GenerationId;
const FACTS: PictureFacts = {
  generationId,
  modelName: "FLUX.1 <schnell> & co",
  isEdit: false,
  prompt: null,
  madeAt: new Date("2026-11-26T10:00:00Z"),
};
const SECRET = "a secret prompt of somebody";
const MADE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
const EDITED =
  "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

const WIDTH = 37;
const HEIGHT = 23;
const pixels = Buffer.from(
  Array.from({ length: WIDTH * HEIGHT * 4 }, (_, at) => (at * 2_654_435_761) >>> 24),
);

/** With remarks of a provider in every way that the format has. */
function drawn(channels: 3 | 4 = 4) {
  const raw = { width: WIDTH, height: HEIGHT, channels };
  const from = channels === 4 ? pixels : pixels.subarray(0, WIDTH * HEIGHT * 3);
  return sharp(from, { raw });
}
const remarked = (channels: 3 | 4 = 4) =>
  drawn(channels)
    .withExif({ IFD0: { ImageDescription: SECRET } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${SECRET}</a></x:xmpmeta>`);

function twoFrames() {
  const raw = { width: WIDTH, height: HEIGHT * 2, channels: 4, pageHeight: HEIGHT } as const;
  return sharp(Buffer.concat([pixels, pixels.map((byte) => 255 - byte)]), { raw });
}

function withChunk(png: Buffer, name: string, text: string): Buffer {
  const data = Buffer.from(`parameters\0${text}`, "latin1");
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length);
  chunk.write(name, 4, "latin1");
  data.copy(chunk, 8);
  const end = png.length - 12;
  return Buffer.concat([png.subarray(0, end), chunk, png.subarray(end)]);
}

function withComment(jpeg: Buffer): Buffer {
  const comment = Buffer.from(`\xff\xfe\0\0${SECRET}`, "latin1");
  comment.writeUInt16BE(comment.length - 2, 2);
  const trailing = Buffer.from(SECRET);
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), trailing]);
}

function withGifComment(gif: Buffer): Buffer {
  const comment = Buffer.from(`\x21\xfe${String.fromCharCode(SECRET.length)}${SECRET}\0`, "latin1");
  const end = gif.length - 1;
  return Buffer.concat([gif.subarray(0, end), comment, gif.subarray(end)]);
}

function withUserData(mp4: Buffer): Buffer {
  const text = Buffer.from(SECRET);
  const box = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(name, 4, "latin1");
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    mp4,
    box("uuid", Buffer.concat([Buffer.alloc(16, 7), text])),
    box("udta", text),
  ]);
}

/** Of every frame. */
const decode = (bytes: Uint8Array) => sharp(bytes, { animated: true }).raw().toBuffer();

const FILES: Readonly<Record<string, () => Promise<Buffer>>> = {
  png: async () => withChunk(await remarked().png().toBuffer(), "tEXt", SECRET),
  jpg: async () => withComment(await remarked(3).jpeg().toBuffer()),
  "progressive.jpg": async () =>
    withComment(await remarked(3).jpeg({ progressive: true, quality: 90 }).toBuffer()),
  webp: () => remarked(3).webp({ quality: 70 }).toBuffer(),
  "simple.webp": () => drawn(3).webp({ quality: 70 }).toBuffer(),
  "lossless.webp": () => drawn().webp({ lossless: true }).toBuffer(),
  "animated.webp": () =>
    twoFrames()
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer(),
  "animated.gif": async () =>
    withGifComment(
      await twoFrames()
        .gif({ loop: 0, delay: [100, 100] })
        .toBuffer(),
    ),
  gif: async () => withGifComment(await drawn().gif().toBuffer()),
  mp4: async () => withUserData(SMALL_MP4),
};

describe.each(Object.entries(FILES))("a mark in a %s", (name, make) => {
  let folder: string;
  let file: Buffer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "atelier-mark-"));
    file = await make();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const extension = name.split(".").at(-1) ?? name;

  /** By a reader that is not ours. */
  async function exiftool(bytes: Uint8Array): Promise<Record<string, unknown>> {
    const path = join(folder, `marked.${extension}`);
    await writeFile(path, bytes);
    const { stdout } = await promisify(execFile)("exiftool", ["-json", "-G", "-n", "-a", path]);
    return JSON.parse(stdout)[0];
  }

  function marked(facts: Partial<PictureFacts> = {}): Uint8Array {
    const made = markPicture(file, { ...FACTS, ...facts });
    if (!made) throw new Error("it was not marked");
    return made;
  }

  it("is read by others, with nothing else that was said before", async () => {
    const read = await exiftool(marked());
    expect(read).toMatchObject({
      "XMP:DigitalSourceType": MADE,
      "XMP:CreatorTool": "Atelier (FLUX.1 <schnell> & co)",
      "XMP:Identifier": `urn:uuid:${generationId}`,
    });
    expect(read).not.toHaveProperty("ExifTool:Warning");
    expect(Buffer.from(marked()).includes(SECRET)).toBe(false);
    expect(JSON.stringify(read)).not.toContain(SECRET);
  });

  it("says of an edit that there was something before, and the words if they are wanted", async () => {
    const prompt = 'make it "winter" & <b>cold</b> ❄';
    const read = await exiftool(marked({ isEdit: true, prompt }));
    expect(read["XMP:DigitalSourceType"]).toBe(EDITED);
    expect(JSON.stringify(read)).toContain("winter");
  });

  it("leaves every pixel as it was", async () => {
    const made = marked();
    if (extension === "mp4") {
      const boxes = readMp4(made);
      expect(boxes).toEqual(readMp4(file));
      return;
    }
    expect(await decode(made)).toEqual(await decode(file));
    const { kind, width, height } = (await sharpImageInspector.inspect(made)) ?? {};
    expect({ kind, width, height }).toMatchObject({ width: WIDTH, height: HEIGHT });
  });

  it("is read by us, and replaced when it is marked again", () => {
    const again = markPicture(marked(), { ...FACTS, modelName: "Other" });
    expect(readMark(marked())).toEqual({
      isMadeByAi: true,
      tool: "Atelier (FLUX.1 <schnell> & co)",
      generationId,
    });
    expect(readMark(again ?? new Uint8Array())?.tool).toBe("Atelier (Other)");
  });

  it("neither fails nor hangs where the file is torn or turned", () => {
    for (let length = 0; length < file.length; length += Math.max(1, file.length >> 7)) {
      expect(() => markPicture(file.subarray(0, length), FACTS)).not.toThrow();
    }
    for (let at = 0; at < Math.min(file.length, 2_000); at += 3) {
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const turned = Buffer.from(file);
        turned[at] = byte;
        expect(() => markPicture(turned, FACTS)).not.toThrow();
      }
    }
  });
});

describe("what a file claims", () => {
  const packet = (inside: string) => Buffer.from(`junk<x:xmpmeta>${inside}</x:xmpmeta>junk`);

  it.each([
    ["nothing", Buffer.alloc(0), null],
    ["no end", Buffer.from("<x:xmpmeta>"), null],
    ["no word of AI", packet("<xmp:CreatorTool>GIMP</xmp:CreatorTool>"), null],
    [
      "somebody else's AI, in attributes",
      packet(`<a xmp:CreatorTool="Other AI" b="${MADE}"/>`),
      { isMadeByAi: true, tool: "Other AI", generationId: null },
    ],
    [
      "a generation of ours in another's name",
      packet(
        `<xmp:CreatorTool>X</xmp:CreatorTool>${MADE}<dc:identifier>urn:uuid:${generationId}</dc:identifier>`,
      ),
      { isMadeByAi: true, tool: "X", generationId: null },
    ],
    [
      "ours with something else for an id",
      packet(
        "<xmp:CreatorTool>Atelier (Y)</xmp:CreatorTool><dc:identifier>1; DROP</dc:identifier>",
      ),
      { isMadeByAi: false, tool: "Atelier (Y)", generationId: null },
    ],
  ])("%s", (_name, bytes, mark) => {
    expect(pictureMarker.examine(bytes).mark).toEqual(mark);
  });

  it("is not marked when it is no picture", () => {
    expect(markPicture(Buffer.from("hello"), FACTS)).toBeNull();
  });
});
