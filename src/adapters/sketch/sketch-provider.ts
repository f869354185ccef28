import sharp from "sharp";
import { fitsModel } from "../../core/catalog/fits-model.js";
import { findModel } from "../../core/catalog/models.js";
import { AppError } from "../../core/errors.js";
import type { AttemptId } from "../../core/ids.js";
import type { Clock } from "../../core/ports/clock.js";
import type { ImageProvider, ImageRequest } from "../../core/ports/image-provider.js";
import { createTurns } from "../../core/turns.js";
import { assertReadable } from "./given/given-picture.js";
import { createOutputs, runAt } from "./run-outcome.js";
import { createRunRecords, type RunRecord } from "./run-records.js";

/** What a run is made to do, so that every answer a hosted provider can give may be met without one. */
export type SketchCondition = "ok" | "fail" | "slow" | "refuse" | "malformed" | "partial";

export interface SketchConditions {
  /** How long the next run takes. */
  paceMs(): number;
  /** What becomes of the next run. Asked once per run, when it is submitted. */
  next(): SketchCondition;
  /** What counts as a megapixel, a quarter of a million at least. Unset: a megapixel, as the models make. */
  readonly pixels?: number | undefined;
}

const runIdPrefix = "sketch-";
const slowRunMs = 12_000;
/** Drawing takes a second or two, whatever model it stands in for. */
const TYPICAL_SECONDS = 2;
/** A vendor forgets too: Replicate removes a run's data after an hour. */
const keptMs = 3_600_000;
const tidyEveryMs = 60_000;
/** sharp draws on libuv's four threads, which files and DNS need too. */
const drawnAtOnce = 2;

const undisturbed: SketchConditions = { paceMs: () => 0, next: () => "ok" };

/**
 * Pictures and clips drawn on this machine, whatever the model's task, plainly labelled as sketches. Needs no key and
 * costs nothing. Runs and the pictures given are files under `folder`, so that they are found again after a restart; they
 * are kept for an hour.
 */
export function createSketchProvider(options: {
  folder: string;
  clock: Pick<Clock, "now">;
  conditions?: SketchConditions;
  /** Unset: every model of the catalogue. */
  modelIds?: readonly string[];
}): ImageProvider {
  const { clock, conditions = undisturbed, modelIds } = options;
  const records = createRunRecords(options.folder);
  // For the whole process: no picture is drawn twice in a row, so libvips' cache would only hold memory.
  sharp.cache(false);
  const takeTurn = createTurns(drawnAtOnce);
  const outputsOf = createOutputs(records, { takeTurn, pixels: conditions.pixels });
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

  return {
    name: "sketch",
    typicalSeconds: TYPICAL_SECONDS,
    serves: (modelId) => modelIds?.includes(modelId) ?? findModel(modelId) !== undefined,
    canTake: () => true,
    costMicroUsd: () => 0,

    async submit({ attemptId, request }) {
      assertDrawable(attemptId, request);
      await tidy();
      if ((await records.read(attemptId)) === null) {
        const inputs = await readInputs(request);
        const condition = conditions.next();
        const paceMs = condition === "slow" ? slowRunMs : conditions.paceMs();
        const record: RunRecord = {
          attemptId,
          request: withoutInputs(request),
          inputCount: inputs.length,
          outcome: condition === "slow" ? "ok" : condition,
          submittedAtMs: nowMs(),
          dueAtMs: nowMs() + paceMs,
          isCancelled: false,
          isForgotten: false,
        };
        await records.create(record, inputs);
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
      if (record !== null && !record.isForgotten)
        return runAt(record, { nowMs: nowMs(), outputsOf });
      throw new AppError({
        code: "not_found",
        message: `no run ${providerRunId}`,
        retryable: false,
      });
    },

    async forget({ providerRunId }) {
      const record = await readRun(providerRunId);
      if (record === null || record.isForgotten) return;
      const request = { ...record.request, prompt: "" };
      await records.replace({ ...record, request, isForgotten: true });
      await records.deleteInputs(record);
    },

    tidy,

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

function assertDrawable(attemptId: AttemptId, request: ImageRequest): void {
  const model = findModel(request.modelId);
  if (isFileName(attemptId) && model && fitsModel(model, request)) return;
  const { count, aspectRatio, inputs } = request;
  throw new AppError({
    code: "provider_rejected",
    message: `sketch cannot draw ${count} × ${aspectRatio} of ${inputs.length} for ${attemptId}`,
    retryable: false,
  });
}

async function readInputs({ inputs }: ImageRequest): Promise<Uint8Array[]> {
  const pictures = await Promise.all(inputs.map((input) => input.read()));
  await Promise.all(pictures.map(assertReadable));
  return pictures;
}

/** What is written down of a request: the pictures are kept as files. */
function withoutInputs(request: ImageRequest): RunRecord["request"] {
  const { inputs: _, retention: __, ...rest } = request;
  return rest;
}
