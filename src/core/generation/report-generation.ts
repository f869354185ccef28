import type { Catalog } from "../catalog/catalog.js";
import type { Lane } from "../catalog/model.js";
import { findModel } from "../catalog/models.js";
import { parseCredits } from "../credits.js";
import type { GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type {
  Generation,
  GenerationOutput,
  GenerationStanding,
} from "../ports/generation-store.js";
import type { ImageProvider } from "../ports/image-provider.js";
import type { GenerationPhase, GenerationReport, ReportedPicture } from "../ports/reply-sender.js";
import { estimateLeftSeconds, estimateWaitSeconds, medianSeconds } from "./estimate.js";
import { offeredRemakes } from "./offered-remakes.js";
import { isPaidOnDelivery } from "./request-terms.js";

const RECENT_RUNS = 20;

export type ReportGeneration = (id: GenerationId) => Promise<GenerationReport | null>;

interface ReportDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly laneConcurrency: Readonly<Record<Lane, number>>;
  readonly providers: readonly ImageProvider[];
  readonly catalog: Catalog;
}

/** Gathers what a chat is told about a generation. Null when there is none. */
export function createReportGeneration(deps: ReportDeps): ReportGeneration {
  return async function reportGeneration(id) {
    const standing = await deps.database.stores.generations.readStanding(id);
    if (!standing) return null;
    const { generation, content } = standing;
    return {
      generationId: id,
      phase: await describePhase(deps, standing),
      retention: generation.retention,
      isPurged: generation.retention === "none" && content === null,
      mayBeShared: mayBeShared(standing),
      prompt: content?.prompt ?? null,
      promptUsed: content?.promptUsed ?? null,
      modelId: generation.modelId,
      options: content?.options ?? null,
      inputCount: content?.inputSources.length ?? 0,
      inputNotes: standing.inputNotes,
      seed: generation.seed,
      requestedCount: generation.requestedCount,
      quotedCredits: generation.quotedCredits,
      ...toMoney(standing),
      providers: [...new Set(standing.providers)],
      failedProviders: toFailedProviders(standing),
      remakes: offeredRemakes(
        { ...generation, prompt: content?.prompt ?? null },
        { edition: deps.catalog.at(deps.clock.now()), providers: deps.providers },
      ),
    };
  };
}

/** What is paid for on delivery counts as paid in the very message that delivers it. */
function toMoney({ generation, content, availableCredits, heldCredits }: GenerationStanding) {
  const { state, quotedCredits, capturedCredits } = generation;
  const isBeingPaid = isPaidOnDelivery(generation) && state === "succeeded" && content !== null;
  if (!isBeingPaid || heldCredits < quotedCredits) return { availableCredits, heldCredits };
  return {
    availableCredits: parseCredits(availableCredits + quotedCredits - capturedCredits),
    heldCredits: parseCredits(heldCredits - quotedCredits),
  };
}

function mayBeShared({ generation, wasAskedInPublic }: GenerationStanding): boolean {
  const { visibility, retention } = generation;
  return visibility === "only_me" && retention === "keep" && wasAskedInPublic;
}

function toFailedProviders({ providers, askedProviders }: GenerationStanding): readonly string[] {
  return [...new Set(askedProviders.filter((name) => !providers.includes(name)))];
}

async function describePhase(
  deps: ReportDeps,
  { generation, outputs }: GenerationStanding,
): Promise<GenerationPhase> {
  switch (generation.state) {
    case "intake":
    case "queued":
      return describeWaiting(deps, generation);
    case "running":
      return describeRunning(deps, generation);
    case "succeeded":
      return describeSuccess(generation, outputs);
    case "failed":
      return { kind: "failed", errorCode: generation.errorCode ?? "internal" };
    case "cancelled":
      return { kind: "cancelled" };
  }
}

async function describeWaiting(deps: ReportDeps, generation: Generation): Promise<GenerationPhase> {
  const { waiting, running } = await deps.database.stores.lines.aheadOf(generation.id);
  const place = waiting + 1;
  const concurrency = deps.laneConcurrency[generation.lane];
  const runSeconds = await typicalRunSeconds(deps, generation.modelId);
  return {
    kind: "waiting",
    place,
    etaSeconds: estimateWaitSeconds({ place, running, concurrency, runSeconds }),
  };
}

async function describeRunning(deps: ReportDeps, generation: Generation): Promise<GenerationPhase> {
  const elapsedSeconds = secondsBetween(
    generation.startedAt ?? generation.createdAt,
    deps.clock.now(),
  );
  const runSeconds = await typicalRunSeconds(deps, generation.modelId);
  return {
    kind: "running",
    elapsedSeconds,
    etaSeconds: estimateLeftSeconds({ runSeconds, elapsedSeconds }),
  };
}

async function typicalRunSeconds(deps: ReportDeps, modelId: string): Promise<number> {
  const recent = await deps.database.stores.generations.listRunSeconds(modelId, {
    limit: RECENT_RUNS,
  });
  return medianSeconds(recent, typicalSecondsOf(deps, modelId));
}

/** Of whoever is asked first. */
function typicalSecondsOf({ providers }: ReportDeps, modelId: string): number {
  const first = providers.find(({ serves }) => serves(modelId));
  return first?.typicalSeconds ?? findModel(modelId)?.typicalSeconds ?? 5;
}

function describeSuccess(
  generation: Generation,
  outputs: readonly GenerationOutput[],
): GenerationPhase {
  return {
    kind: "succeeded",
    capturedCredits: generation.capturedCredits,
    pictures: outputs.flatMap(toPicture),
    missing: outputs.flatMap(({ index, state, errorCode }) =>
      state === "missing" ? [{ index, errorCode: errorCode ?? "internal" }] : [],
    ),
    tookSeconds: secondsBetween(generation.createdAt, generation.endedAt ?? generation.createdAt),
    isDeleted:
      outputs.some(({ state }) => state === "deleted") &&
      outputs.every(({ state }) => state !== "kept"),
  };
}

function toPicture({ index, state, isFavourite, asset }: GenerationOutput): ReportedPicture[] {
  if (state !== "kept" || !asset) return [];
  const { id: assetId, key: objectKey, ...facts } = asset;
  return [{ index, assetId, objectKey, isFavourite, ...facts }];
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1_000);
}
