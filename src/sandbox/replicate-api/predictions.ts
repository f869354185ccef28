import { randomBytes, randomInt } from "node:crypto";
import type { RunFate } from "./control.js";
import type { LoadedPictures } from "./given-pictures.js";
import { countOf } from "./input-check.js";
import type { Input, ServedModel } from "./served-models.js";

const SLOW_MS = 12_000;
const MEGAPIXEL = 1_048_576;

/** One prediction. Where it stands follows from the time. */
export interface Prediction {
  readonly id: string;
  readonly model: ServedModel;
  /** As it was sent. */
  readonly input: Input;
  readonly count: number;
  readonly seed: number;
  readonly webhook: string | null;
  readonly fate: RunFate;
  readonly createdAtMs: number;
  readonly startsAtMs: number;
  /** Never, of one that hangs. */
  readonly endsAtMs: number;
  /** When it stops by itself, by the header that was sent. */
  readonly cancelAtMs: number;
  cancelledAtMs: number | null;
  /** Null: still loading. Nothing is answered about a prediction before that. */
  loaded: LoadedPictures | null;
}

type Status = "starting" | "processing" | "succeeded" | "failed" | "canceled" | "aborted";

export interface AskedPrediction {
  readonly model: ServedModel;
  readonly input: Input;
  readonly webhook: string | null;
  /** e.g. `6m`. Null: no limit. */
  readonly cancelAfter: string | null;
}

export function createPrediction(
  asked: AskedPrediction,
  at: { fate: RunFate; nowMs: number; paceMs: number },
): Prediction {
  const { model, input, webhook } = asked;
  const { fate, nowMs } = at;
  const isStuck = fate === "stuck";
  const paceMs = fate === "slow" ? SLOW_MS : at.paceMs;
  return {
    id: randomBytes(13).toString("hex"),
    model,
    input,
    webhook,
    fate,
    count: countOf(input),
    seed: typeof input.seed === "number" ? input.seed : randomInt(2 ** 31),
    createdAtMs: nowMs,
    startsAtMs: isStuck ? Number.POSITIVE_INFINITY : nowMs + paceMs / 4,
    endsAtMs: isStuck ? Number.POSITIVE_INFINITY : nowMs + paceMs,
    cancelAtMs: nowMs + toMs(asked.cancelAfter),
    cancelledAtMs: null,
    loaded: null,
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function toMs(duration: string | null): number {
  const parts = [...(duration ?? "").matchAll(/(\d+)([smh])/g)];
  if (parts.length === 0) return Number.POSITIVE_INFINITY;
  return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
}

/** When it is over, one way or the other. */
export function overAtMs({ cancelledAtMs, endsAtMs, cancelAtMs }: Prediction): number {
  return cancelledAtMs ?? Math.min(endsAtMs, cancelAtMs);
}

export function hasEnded(prediction: Prediction, nowMs: number): boolean {
  return nowMs >= overAtMs(prediction);
}

export function statusOf(prediction: Prediction, nowMs: number): Status {
  const { startsAtMs, endsAtMs, cancelledAtMs, cancelAtMs, loaded, fate } = prediction;
  if (!hasEnded(prediction, nowMs)) return nowMs < startsAtMs ? "starting" : "processing";
  const stoppedAtMs = cancelledAtMs ?? (cancelAtMs < endsAtMs ? cancelAtMs : null);
  if (stoppedAtMs !== null) return stoppedAtMs < startsAtMs ? "aborted" : "canceled";
  const isFailed = fate === "fail" || fate === "refuse" || loaded?.kind === "unusable";
  return isFailed ? "failed" : "succeeded";
}

/** What is asked for it, in millionths of a US dollar: nothing for what failed or never began. */
export function microUsdOf(prediction: Prediction, nowMs: number): number {
  const status = statusOf(prediction, nowMs);
  const { model, input, count, loaded } = prediction;
  if (status !== "succeeded" && status !== "canceled") return 0;
  const pictures = loaded?.kind === "loaded" ? loaded.pictures : [];
  const given = pictures.map(({ width, height }) => Math.ceil((width * height) / MEGAPIXEL));
  const billed = status === "succeeded" ? madeOf(prediction) || count : count;
  return model.unitMicroUsd(input, given) * billed;
}

/** How many pictures there are in the end. */
export function madeOf({ fate, count }: Prediction): number {
  if (fate === "empty") return 0;
  return fate === "partial" && count > 1 ? count - 1 : count;
}

/** The prediction as the API shows it. */
export function toShape(prediction: Prediction, at: { nowMs: number; origin: string }): object {
  const { id, model, fate, createdAtMs, startsAtMs } = prediction;
  const status = statusOf(prediction, at.nowMs);
  const isOver = hasEnded(prediction, at.nowMs);
  const isRemoved = isOver && fate === "data_removed";
  const endedAtMs = overAtMs(prediction);
  return {
    id,
    model: model.slug,
    version: model.version ?? "hidden",
    input: isRemoved ? {} : prediction.input,
    output: status === "succeeded" && !isRemoved ? outputOf(prediction, at.origin) : null,
    logs: "",
    error: status === "failed" ? errorOf(prediction) : null,
    status,
    source: "api",
    data_removed: isRemoved,
    created_at: new Date(createdAtMs).toISOString(),
    ...(isOver && { completed_at: new Date(endedAtMs).toISOString() }),
    ...(isOver &&
      status !== "aborted" && {
        started_at: new Date(startsAtMs).toISOString(),
        metrics: { predict_time: Math.max(0.001, (endedAtMs - startsAtMs) / 1_000) },
      }),
    ...(prediction.webhook && {
      webhook: prediction.webhook,
      webhook_events_filter: ["completed"],
    }),
    urls: {
      get: `${at.origin}/v1/predictions/${id}`,
      cancel: `${at.origin}/v1/predictions/${id}/cancel`,
    },
  };
}

/** One address or a list of them, by model. */
function outputOf(prediction: Prediction, origin: string): string | readonly string[] | null {
  const { id, input, model } = prediction;
  const extension = String(input.output_format ?? input.format ?? model.format);
  const urls = Array.from(
    { length: madeOf(prediction) },
    (_, index) => `${origin}/delivery/${id}/out-${index}.${extension}`,
  );
  return model.isList ? urls : (urls[0] ?? null);
}

function errorOf({ fate, model, loaded }: Prediction): string {
  if (loaded?.kind === "unusable") return loaded.error;
  if (fate !== "refuse") return "Prediction interrupted; please retry (code: PA)";
  return model.isList
    ? "All generated images contained NSFW content. Try running it again with a different prompt."
    : "The input or output was flagged as sensitive. Please try again with different inputs. (E005)";
}
