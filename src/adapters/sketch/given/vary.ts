import { composeLayers, stageOf, wrapSvg } from "../draw/compose.js";
import { type Raster, toRaster, toSharp } from "../raster.js";
import { type EditWords, editPicture } from "./edit.js";

/** Below this the picture is only drawn anew; above, more and more of the drawing of the words shows. */
const wordsFrom = 0.25;

/**
 * The picture on its way to what the words say.
 * @param strength 0: as it was given. 1: only the words are left.
 */
export async function varyPicture(
  picture: Raster,
  words: EditWords,
  strength: number,
): Promise<Raster> {
  const { width, height } = picture;
  const hand = await editPicture(picture, words);
  const drawn = await toRaster(
    toSharp(picture)
      .composite([faded(hand, Math.min(1, strength / wordsFrom))])
      .removeAlpha(),
  );
  const share = Math.max(0, (strength - wordsFrom) / (1 - wordsFrom));
  if (share === 0) return drawn;
  const stage = stageOf({ ...words, width, height }, height);
  const { sky, land, subjects, front, weather } = composeLayers(stage);
  const scenery = `<g opacity="${share.toFixed(3)}">${sky}${land}${front}</g>`;
  // What the words are about shows before its surroundings do.
  const figures = `<g opacity="${Math.sqrt(share).toFixed(3)}">${subjects}${weather}</g>`;
  const drawing = Buffer.from(wrapSvg({ width, height }, scenery + figures));
  return toRaster(
    toSharp(drawn)
      .composite([{ input: drawing }])
      .removeAlpha(),
  );
}

function faded({ data, width, height }: Raster, share: number) {
  const veil = new Uint8Array(width * height * 4).fill(Math.round(255 * share));
  for (let at = 0; at < width * height; at += 1) {
    for (let band = 0; band < 3; band += 1) veil[at * 4 + band] = data[at * 3 + band] ?? 0;
  }
  return { input: Buffer.from(veil), raw: { width, height, channels: 4 as const } };
}
