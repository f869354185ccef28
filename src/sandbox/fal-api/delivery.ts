import { setTimeout } from "node:timers/promises";
import { drawOutput, type Output, paintBlack } from "./draw-output.js";
import { isPaintedBlack } from "./results.js";
import type { Run } from "./runs.js";

const HUGE_BYTES = 300 * 1024 * 1024;
const DRIP_EVERY_MS = 500;
const CHUNK = new Uint8Array(256 * 1024);

/** The file at an output's address, drawn when it is asked for, or what the run's fate has put there. */
export async function deliver(
  run: Run,
  index: number,
  { redirectTo, pixels }: { redirectTo: string; pixels?: number | undefined },
): Promise<Response> {
  switch (run.fate) {
    case "expired_output":
      return new Response("not found", { status: 404 });
    case "html_output":
      return answer("<!doctype html><title>502 Bad Gateway</title>\n", "text/html");
    case "text_output":
      return answer("not what was asked for", "text/plain");
    case "huge_output":
      return new Response(pour(HUGE_BYTES), {
        headers: { "content-type": "image/png", "content-length": String(HUGE_BYTES) },
      });
    case "endless_output":
      return answer(pour(Number.POSITIVE_INFINITY), "image/png");
    case "dripping_output":
      if (index < (run.order?.count ?? 1) - 1) return send(await drawOutput(run, index, pixels));
      return answer(drip(), "image/png");
    case "unavailable_output":
      return new Response("try later", { status: 503 });
    case "redirect_output":
      return new Response(null, { status: 302, headers: { location: redirectTo } });
    default:
      return send(
        isPaintedBlack(run, index) ? await paintBlack(run) : await drawOutput(run, index, pixels),
      );
  }
}

function send({ bytes, contentType }: Output): Response {
  return answer(Buffer.from(bytes), contentType);
}

function answer(
  body: string | Buffer<ArrayBuffer> | ReadableStream<Uint8Array>,
  contentType: string,
): Response {
  return new Response(body, { headers: { "content-type": contentType } });
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
