import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { foundLabelHeight } from "../../../src/adapters/sketch/given/given-picture.js";
import { readInstruction } from "../../../src/adapters/sketch/given/instruction.js";
import { toRaster } from "../../../src/adapters/sketch/raster.js";
import { aPhoto, colourAt, difference, draw, withoutLabel } from "./sketches.js";

const ball = { left: 0.42, top: 0.5, right: 0.58, bottom: 0.7 };
const wall = { left: 0.02, top: 0.1, right: 0.12, bottom: 0.4 };
const kontext = { modelId: "flux-kontext-pro", aspectRatio: "match_input" } as const;

const sizeOf = async (bytes: Uint8Array) => {
  const { width, height } = await sharp(bytes).metadata();
  return { width, height };
};
const labelOf = async (bytes: Uint8Array) =>
  foundLabelHeight(await toRaster(sharp(bytes).removeAlpha()));

describe("sketch: a picture that is given", () => {
  let photo: Buffer;
  beforeAll(async () => {
    photo = await aPhoto({ width: 900, height: 600 });
  });

  it("is changed by the words and still to be recognised, in its own shape, with a label below", async () => {
    const { bytes } = await draw({ ...kontext, prompt: "make it night" }, [photo]);
    const { width, height } = await sizeOf(bytes);
    const [ballNow, wallNow] = [await colourAt(bytes, ball), await colourAt(bytes, wall)];

    expect(width / height).toBeCloseTo(900 / 600, 1);
    expect(width * height).toBeGreaterThan(900_000);
    expect(ballNow.red).toBeGreaterThan(ballNow.green * 1.6);
    expect(wallNow.blue).toBeGreaterThan(wallNow.red * 1.15);
    expect(wallNow.red).toBeLessThan(160);
    expect(await labelOf(bytes)).toBeGreaterThan(0);
  });

  it.each([
    ["black and white", (was: number, now: number) => now < 8 && was > 100],
    ["in vivid colours", (was: number, now: number) => now > was],
    ["faded", (was: number, now: number) => now < was * 0.7],
  ])("follows %j", async (prompt, holds) => {
    const { bytes } = await draw({ ...kontext, prompt }, [photo]);
    const spread = ({ red, green }: { red: number; green: number }) => Math.abs(red - green);

    expect(holds(spread(await colourAt(photo, ball)), spread(await colourAt(bytes, ball)))).toBe(
      true,
    );
  });

  it("is the same to the byte for the same seed, and another for another, whatever the words", async () => {
    const edit = (seed: number) => draw({ ...kontext, prompt: "hmm", seed }, [photo]);
    const [one, same, other] = [await edit(3), await edit(3), await edit(4)];

    expect(Buffer.from(one.bytes).equals(same.bytes)).toBe(true);
    expect(await difference(one.bytes, other.bytes)).toBeGreaterThan(3);
  });

  it("gets no second label when it was a sketch already", async () => {
    const first = await draw({ prompt: "a red fox in the snow", aspectRatio: "16:9" });
    const edited = await draw({ ...kontext, prompt: "brighter" }, [first.bytes]);
    const foot = { left: 0, top: 0.96, right: 1, bottom: 1 };

    expect(await sizeOf(edited.bytes)).toEqual(await sizeOf(first.bytes));
    expect(await labelOf(edited.bytes)).toBeGreaterThan(0);
    // The snow reaches down to the new label.
    expect((await colourAt(first.bytes, foot)).green).toBeLessThan(90);
    expect((await colourAt(await withoutLabel(edited.bytes), foot)).green).toBeGreaterThan(150);
  });

  it("has no label of its own", async () => {
    expect(await labelOf(photo)).toBe(0);
    expect(await labelOf(await sharp(photo).linear(0.1).toBuffer())).toBe(0);
  });

  it("is left behind as far as the strength says", async () => {
    const vary = async (strength: number) => {
      const varied = await draw({ modelId: "flux-dev", prompt: "a castle at night", strength }, [
        photo,
      ]);
      return difference(photo, await withoutLabel(varied.bytes));
    };
    const [none, half, whole] = [await vary(0), await vary(0.5), await vary(1)];

    expect(none).toBeLessThan(3);
    expect(half).toBeGreaterThan(none + 10);
    expect(whole).toBeGreaterThan(half + 10);
  });

  it("is put together with the others, in the first one's shape", async () => {
    const tall = await sharp({
      create: { width: 400, height: 600, channels: 3, background: "#10c020" },
    })
      .png()
      .toBuffer();
    const { bytes } = await draw(
      { ...kontext, modelId: "flux-kontext-multi-pro", prompt: "both on a beach" },
      [photo, tall],
    );
    const { width, height } = await sizeOf(bytes);
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    let [red, green] = [0, 0];
    for (let at = 0; at < data.length; at += 3) {
      const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
      if (r > 150 && g < 90 && b < 90) red += 1;
      if (g > 150 && r < 70 && b < 90) green += 1;
    }

    expect(width / height).toBeCloseTo(1.5, 1);
    expect(red / (width * height)).toBeGreaterThan(0.012);
    expect(green / (width * height)).toBeGreaterThan(0.08);
  });

  it.each([3, 8])("makes one picture of %i", async (count) => {
    const { bytes } = await draw(
      { modelId: "flux-2-pro", aspectRatio: "match_input", prompt: "a collage" },
      Array.from({ length: count }, () => photo),
    );
    expect((await sizeOf(bytes)).width).toBeGreaterThan(1000);
  });

  it("is refused when it is no picture", async () => {
    await expect(draw({ ...kontext, prompt: "x" }, [Buffer.from("<html>")])).rejects.toMatchObject({
      code: "input_rejected",
      retryable: false,
    });
    await expect(draw({ modelId: "restore", prompt: "" }, [])).rejects.toMatchObject({
      code: "input_rejected",
    });
  });
});

