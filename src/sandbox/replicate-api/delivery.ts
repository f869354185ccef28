import { setTimeout } from "node:timers/promises";
import { drawOutput } from "./drawing.js";
import type { Prediction } from "./predictions.js";

const HUGE_BYTES = 200 * 1024 * 1024;
const DRIP_EVERY_MS = 500;
const CHUNK = new Uint8Array(256 * 1024);

/** The file at an output's address, drawn when it is asked for, or what the prediction's fate has put there. */
export async function deliver(
  prediction: Prediction,
  index: number,
  { redirectTo, pixels }: { redirectTo: string; pixels?: number | undefined },
): Promise<Response> {
  switch (prediction.fate) {
    case "html_output":
      return new Response("<!doctype html><title>502 Bad Gateway</title>\n", {
        headers: { "content-type": "text/html" },
      });
    case "wrong_type_output":
      return new Response("%PDF-1.7\n", { headers: { "content-type": "application/pdf" } });
    case "huge_output":
      return new Response(pour(HUGE_BYTES), {
        headers: { "content-type": "image/png", "content-length": String(HUGE_BYTES) },
      });
    case "endless_output":
      return new Response(pour(Number.POSITIVE_INFINITY), {
        headers: { "content-type": "image/png" },
      });
    case "dripping_output":
      if (index < prediction.count - 1) return draw(prediction, index, pixels);
      return new Response(drip(), { headers: { "content-type": "image/png" } });
    case "unavailable_output":
      return new Response("try later", { status: 503 });
    case "redirect_output":
      return new Response(null, { status: 302, headers: { location: redirectTo } });
    default:
      return draw(prediction, index, pixels);
  }
}

async function draw(prediction: Prediction, index: number, pixels?: number): Promise<Response> {
  const { bytes, contentType } = await drawOutput(prediction, index, pixels);
  return new Response(Buffer.from(bytes), { headers: { "content-type": contentType } });
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
