import sharp from "sharp";
import { wrapSvg } from "../draw/compose.js";
import type { PictureSize } from "../draw/picture-size.js";
import { type Raster, toLuminance, toRaster, toSharp } from "../raster.js";
import { type ColourMatrix, multiply, saturated, scaled } from "./grade.js";

/** Sharpened, then enlarged: sharpening the large picture would take sixteen times as long. */
export async function upscalePicture(picture: Raster, size: PictureSize): Promise<Raster> {
  return toRaster(
    toSharp(await toRaster(toSharp(picture).sharpen({ sigma: 0.9, m2: 1.6 }))).resize({
      ...size,
      fit: "fill",
      kernel: "lanczos3",
    }),
  );
}

/** An old photo: scratches and grain taken out, faded colours brought back, contrast spread over the whole range. */
export async function restorePicture(picture: Raster): Promise<Raster> {
  const calm = await toRaster(toSharp(picture).median(3));
  const [red, green, blue] = multiply(saturated(1.25), await paperBalance(calm));
  const balanced = await toRaster(toSharp(calm).recomb([[...red], [...green], [...blue]]));
  const stretched = await toRaster(
    toSharp(balanced).blur(0.7).sharpen({ sigma: 1.2, m2: 1.6 }).normalise({ lower: 1, upper: 99 }),
  );
  return (await isColourless(stretched)) ? handColoured(stretched) : stretched;
}

async function isColourless(picture: Raster): Promise<boolean> {
  const small = toSharp(picture).resize({ width: 48, height: 48, fit: "fill" });
  const { data } = await toRaster(small);
  let spread = 0;
  for (let at = 0; at < data.length; at += 3) {
    const bands = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    spread += Math.max(...bands) - Math.min(...bands);
  }
  return spread / (data.length / 3) < 18;
}

/** As old prints were tinted: cool above, warm below, light where it was dark. */
function handColoured(picture: Raster): Promise<Raster> {
  const { width, height } = picture;
  const tints = [
    ["0", "#8fbfea"],
    [".5", "#f0cfae"],
    ["1", "#c99a6a"],
  ].map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`);
  const wash = `<linearGradient id="w" x2="0" y2="1">${tints.join("")}</linearGradient><rect width="100%" height="100%" fill="url(#w)" fill-opacity=".8"/>`;
  const input = Buffer.from(wrapSvg({ width, height }, wash));
  return toRaster(
    toSharp(picture)
      .composite([{ input, blend: "soft-light" }])
      .removeAlpha(),
  );
}

/** Paper yellows: the brightest tenth of the picture is brought most of the way back to white. */
async function paperBalance(picture: Raster): Promise<ColourMatrix> {
  const small = await toRaster(toSharp(picture).resize({ width: 64, height: 64, fit: "fill" }));
  const light = toLuminance(small);
  const brightest = [...light.keys()]
    .sort((a, b) => (light[b] ?? 0) - (light[a] ?? 0))
    .slice(0, light.length / 10);
  const means = [0, 1, 2].map(
    (band) =>
      brightest.reduce((sum, at) => sum + (small.data[at * 3 + band] ?? 0), 1) / brightest.length,
  );
  const grey = means.reduce((sum, mean) => sum + mean, 0) / 3;
  const gain = (mean = grey) => Math.min(1.3, Math.max(0.8, (grey / mean) ** 0.7));
  return scaled(gain(means[0]), gain(means[1]), gain(means[2]));
}

/** The picture in another shape, cut around what draws the eye. */
export async function fitPicture(picture: Raster, size: PictureSize): Promise<Raster> {
  const isSameShape =
    Math.abs(picture.width / picture.height / (size.width / size.height) - 1) < 0.12;
  return toRaster(
    toSharp(picture).resize({
      ...size,
      ...(isSameShape
        ? { fit: "fill" as const }
        : { fit: "cover" as const, position: sharp.strategy.attention }),
    }),
  );
}
