import { setTimeout } from "node:timers/promises";
import sharp from "sharp";
import { drawPicture } from "../../adapters/sketch/draw/draw-picture.js";
import type { Prediction } from "./predictions.js";

const HUGE_BYTES = 200 * 1024 * 1024;
const DRIP_EVERY_MS = 500;
const CHUNK = new Uint8Array(256 * 1024);
const CONTENT_TYPES = { webp: "image/webp", jpg: "image/jpeg", png: "image/png" } as const;

/** The file at an output's address, drawn when it is asked for, or what the prediction's fate has put there. */
export async function deliver(
  prediction: Prediction,
  index: number,
  redirectTo: string,
): Promise<Response> {
  switch (prediction.fate) {
    case "html_output":
      return new Response("<!doctype html><title>502 Bad Gateway</title>\n", {
        headers: { "content-type": "text/html" },
      });
    case "huge_output":
      return new Response(pour(HUGE_BYTES), {
        headers: { "content-type": "image/png", "content-length": String(HUGE_BYTES) },
      });
    case "endless_output":
      return new Response(pour(Number.POSITIVE_INFINITY), {
        headers: { "content-type": "image/png" },
      });
    case "dripping_output":
      if (index < prediction.picture.count - 1) return draw(prediction, index);
      return new Response(drip(), { headers: { "content-type": "image/png" } });
    case "unavailable_output":
      return new Response("try later", { status: 503 });
    case "redirect_output":
      return new Response(null, { status: 302, headers: { location: redirectTo } });
    default:
      return draw(prediction, index);
  }
}

async function draw({ picture, seed }: Prediction, index: number): Promise<Response> {
  const { prompt, aspectRatio, format } = picture;
  const jpeg = await drawPicture({ prompt, aspectRatio, seed: (seed + index) % 2 ** 31 });
  const bytes =
    format === "jpg"
      ? jpeg
      : await sharp(jpeg)
          .toFormat(format, format === "png" ? { compressionLevel: 2 } : { quality: 80 })
          .toBuffer();
  return new Response(Buffer.from(bytes), {
    headers: { "content-type": CONTENT_TYPES[format] },
  });
}

function pour(sizeBytes: number): ReadableStream<Uint8Array> {
  let leftBytes = sizeBytes;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(CHUNK.slice(0, Math.min(CHUNK.length, leftBytes)));
      leftBytes -= CHUNK.length;
      if (leftBytes <= 0) controller.close();
    },
  });
}

function drip(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      controller.enqueue(CHUNK.slice(0, 1));
      await setTimeout(DRIP_EVERY_MS);
    },
  });
}
