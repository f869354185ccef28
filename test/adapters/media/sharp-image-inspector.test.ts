import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { sharpImageInspector } from "../../../src/adapters/media/sharp-image-inspector.js";

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#c63" } });

describe("image inspector", () => {
  it.each([
    ["png", "image/png", "png"],
    ["jpeg", "image/jpeg", "jpg"],
    ["webp", "image/webp", "webp"],
  ] as const)("knows a %s", async (format, contentType, extension) => {
    const bytes = await blank(12, 8).toFormat(format).toBuffer();
    expect(await sharpImageInspector.inspect(bytes)).toEqual({
      contentType,
      extension,
      width: 12,
      height: 8,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it.each([
    ["nothing", async () => Buffer.alloc(0)],
    ["words", async () => Buffer.from("<html>502 Bad Gateway</html>")],
    [
      "a drawing that could carry scripts",
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ["a kind we do not show", async () => blank(4, 4).tiff().toBuffer()],
    [
      "half a picture",
      async () => (await blank(64, 64).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 6_000),
    ],
    [
      "a picture of too many points",
      async () => blank(8_001, 8_001).png({ compressionLevel: 1 }).toBuffer(),
    ],
  ])("keeps away %s", async (_name, make) => {
    expect(await sharpImageInspector.inspect(await make())).toBeNull();
  });
});