describe("sketch: treatments", () => {
  it.each([
    ["2x", 2],
    ["4x", 4],
  ])("enlarges %s", async (resolution, factor) => {
    const photo = await aPhoto({ width: 300, height: 200 });
    const { bytes } = await draw({ modelId: "upscale-fast", prompt: "", resolution }, [photo]);

    expect(await sizeOf(bytes)).toEqual({ width: 300 * factor, height: 200 * factor });
  });

  it("does not enlarge beyond eight megapixels", async () => {
    const photo = await aPhoto({ width: 1800, height: 1200 });
    const { bytes } = await draw({ modelId: "upscale-crisp", prompt: "" }, [photo]);
    const { width, height } = await sizeOf(bytes);

    expect(width * height).toBeGreaterThan(7_500_000);
    expect(width * height).toBeLessThan(8_100_000);
  });

  it("brings contrast and white paper back to a yellowed photo", async () => {
    const photo = await sharp(await aPhoto({ width: 900, height: 600 }))
      .recomb([
        [0.5, 0.2, 0.1],
        [0.1, 0.55, 0.1],
        [0.05, 0.1, 0.4],
      ])
      .linear(0.5, 60)
      .toBuffer();
    const { bytes } = await draw({ modelId: "restore", prompt: "" }, [photo]);
    const spreadOf = async (picture: Uint8Array) => {
      const { channels } = await sharp(picture).removeAlpha().stats();
      return channels.reduce((sum, { stdev }) => sum + stdev, 0);
    };
    const [before, after] = [await colourAt(photo, wall), await colourAt(bytes, wall)];

    expect(await spreadOf(bytes)).toBeGreaterThan((await spreadOf(photo)) * 1.5);
    expect(after.red - after.blue).toBeLessThan((before.red - before.blue) * 0.6);
  });

  it("takes writing out and leaves the rest", async () => {
    const photo = await aPhoto({ width: 900, height: 600 });
    // Strokes as of letters: no font is needed.
    const letters = Array.from({ length: 34 }, (_, at) => `M${60 + at * 22} 40v34h10v-34`).join("");
    const written = await sharp(photo)
      .composite([
        {
          input: Buffer.from(
            `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><path d="${letters}" fill="none" stroke="#101018" stroke-width="5"/></svg>`,
          ),
        },
      ])
      .jpeg()
      .toBuffer();
    const line = { left: 0.08, top: 0.06, right: 0.9, bottom: 0.125 };
    const { bytes } = await draw({ modelId: "remove-text", prompt: "" }, [written]);

    expect((await colourAt(written, line)).green).toBeLessThan(150);
    expect((await colourAt(bytes, line)).green).toBeGreaterThan(195);
    const ballNow = await colourAt(bytes, ball);
    expect(ballNow.red).toBeGreaterThan(ballNow.green * 2);
  });

  it("cuts out what stands before the background", async () => {
    const photo = await aPhoto({ width: 900, height: 600 });
    const { bytes, contentType } = await draw({ modelId: "remove-background", prompt: "" }, [
      photo,
    ]);

    expect(contentType).toBe("image/png");
    expect(await sizeOf(bytes)).toEqual({ width: 900, height: 600 });
    expect((await colourAt(bytes, ball)).opacity).toBeGreaterThan(250);
    expect((await colourAt(bytes, wall)).opacity).toBeLessThan(5);
    expect(
      (await colourAt(bytes, { left: 0.8, top: 0.7, right: 0.98, bottom: 0.9 })).opacity,
    ).toBeLessThan(5);
  });

  it("makes four portraits that differ, and a headshot", async () => {
    const photo = await aPhoto({ width: 600, height: 900 });
    const series = [];
    for (const index of [0, 1, 2, 3]) {
      series.push((await draw({ modelId: "portrait-series", prompt: "" }, [photo], index)).bytes);
    }
    series.push((await draw({ modelId: "headshot", prompt: "" }, [photo])).bytes);

    for (const [at, one] of series.entries()) {
      const { width, height } = await sizeOf(one);
      expect(width / height).toBeCloseTo(2 / 3, 1);
      for (const other of series.slice(at + 1)) {
        expect(await difference(one, other)).toBeGreaterThan(6);
      }
    }
  });
});

describe("sketch: reading an instruction", () => {
  it.each([
    ["make it night", { daytime: "night" }],
    ["lass es schneien, im Winter", { weather: "snow" }],
    ["turn the fox blue", { tint: "#3b73c9", added: [] }],
    ["black and white, please", { style: "mono", tint: null }],
    ["as an ink drawing", { medium: "ink" }],
    ["herbstlich", { mood: "autumn" }],
    [
      "add a red balloon",
      { added: [{ kind: "balloon", colour: "#d1382f", count: 1 }], tint: null },
    ],
  ])("reads %j", (prompt, expected) => {
    expect(readInstruction(prompt)).toMatchObject(expected);
  });
});
