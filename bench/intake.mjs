// A photograph that somebody sends, through the intake's own process, against sharp alone doing the same to it.
import sharp from "sharp";
import { createPictureNormaliser } from "../dist/adapters/media/picture-normaliser.js";
import { median } from "./figures.mjs";

const RUNS = 9;
const BOUNDS = { maxPixels: 4_000_000, maxSide: 4_096 };
const unit = "ms";

/** @type {import("./figures.mjs").Measurement} */
export const intakeMeasurement = {
  name: "intake",
  what: "a JPEG of 12 megapixels, made into the PNG of 4 that is kept",
  async measure() {
    const photo = await aPhoto();
    const normaliser = createPictureNormaliser({ processes: 1 });
    const intake = async () => {
      const result = await normaliser.normalise(photo, BOUNDS);
      if ("problem" in result) throw new Error(result.problem);
      return result;
    };
    try {
      const firstMs = await timed(intake);
      const { width, height } = await intake();
      const alone = () =>
        sharp(photo)
          .autoOrient()
          .resize({ width, height, fit: "fill" })
          .toColourspace("srgb")
          .png({ compressionLevel: 2, adaptiveFiltering: true })
          .toBuffer();
      await alone();
      /** @type {number[]} */
      const intakeMs = [];
      /** @type {number[]} */
      const aloneMs = [];
      // In turns, so that what else the machine does falls on both.
      for (let run = 0; run < RUNS; run += 1) {
        intakeMs.push(await timed(intake));
        aloneMs.push(await timed(alone));
      }
      const ratio = median(intakeMs) / median(aloneMs);
      return [
        { name: "intake against sharp alone", value: ratio, unit: "×", atMost: 1.3 },
        { name: `intake, median of ${RUNS}`, value: median(intakeMs), unit },
        { name: `sharp alone, median of ${RUNS}`, value: median(aloneMs), unit },
        { name: "the first, its process started for it", value: firstMs, unit },
      ];
    } finally {
      await normaliser.close();
    }
  },
};

/** Soft shapes and some grain, about as hard to code as what a phone takes. */
async function aPhoto() {
  const [width, height] = [4_032, 3_024];
  const noise = /** @type {const} */ ({ type: "gaussian", mean: 128, sigma: 60 });
  const shapes = await sharp({
    create: { width: width / 12, height: height / 12, channels: 3, background: "#000", noise },
  })
    .resize(width, height)
    .png({ compressionLevel: 1 })
    .toBuffer();
  const grain = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: "#000",
      noise: { ...noise, sigma: 6 },
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return sharp(shapes)
    .composite([{ input: grain, blend: "soft-light" }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
