import { findModel } from "../catalog/models.js";
import type { InputSource } from "../chat/input-source.js";
import type { AssetId } from "../ids.js";
import type { ChatFiles } from "../ports/chat-files.js";
import type { Clock } from "../ports/clock.js";
import type { Database, Stores } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Generation, GenerationOutput } from "../ports/generation-store.js";
import type { IdSource } from "../ports/id-source.js";
import type { ObjectStore } from "../ports/object-store.js";
import type {
  NormalisedPicture,
  PictureNormaliser,
  PictureProblem,
} from "../ports/picture-normaliser.js";
import { fetchInTime } from "./fetch-in-time.js";
import type { FailureCode } from "./lifecycle.js";

const MAX_SIDE = 4_096;
/** For a model that is no longer in the catalogue. */
const SMALL_PIXELS = 1_048_576;

export interface TakeInputsDeps {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly chatFiles: ChatFiles;
  readonly normaliser: PictureNormaliser;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly faults: FaultPoints;
}

/** Keeps the pictures given, in the one form that models are handed. Null when all are there; else why one cannot be used. */
export async function takeInputs(
  deps: TakeInputsDeps,
  generation: Generation,
): Promise<FailureCode | null> {
  const { generations } = deps.database.stores;
  const content = await generations.readContent(generation.id);
  const sources = content?.inputSources ?? [];
  if (sources.length === 0) return null;
  const taken = new Set((await generations.listInputs(generation.id)).map(({ index }) => index));
  for (const [index, source] of sources.entries()) {
    if (taken.has(index)) continue;
    const problem = await takeInput(deps, generation, { index, source });
    if (problem) return problem;
  }
  return null;
}

interface PlacedSource {
  readonly index: number;
  readonly source: InputSource;
}

async function takeInput(
  deps: TakeInputsDeps,
  generation: Generation,
  { index, source }: PlacedSource,
): Promise<FailureCode | null> {
  if (source.kind !== "chat_file") return takeStored(deps, generation, { index, source });
  const fetched = await fetchInTime(deps, source);
  if (fetched.kind === "gone") return "input_gone";
  if (fetched.kind === "too_large") return "input_too_large";
  return takeBytes(deps, generation, { index, bytes: fetched.bytes });
}

async function takeBytes(
  deps: TakeInputsDeps,
  generation: Generation,
  { index, bytes }: { index: number; bytes: Uint8Array },
): Promise<FailureCode | null> {
  const bounds = { maxPixels: maxPixelsOf(generation), maxSide: MAX_SIDE };
  const picture = await deps.normaliser.normalise(bytes, bounds);
  if ("problem" in picture) return toFailure(picture);
  await keep(deps, generation, { index, picture });
  deps.faults.reach("input_taken");
  return null;
}

/** What a model may charge for by size is no larger than what was quoted. */
function maxPixelsOf({ modelId }: Generation): number {
  return findModel(modelId)?.inputs.maxPixels ?? SMALL_PIXELS;
}

/**
 * What is stored with us already is handed over as it is: nothing is lost from one edit to the next. What is larger than
 * the model takes is scaled from there.
 */
async function takeStored(
  deps: TakeInputsDeps,
  generation: Generation,
  placed: { index: number; source: StoredSource },
): Promise<FailureCode | null> {
  const { index, source } = placed;
  const asset = await findAsset(deps.database.stores, source);
  if (!asset) return "input_gone";
  if (asset.width * asset.height > maxPixelsOf(generation)) {
    return takeBytes(deps, generation, { index, bytes: await deps.objects.get(asset.key) });
  }
  const { generations } = deps.database.stores;
  await generations.insertInput(generation.id, { index, assetId: asset.id, notes: [] });
  deps.faults.reach("input_taken");
  return null;
}

type StoredSource = Exclude<InputSource, { kind: "chat_file" }>;
type StoredPicture = NonNullable<GenerationOutput["asset"]>;

async function findAsset(
  { generations }: Stores,
  { kind, generationId, index }: StoredSource,
): Promise<StoredPicture | null> {
  if (kind === "input") {
    const inputs = await generations.listInputs(generationId);
    const input = inputs.find((one) => one.index === index);
    return input?.isStored ? { ...input, id: input.assetId } : null;
  }
  const outputs = await generations.listOutputs(generationId);
  const output = outputs.find((one) => one.index === index && one.state === "kept");
  const isPicture = output?.asset?.contentType.startsWith("image/") ?? false;
  return isPicture ? (output?.asset ?? null) : null;
}

/** Under a key that follows from the generation, so that a repeat after a crash replaces what was stored before. */
async function keep(
  deps: TakeInputsDeps,
  generation: Generation,
  { index, picture }: { index: number; picture: NormalisedPicture },
): Promise<void> {
  const { bytes, contentType, extension, width, height, sha256, notes } = picture;
  const key = `inputs/${generation.id}/${index}-${sha256.slice(0, 32)}.${extension}`;
  await deps.objects.put(key, bytes, contentType);
  deps.faults.reach("input_stored");
  const assetId = deps.ids.uuid() as AssetId;
  const asset = { id: assetId, key, sha256, contentType, width, height };
  await deps.database.transaction(async (stores) => {
    const at = deps.clock.now();
    const ownerAccountId = generation.accountId;
    const kind = "input";
    await stores.assets.insert([{ ...asset, ownerAccountId, kind, sizeBytes: bytes.length }], at);
    await stores.generations.insertInput(generation.id, { index, assetId, notes });
  });
}

function toFailure({ problem }: PictureProblem): FailureCode {
  if (problem === "too_large") return "input_too_large";
  return problem === "too_many_pixels" ? "input_too_many_pixels" : "input_unusable";
}
