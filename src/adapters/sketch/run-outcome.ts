import { AppError } from "../../core/errors.js";
import type { ProviderOutput, ProviderRun } from "../../core/ports/image-provider.js";
import type { TakeTurn } from "../../core/turns.js";
import { drawSketch } from "./draw-sketch.js";
import { expandPrompt } from "./prompt-expansion.js";
import type { createRunRecords, RunRecord } from "./run-records.js";

const errorPage = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>\n";

/** The pictures of a run. Each is drawn when it is asked for, the same each time, so nothing of it is kept. */
export function createOutputs(
  records: Pick<ReturnType<typeof createRunRecords>, "readInputs">,
  drawing: { takeTurn: TakeTurn; pixels?: number | undefined },
) {
  const { takeTurn, pixels } = drawing;
  return function outputsOf(record: RunRecord): ProviderOutput[] {
    const { count } = record.request;
    return Array.from({ length: count }, (_, index) => {
      const isRefused = record.outcome === "partial" && count > 1 && index === count - 1;
      if (isRefused) return { kind: "missing", index, code: "content_refused" };
      return {
        kind: "made",
        index,
        fetch: (signal) => takeTurn(() => fetchOutput(record, index, signal)),
      };
    });
  };

  async function fetchOutput(
    record: RunRecord,
    index: number,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    if (signal.aborted) {
      throw new AppError({
        code: "provider_unavailable",
        message: "nobody waits for the sketch any more",
        retryable: true,
      });
    }
    if (record.outcome === "malformed") return Buffer.from(errorPage);
    const inputs = await records.readInputs(record);
    if (inputs !== null)
      return (await drawSketch({ request: record.request, inputs, index, pixels })).bytes;
    throw new AppError({
      code: "output_unusable",
      message: "the pictures it was to be drawn from have been deleted",
      retryable: false,
    });
  }
}

/** Where a run stands. */
export function runAt(
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
      return {
        state: "succeeded",
        outputs: at.outputsOf(record),
        costMicroUsd: 0,
        ...used(record),
      };
  }
}

/** The words as they were written out, where that was asked for. */
function used({ request }: RunRecord): { promptUsed?: string } {
  return request.enhance ? { promptUsed: expandPrompt(request.prompt, request.seed) } : {};
}
