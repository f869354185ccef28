import { AppError } from "../errors.js";
import type { AccountId, AssetId, AttemptId, GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { IdSource } from "../ports/id-source.js";
import {
  type ImageInspector,
  type InspectedOutput,
  OUTPUT_EXTENSIONS,
} from "../ports/image-inspector.js";
import type { ProviderOutput } from "../ports/image-provider.js";
import type { ObjectStore } from "../ports/object-store.js";
import type { PictureFacts, PictureMarker } from "../ports/picture-marker.js";
import type { TakeTurn } from "../turns.js";
import type { CollectedOutput } from "./end-generation.js";
import { toProviderFailure } from "./failures.js";
import type { FailureCode } from "./lifecycle.js";

/** Larger than any picture a model of the catalog makes. */
const MAX_OUTPUT_BYTES = 40 * 1024 * 1024;
/** A file that cannot be fetched now is tried again after these pauses; the vendors keep it for an hour at least. */
const FETCH_PAUSES_MS = [500, 1_000, 2_000, 4_000];

export interface CollectDeps {
  readonly objects: ObjectStore;
  readonly inspector: ImageInspector;
  readonly marker: PictureMarker;
  readonly ids: IdSource;
  readonly faults: FaultPoints;
  readonly clock: Clock;
  /** For fetching all outputs of a run, repeats included: what has not come by then counts as unavailable. */
  readonly fetchTimeoutMs: number;
  /** Runs that end at the same moment have their pictures in memory a few at a time. */
  readonly takeTurn: TakeTurn;
}

interface OutputOwner {
  readonly generationId: GenerationId;
  readonly attemptId: AttemptId;
  readonly ownerAccountId: AccountId;
  /** What each file is to say of itself. */
  readonly facts: PictureFacts;
}

/**
 * Fetches what a run made, looks at the bytes and stores what is a picture, marked as made by AI. Keys follow from the
 * attempt, so a repeat after a crash replaces what was stored before. Null when `left` aborts before everything is there:
 * some of it may be stored then. Nothing is under way any more when this resolves or rejects.
 */
export async function collectOutputs(
  deps: CollectDeps,
  input: OutputOwner & { outputs: readonly ProviderOutput[]; left: AbortSignal },
): Promise<readonly CollectedOutput[] | null> {
  return deps.takeTurn(() => collectInTime(deps, input));
}

async function collectInTime(
  deps: CollectDeps,
  input: OutputOwner & { outputs: readonly ProviderOutput[]; left: AbortSignal },
): Promise<readonly CollectedOutput[] | null> {
  const { outputs, left } = input;
  if (left.aborted) return null;
  const fetching = new AbortController();
  const endFetching = () => fetching.abort();
  left.addEventListener("abort", endFetching);
  void deps.clock.pause(deps.fetchTimeoutMs, fetching.signal).then(endFetching);
  const run = { ...input, fetching: fetching.signal };
  const collecting = outputs.map((output) => collect(deps, run, output));
  for (const one of collecting) one.catch(endFetching);
  await Promise.allSettled(collecting);
  endFetching();
  const collected = await Promise.all(collecting);
  if (!collected.every((output) => output !== null)) return null;
  deps.faults.reach("object_stored");
  return collected;
}

/**
 * Removes whatever an attempt has stored, perhaps in a process that died before it could write that down. For a
 * generation that ended without it: nobody will see these pictures.
 */
export async function discardOutputs(
  deps: CollectDeps,
  run: {
    generationId: GenerationId;
    attemptId: AttemptId;
    count: number;
    keep: ReadonlySet<string>;
  },
): Promise<void> {
  for (let index = 0; index < run.count; index += 1) {
    for (const extension of OUTPUT_EXTENSIONS) {
      const key = toKey(run, index, extension);
      if (!run.keep.has(key)) await deps.objects.delete(key);
    }
  }
  deps.faults.reach("objects_discarded");
}

async function collect(
  deps: CollectDeps,
  run: OutputOwner & { left: AbortSignal; fetching: AbortSignal },
  output: ProviderOutput,
): Promise<CollectedOutput | null> {
  const { index } = output;
  if (output.kind === "missing") return { kind: "missing", index, errorCode: output.code };
  const fetched = await fetchOutput(deps, output, run.fetching);
  if (run.left.aborted) return null;
  if (!(fetched instanceof Uint8Array)) return { kind: "missing", index, errorCode: fetched };
  const isTooLarge = fetched.length > MAX_OUTPUT_BYTES;
  const image = isTooLarge ? null : await deps.inspector.inspect(fetched);
  const marked = image && deps.marker.mark(fetched, run.facts);
  if (!marked) return { kind: "missing", index, errorCode: "output_unusable" };
  const { bytes, sha256 } = marked;
  const key = toKey(run, index, image.extension);
  await deps.objects.put(key, bytes, image.contentType);
  return {
    kind: "kept",
    index,
    asset: {
      id: deps.ids.uuid() as AssetId,
      ownerAccountId: run.ownerAccountId,
      key,
      sha256,
      kind: "output",
      contentType: image.contentType,
      sizeBytes: bytes.length,
      width: image.width,
      height: image.height,
    },
  };
}

/** The bytes, or why there are none. */
async function fetchOutput(
  deps: CollectDeps,
  output: Extract<ProviderOutput, { kind: "made" }>,
  signal: AbortSignal,
): Promise<Uint8Array | FailureCode> {
  const pauses = FETCH_PAUSES_MS.values();
  for (;;) {
    try {
      return await output.fetch(signal);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { value: pauseMs } = error.retryable ? pauses.next() : { value: undefined };
      if (pauseMs === undefined || signal.aborted) return toProviderFailure(error).errorCode;
      await deps.clock.pause(pauseMs, signal);
    }
  }
}

function toKey(
  run: { generationId: GenerationId; attemptId: AttemptId },
  index: number,
  extension: InspectedOutput["extension"],
): string {
  return `outputs/${run.generationId}/${run.attemptId}-${index}.${extension}`;
}
