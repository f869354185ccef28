import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { composeSvg, sketchedByWords } from "../../../src/adapters/sketch/draw/compose.js";
import { drawLabel } from "../../../src/adapters/sketch/draw/label.js";
import { parsePictureSize } from "../../../src/adapters/sketch/draw/picture-size.js";
import { scenes } from "../../../src/adapters/sketch/draw/scenes/registry.js";
import { glyphOf } from "../../../src/adapters/sketch/draw/stroke-font.js";
import { subjects } from "../../../src/adapters/sketch/draw/subjects/registry.js";
import { difference, draw } from "./sketches.js";

const svg = (prompt: string, seed = 1) => composeSvg({ prompt, seed, width: 1024, height: 1024 });

describe("sketch: picture", () => {
  it("is the same to the byte for the same prompt, seed and ratio, and another for another seed", async () => {
    const picture = { prompt: "a red fox in the snow", aspectRatio: "1:1", seed: 3 };
    const [one, same, other] = await Promise.all([
      draw(picture),
      draw(picture),
      draw({ ...picture, seed: 4 }),
    ]);

    expect(Buffer.from(one.bytes).equals(same.bytes)).toBe(true);
    expect(await difference(one.bytes, other.bytes)).toBeGreaterThan(8);
    expect(one.bytes.length).toBeLessThan(1_500_000);
  });

  it("shows a red fox on white ground under a label", async () => {
    const picture = await draw({
      prompt: "a red fox in the snow",
      aspectRatio: "1:1",
      seed: 2,
    });
    const { data, info } = await sharp(picture.bytes).raw().toBuffer({ resolveWithObject: true });
    let red = 0;
    for (let at = 0; at < data.length; at += info.channels) {
      if (data[at]! > 150 && data[at + 1]! < 90 && data[at + 2]! < 90) red += 1;
    }

    expect(red / (info.width * info.height)).toBeGreaterThan(0.03);
  });

  it("is the same drawing at every size and in every format", async () => {
    const words = { modelId: "flux-2-pro", prompt: "a whale under the stars", aspectRatio: "3:2" };
    const one = await draw({ ...words, resolution: "1mp", format: "jpg" });
    for (const [resolution, format, contentType] of [
      ["2mp", "webp", "image/webp"],
      ["4mp", "png", "image/png"],
    ] as const) {
      const other = await draw({ ...words, resolution, format });
      const { width, height } = await sharp(other.bytes).metadata();
      const megapixels = (width * height) / 1024 / 1024;

      expect(other.contentType).toBe(contentType);
      expect(megapixels / Number(resolution[0])).toBeCloseTo(1, 1);
      expect(await difference(one.bytes, other.bytes)).toBeLessThan(2);
    }
  });

  it("is another one for each of a batch, as single runs with the next seeds make them", async () => {
    const [second, alone] = [await draw({ seed: 40 }, [], 1), await draw({ seed: 41 })];

    expect(Buffer.from(second.bytes).equals(alone.bytes)).toBe(true);
  });

  it.each([
    ["1:1", 1024, 1024],
    ["16:9", 1360, 768],
    ["21:9", 1568, 672],
    ["9:21", 672, 1568],
    ["2:3", 832, 1248],
    ["4:5", 912, 1152],
  ])("has %s as %i × %i", (ratio, width, height) => {
    expect(parsePictureSize(ratio)).toEqual({ width, height });
  });

  it.each(["", "1", "1:0", "0:1", "5:1", "1:5", "a:b", "-1:1", "1:1 "])(
    "knows no ratio %j",
    (ratio) => {
      expect(parsePictureSize(ratio)).toBeNull();
    },
  );

  it("can draw every subject in every scene, in numbers only", () => {
    for (const subject of Object.keys(subjects)) {
      for (const scene of Object.keys(scenes)) {
        const drawing = composeSvg({
          prompt: `${subject} ${scene}`,
          seed: 1,
          width: 672,
          height: 1568,
        });
        expect(drawing).not.toMatch(/NaN|undefined|Infinity|null/);
      }
    }
  });

  it("needs no font and lets no prompt become markup", () => {
    const hostile = `</svg><image href="file:///etc/passwd"/><text>&"'`;
    expect(svg(hostile)).not.toMatch(/<text|<image|href|etc|&(?!amp;)/);
  });
});

describe("sketch: label", () => {
  const label = (prompt: string) =>
    drawLabel(
      { width: 672, height: 1568 },
      { parts: sketchedByWords(2_147_483_647), quote: prompt },
    );
  const letters = (drawing: string) => drawing.match(/<path/g)?.length ?? 0;

  it("writes letters with accents, Cyrillic and Greek", () => {
    for (const letter of "AZaz09éÜñЖжЯя ΩΣ".normalize("NFKD").replace(/[\p{M} ]/gu, "")) {
      expect(glyphOf(letter), letter).not.toBeNull();
    }
  });

  it("leaves the second line out when the font lacks the script", () => {
    expect(label("雪の中の赤い狐").height).toBeLessThan(label("a red fox").height);
  });

  it("cuts a long prompt and takes one of any length", () => {
    expect(letters(label("fox ".repeat(20_000)).drawing)).toBeLessThan(
      letters(label("fox ".repeat(10)).drawing) + 120,
    );
  });
});
