import sharp from "sharp";
import { AppError } from "../../core/errors.js";
import type { AttemptId } from "../../core/ids.js";
import type { Clock } from "../../core/ports/clock.js";
import type {
  ImageProvider,
  ProviderOutput,
  ProviderRun,
} from "../../core/ports/image-provider.js";
import { createTurns } from "../../core/turns.js";
import { drawPicture } from "./draw/draw-picture.js";
import { parsePictureSize } from "./draw/picture-size.js";
import { createRunRecords, type RunRecord } from "./run-records.js";

/** What a run is made to do, so that every answer a hosted provider can give may be met without one. */
export type SketchCondition = "ok" | "fail" | "slow" | "refuse" | "malformed" | "partial";

export interface SketchConditions {
  /** How long the next run takes. */
  paceMs(): number;
  /** What becomes of the next run. Asked once per run, when it is submitted. */
  next(): SketchCondition;
  /** About how many pixels a picture has, a quarter of a million at least. Unset: a megapixel, as the models make. */
  readonly pixels?: number | undefined;
}

const runIdPrefix = "sketch-";
const slowRunMs = 12_000;
/** A vendor forgets too: Replicate removes a run's data after an hour. */
const keptMs = 3_600_000;
const tidyEveryMs = 60_000;
/** sharp draws on libuv's four threads, which files and DNS need too. */
const drawnAtOnce = 2;

const undisturbed: SketchConditions = { paceMs: () => 0, next: () => "ok" };

/**
 * Pictures drawn on this machine from the words of the prompt, plainly labelled as sketches. Needs no key and costs
 * nothing. Runs are files under `folder`, so that they are found again after a restart; they are kept for an hour.
 */
export function createSketchProvider(options: {
  folder: string;
  clock: Pick<Clock, "now">;
  conditions?: SketchConditions;
  /** Unset: every model. */
  modelIds?: readonly string[];
}): ImageProvider {
  const { clock, conditions = undisturbed, modelIds } = options;
  const records = createRunRecords(options.folder);
  // For the whole process: no picture is drawn twice in a row, so libvips' cache would only hold memory.
  sharp.cache(false);
  const takeTurn = createTurns(drawnAtOnce);
  const nowMs = () => clock.now().getTime();
  let tidiedAtMs = Number.NEGATIVE_INFINITY;

  async function tidy(): Promise<void> {
    if (nowMs() - tidiedAtMs < tidyEveryMs) return;
    tidiedAtMs = nowMs();
    await records.deleteBefore(new Date(nowMs() - keptMs));
  }

  async function readAttempt(attemptId: string): Promise<RunRecord | null> {
    return isFileName(attemptId) ? records.read(attemptId) : null;
  }

  async function readRun(providerRunId: string): Promise<RunRecord | null> {
    if (!providerRunId.startsWith(runIdPrefix)) return null;
    return readAttempt(providerRunId.slice(runIdPrefix.length));
  }

  function outputsOf(record: RunRecord): ProviderOutput[] {
    const { count } = record.request;
    return Array.from({ length: count }, (_, index) => {
      const isRefused = record.outcome === "partial" && count > 1 && index === count - 1;
      if (isRefused) return { kind: "missing", index, code: "content_refused" };
      return {
        kind: "image",
        index,
        fetch: (signal) =>
          takeTurn(() => fetchOutput(record, { index, signal, pixels: conditions.pixels })),
      };
    });
  }

  return {
    name: "sketch",
    serves: (modelId) => modelIds === undefined || modelIds.includes(modelId),
    costMicroUsd: () => 0,

    async submit({ attemptId, request }) {
      assertDrawable(attemptId, request);
      await tidy();
      if ((await records.read(attemptId)) === null) {
        const condition = conditions.next();
        const paceMs = condition === "slow" ? slowRunMs : conditions.paceMs();
        await records.create({
          attemptId,
          request,
          outcome: condition === "slow" ? "ok" : condition,
          submittedAtMs: nowMs(),
          dueAtMs: nowMs() + paceMs,
          isCancelled: false,
        });
      }
      return { providerRunId: runIdPrefix + attemptId };
    },

    async find({ attemptId }) {
      return (await readAttempt(attemptId)) === null
        ? { kind: "absent" }
        : { kind: "found", providerRunId: runIdPrefix + attemptId };
    },

    async poll({ providerRunId }) {
      const record = await readRun(providerRunId);
      if (record !== null) return runAt(record, { nowMs: nowMs(), outputsOf });
      throw new AppError({
        code: "not_found",
        message: `no run ${providerRunId}`,
        retryable: false,
      });
    },

    async cancel({ providerRunId }) {
      const record = await readRun(providerRunId);
      const isRunning = record !== null && nowMs() < record.dueAtMs;
      if (isRunning) await records.replace({ ...record, isCancelled: true });
    },
  };
}

/** Attempt ids are file names here. Ours are 128 random bits in hexadecimal, with or without dashes. */
function isFileName(attemptId: string): boolean {
  return /^[A-Za-z0-9_-]{1,100}$/.test(attemptId);
}

function assertDrawable(attemptId: AttemptId, request: RunRecord["request"]): void {
  const isCount = Number.isInteger(request.count) && request.count >= 1 && request.count <= 4;
  const isSeed = Number.isInteger(request.seed) && request.seed >= 0 && request.seed < 2 ** 31;
  if (isFileName(attemptId) && isCount && isSeed && parsePictureSize(request.aspectRatio)) return;
  throw new AppError({
    code: "provider_rejected",
    message: `sketch cannot draw ${request.count} × ${request.aspectRatio} for ${attemptId}`,
    retryable: false,
  });
}

function runAt(
  record: RunRecord,
  at: { nowMs: number; outputsOf: (record: RunRecord) => ProviderOutput[] },
): ProviderRun {
  const { nowMs } = at;
  if (record.isCancelled) return { state: "failed", code: "provider_rejected", costMicroUsd: 0 };
  if (nowMs < record.dueAtMs) {
    const isFirstQuarter =
      (nowMs - record.submittedAtMs) * 4 < record.dueAtMs - record.submittedAtMs;
    return { state: isFirstQuarter ? "waiting" : "running" };
  }
  switch (record.outcome) {
    case "fail":
      return { state: "failed", code: "provider_unavailable", costMicroUsd: 0 };
    case "refuse":
      return { state: "failed", code: "content_refused", costMicroUsd: 0 };
    case "ok":
    case "malformed":
    case "partial":
      return { state: "succeeded", outputs: at.outputsOf(record), costMicroUsd: 0 };
  }
}

/** Drawn when asked for, the same each time, so nothing but the record is kept. */
async function fetchOutput(
  record: RunRecord,
  wanted: { index: number; signal: AbortSignal; pixels: number | undefined },
): Promise<Uint8Array> {
  const { index, signal, pixels } = wanted;
  if (signal.aborted) {
    throw new AppError({
      code: "provider_unavailable",
      message: "nobody waits for the sketch any more",
      retryable: true,
    });
  }
  if (record.outcome === "malformed") {
    return Buffer.from("<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>\n");
  }
  const { prompt, aspectRatio, seed } = record.request;
  return drawPicture({ prompt, aspectRatio, seed: (seed + index) % 2 ** 31, pixels });
}
