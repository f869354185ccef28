import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterEach, describe, expect, it } from "vitest";
import { startDecodingProcess } from "../../../src/adapters/media/decoding-process.js";
import {
  createPictureNormaliser,
  type PictureNormaliserOptions,
} from "../../../src/adapters/media/picture-normaliser.js";
import { pause, until } from "../../jobs/until.js";
import { drawing } from "./small-pictures.js";

const BOUNDS = { maxPixels: 4_000_000, maxSide: 4_096 };
const MB = 1024 * 1024;
const LIMITS = { memoryLimitBytes: 1_024 * MB, cpuLimitMs: 20_000 };
const GONE = { code: "picture_unreadable", retryable: true };

describe("decoding processes", () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    expect(await decoders()).toEqual([]);
  });

  function create(options: Partial<PictureNormaliserOptions>) {
    const normaliser = createPictureNormaliser(options);
    open.push(normaliser);
    return normaliser;
  }

  /** With its one process started. */
  async function createWarm() {
    const normaliser = create({ processes: 1 });
    await normaliser.normalise(await drawing().png().toBuffer(), BOUNDS);
    return normaliser;
  }

  it.each([
    ["by the clock", { timeLimitMs: 400 }],
    ["of the processor", { cpuLimitMs: 300 }],
  ])("kills what takes too long %s, and goes on", async (_name, limit) => {
    const normaliser = create({ processes: 1, ...limit });
    const slow = await slowPicture();
    const results = await Promise.all([
      normaliser.normalise(slow, BOUNDS),
      normaliser.normalise(await drawing().png().toBuffer(), BOUNDS),
    ]);
    expect(results[0]).toEqual({ problem: "took_too_long" });
    expect(results[1]).toMatchObject({ width: 64, height: 32 });
  });

  it("kills what takes too much memory, and goes on", async () => {
    const normaliser = create({ processes: 1, memoryLimitBytes: 150 * MB });
    const greedy = blackBitmap(6_000); // A bit for each pixel in the file, 24 when it is decoded: 108 MB.
    expect(await normaliser.normalise(greedy, BOUNDS)).toEqual({ problem: "too_many_pixels" });
    expect(await normaliser.normalise(await drawing().png().toBuffer(), BOUNDS)).toMatchObject({
      width: 64,
    });
  });

  it("takes a process that dies of a picture for a damaged picture, and goes on", async () => {
    const normaliser = await createWarm();
    const slow = await slowPicture();
    const dying = normaliser.normalise(slow, BOUNDS);
    await pause(200); // The picture is being decoded by now.
    for (const pid of await decoders()) process.kill(pid, "SIGSEGV");
    expect(await dying).toEqual({ problem: "damaged" });
    expect(await normaliser.normalise(await drawing().png().toBuffer(), BOUNDS)).toMatchObject({
      width: 64,
    });
  });

  it("does not stop for signals that the whole service gets", async () => {
    const normaliser = await createWarm();
    const slow = await slowPicture();
    const picture = normaliser.normalise(slow, BOUNDS);
    await pause(200); // The picture is being decoded by now.
    for (const pid of await decoders()) process.kill(pid, "SIGTERM");
    expect(await picture).toMatchObject({ originalFormat: "png" });
  });

  it("uses no more processes than it may, and ends them when nothing comes", async () => {
    const normaliser = create({ processes: 2, idleMs: 2_000 });
    const picture = await drawing().png().toBuffer();
    await Promise.all(Array.from({ length: 6 }, () => normaliser.normalise(picture, BOUNDS)));
    expect(await decoders()).toHaveLength(2);
    await untilThereAre(0);
  });

  it("does not call a picture damaged because the service stops", async () => {
    const normaliser = await createWarm();
    const slow = await slowPicture();
    const [underWay, waiting] = [
      normaliser.normalise(slow, BOUNDS),
      normaliser.normalise(slow, BOUNDS),
    ].map((one) => expect(one).rejects.toMatchObject(GONE));
    await pause(200); // The picture is being decoded by now.
    await normaliser.close();
    await Promise.all([underWay, waiting]);
    await expect(normaliser.normalise(slow, BOUNDS)).rejects.toMatchObject(GONE);
  });

  it("says that it is our fault when no process starts", async () => {
    await expect(startDecodingProcess({ ...LIMITS, memoryLimitBytes: MB })).rejects.toMatchObject(
      GONE,
    );
  });

  it("hands none of the service's settings to them", async () => {
    const decoder = await startDecodingProcess(LIMITS);
    const environment = await readFile(`/proc/${decoder.pid}/environ`, "latin1");
    await decoder.end();
    const names = environment.split("\0").map((line) => line.split("=")[0]);
    expect(names.filter((name) => name !== "" && !name?.startsWith("NODE_CHANNEL"))).toEqual([]);
  });

  it("does not outlive its service, nor keep it alive", async () => {
    const built = new URL("../../../dist/adapters/media/picture-normaliser.js", import.meta.url);
    const script = `
      import { createPictureNormaliser } from "${built}";
      const picture = Buffer.from("${(await drawing().png().toBuffer()).toString("base64")}", "base64");
      const bounds = ${JSON.stringify(BOUNDS)};
      const [left, closed] = [createPictureNormaliser(), createPictureNormaliser()];
      const { width } = await left.normalise(picture, bounds);
      await closed.normalise(picture, bounds);
      await closed.close();
      process.stdout.write(String(width));
    `;
    const args = ["--input-type=module", "--eval", script];
    const startedAt = performance.now();
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: fileURLToPath(new URL("../../..", import.meta.url)),
    });
    expect(stdout).toBe("64");
    expect(performance.now() - startedAt).toBeLessThan(14_000); // It would be 15 s until the process ends for want of work.
  });
});

/** A square BMP of one bit a pixel. */
function blackBitmap(side: number): Buffer {
  const [pixelsAt, stride] = [62, Math.ceil(side / 32) * 4];
  const file = Buffer.alloc(pixelsAt + stride * side);
  file.write("BM", "latin1");
  file.writeUInt32LE(pixelsAt, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(side, 18);
  file.writeInt32LE(side, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(1, 28);
  return file;
}

/** Some seconds of work, in little memory. */
async function slowPicture(): Promise<Buffer> {
  madeSlow ??= await sharp({
    create: { width: 16_000, height: 16_000, channels: 3, background: "#246" },
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return madeSlow;
}
let madeSlow: Buffer | undefined;

function untilThereAre(count: number): Promise<void> {
  return until(`${count} decoding processes`, async () => (await decoders()).length === count);
}

/** The processes that this one has started for decoding. */
async function decoders(): Promise<readonly number[]> {
  const args = ["-o", "pid=,stat=,args=", "--ppid", String(process.pid)];
  const { stdout } = await promisify(execFile)("ps", args).catch(() => ({ stdout: "" }));
  return stdout
    .split("\n")
    .filter((line) => line.includes("picture-process.js") && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number.parseInt(line, 10));
}
