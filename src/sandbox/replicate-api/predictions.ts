import { randomBytes, randomInt } from "node:crypto";
import type { RunFate } from "./control.js";
import type { PictureInput } from "./input-check.js";

const SLOW_MS = 12_000;

/** One prediction. Where it stands follows from the time. */
export interface Prediction {
  readonly id: string;
  readonly slug: string;
  /** As it was sent. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly picture: PictureInput;
  readonly seed: number;
  readonly webhook: string | null;
  readonly fate: RunFate;
  readonly createdAtMs: number;
  readonly endsAtMs: number;
  cancelledAtMs: number | null;
}

type Status = "starting" | "processing" | "succeeded" | "failed" | "canceled" | "aborted";

export function createPrediction(given: {
  slug: string;
  input: Readonly<Record<string, unknown>>;
  picture: PictureInput;
  webhook: string | null;
  fate: RunFate;
  nowMs: number;
  paceMs: number;
}): Prediction {
  const { nowMs, paceMs, ...asked } = given;
  return {
    ...asked,
    id: randomBytes(13).toString("hex"),
    seed: asked.picture.seed ?? randomInt(2 ** 31),
    createdAtMs: nowMs,
    endsAtMs: nowMs + (asked.fate === "slow" ? SLOW_MS : paceMs),
    cancelledAtMs: null,
  };
}

export function statusOf(prediction: Prediction, nowMs: number): Status {
  const { createdAtMs, endsAtMs, cancelledAtMs, fate } = prediction;
  const startsAtMs = createdAtMs + (endsAtMs - createdAtMs) / 4;
  if (cancelledAtMs !== null) return cancelledAtMs < startsAtMs ? "aborted" : "canceled";
  if (nowMs < endsAtMs) return nowMs < startsAtMs ? "starting" : "processing";
  return fate === "fail" || fate === "refuse" ? "failed" : "succeeded";
}

export function hasEnded(prediction: Prediction, nowMs: number): boolean {
  return prediction.cancelledAtMs !== null || nowMs >= prediction.endsAtMs;
}

/** The prediction as the API shows it. */
export function toShape(prediction: Prediction, at: { nowMs: number; origin: string }): object {
  const { id, slug, fate, createdAtMs } = prediction;
  const status = statusOf(prediction, at.nowMs);
  const isOver = hasEnded(prediction, at.nowMs);
  const isRemoved = isOver && fate === "data_removed";
  const endedAtMs = prediction.cancelledAtMs ?? prediction.endsAtMs;
  return {
    id,
    model: slug,
    version: "hidden",
    input: isRemoved ? {} : prediction.input,
    output: status === "succeeded" && !isRemoved ? outputsOf(prediction, at.origin) : null,
    logs: "",
    error: status === "failed" ? errorOf(prediction) : null,
    status,
    source: "api",
    data_removed: isRemoved,
    created_at: new Date(createdAtMs).toISOString(),
    ...(isOver && {
      started_at: new Date(createdAtMs).toISOString(),
      completed_at: new Date(endedAtMs).toISOString(),
      ...(status !== "aborted" && {
        metrics: { predict_time: Math.max(0.001, (endedAtMs - createdAtMs) / 1_000) },
      }),
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

function outputsOf({ id, fate, picture }: Prediction, origin: string): readonly string[] {
  if (fate === "empty") return [];
  const isCut = fate === "partial" && picture.count > 1;
  return Array.from(
    { length: picture.count - (isCut ? 1 : 0) },
    (_, index) => `${origin}/delivery/${id}/out-${index}.${picture.format}`,
  );
}

function errorOf({ fate }: Prediction): string {
  return fate === "refuse"
    ? "All generated images contained NSFW content. Try running it again with a different prompt."
    : "Prediction interrupted; please retry (code: PA)";
}
