import type { ModelTask, PictureFormat } from "../../../core/catalog/model.js";
import type { LabelText } from "../draw/label.js";
import type { PictureSize } from "../draw/picture-size.js";
import { encode, type SketchFile } from "../encode.js";
import type { Raster } from "../raster.js";
import { composePictures } from "./collage.js";
import { type EditWords, editPicture } from "./edit.js";
import type { GivenPicture } from "./given-picture.js";
import { createMount, type Mount, mountPicture } from "./mount.js";
import { cutOut, headshotOf, portraitOf } from "./portrait.js";
import { removeText } from "./remove-text.js";
import { fitPicture, restorePicture, upscalePicture } from "./treatments.js";
import { varyPicture } from "./vary.js";

interface Order {
  readonly request: {
    readonly resolution: string;
    readonly format: PictureFormat | null;
    readonly strength: number | null;
  };
  readonly task: Exclude<ModelTask, "clip">;
  readonly words: EditWords;
  readonly size: PictureSize;
  readonly index: number;
}
type Given = readonly [GivenPicture, ...GivenPicture[]];

/** What a model that is given pictures makes of them. */
export async function sketchOfPictures(given: Given, order: Order): Promise<SketchFile> {
  const { request, words } = order;
  const [first] = given;
  switch (order.task) {
    case "picture":
      return given.length > 1 ? together(given, order) : edited(first, order);
    case "upscale":
      return upscaled(first, order);
    case "restore":
      return treated(first, order, { title: "restored", work: restorePicture });
    case "remove_text":
      return treated(first, order, { title: "text removed", work: removeText });
    case "remove_background": {
      const png = { ...order, size: first.whole, request: { ...request, format: "png" as const } };
      return treated(first, png, { title: "background removed", work: cutOut });
    }
    case "portraits":
      return treated(first, order, {
        title: "portrait",
        seed: words.seed,
        work: (picture) => portraitOf(picture, { index: order.index, seed: words.seed }),
      });
    case "headshot":
      return treated(first, order, {
        title: "headshot",
        seed: words.seed,
        work: (picture) => headshotOf(picture, words.seed),
      });
  }
}

async function edited(first: GivenPicture, order: Order): Promise<SketchFile> {
  const { request, words } = order;
  const { strength } = request;
  const title = strength === null ? "edit" : `edit, strength ${strength}`;
  return treated(first, order, {
    title,
    seed: words.seed,
    work: (picture) =>
      strength === null ? editPicture(picture, words) : varyPicture(picture, words, strength),
  });
}

async function together(given: Given, { request, words, size }: Order): Promise<SketchFile> {
  const title = `${given.length} pictures together`;
  const mount = createMount(size, labelFor({ title, seed: words.seed, quote: words.prompt }));
  const laid = await composePictures(given, { width: size.width, height: mount.floor }, words);
  return encode(mountPicture(laid, mount), request.format);
}

async function treated(
  first: GivenPicture,
  { request, words, size }: Order,
  treatment: { title: string; seed?: number; work(picture: Raster): Promise<Raster> },
): Promise<SketchFile> {
  const mount = createMount(size, labelFor({ ...treatment, quote: words.prompt }));
  const picture = await fitPicture(first, aboveLabel(mount));
  return encode(mountPicture(await treatment.work(picture), mount), request.format);
}

/** More would take seconds to write, and a chat shows no more. */
const mostPixels = 8_000_000;

async function upscaled(first: GivenPicture, { request }: Order): Promise<SketchFile> {
  const asked = Number(/^(\d)x$/.exec(request.resolution)?.[1] ?? 4);
  const { width, height } = first.whole;
  const factor = Math.max(1, Math.min(asked, Math.sqrt(mostPixels / (width * height))));
  const size = { width: Math.round(width * factor), height: Math.round(height * factor) };
  const reached = Math.round(factor * 10) / 10;
  const title = reached < asked ? `upscale ${reached}x of ${asked}x` : `upscale ${asked}x`;
  const mount = createMount(size, labelFor({ title, quote: "" }));
  const large = await upscalePicture(first, aboveLabel(mount));
  return encode(mountPicture(large, mount), request.format);
}

function aboveLabel({ width, floor }: Mount): PictureSize {
  return { width, height: floor };
}

function labelFor(label: { title: string; seed?: number; quote: string }): LabelText {
  const { title, seed, quote } = label;
  const numbered = seed === undefined ? [] : [`seed ${seed}`];
  return {
    parts: ["SKETCH", title, "drawn locally, no AI model was used", ...numbered],
    quote,
  };
}
