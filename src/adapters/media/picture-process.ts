// The process that decodes what people send: started by `decoding-process.ts`, one picture at a time.
import { once } from "node:events";
import { setPriority } from "node:os";
import { Worker } from "node:worker_threads";
import sharp from "sharp";
import { type NormalisingTask, normalisePicture } from "./normalise-picture.js";

/** Memory that decoders have taken is not all given back: a process that holds more than this is not kept. */
const KEPT_BYTES = 250 * 1024 * 1024;
const NICENESS = 5;

// Ctrl+C in a terminal and some supervisors signal the whole group, while the service still finishes what it is at.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
// Whoever asked has gone.
process.on("disconnect", () => process.exit());
// People who wait for a first answer go before pictures that are being read.
setPriority(NICENESS);
const watch = new Worker(new URL("./limit-watch.js", import.meta.url), {
  workerData: JSON.parse(process.argv[2] ?? ""),
});
await once(watch, "message");
watch.unref();

sharp.cache(false);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Heif", "Nsgif", "Tiff"].map(
    (name) => `VipsForeignLoad${name}`,
  ),
});

process.on("message", async (task: NormalisingTask) => {
  watch.postMessage("begins");
  const result = await normalisePicture(task);
  process.send?.({ result, isSpent: process.memoryUsage.rss() > KEPT_BYTES });
});
process.send?.("ready");
