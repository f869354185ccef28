import { findModel } from "../catalog/models.js";
import type { InputSource } from "../chat/input-source.js";
import type { GenerationId } from "../ids.js";
import type { ChatFiles } from "../ports/chat-files.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { ShownMessage } from "../ports/delivery-store.js";
import type { ExaminedPicture, PictureMarker } from "../ports/picture-marker.js";
import { fetchInTime } from "./fetch-in-time.js";

/** A generation of ours, as far as anybody may know of it: neither who asked for it nor by what words. */
export interface MadeHere {
  readonly generationId: GenerationId;
  readonly modelName: string;
  readonly madeAt: Date;
}

export type PictureOrigin =
  /** `bytes`: the very file we stored. `message`: a result as the platform shows it, which may have been compressed. */
  | { readonly kind: "ours"; readonly by: "bytes" | "message"; readonly made: MadeHere }
  /** Its metadata says so, which anybody can write. `made` is what we know of the generation it names. */
  | { readonly kind: "claimed"; readonly tool: string | null; readonly made: MadeHere | null }
  | { readonly kind: "unknown" };

/** By its bytes, else by what it says of itself. */
export type IdentifyPicture = (picture: ExaminedPicture) => Promise<PictureOrigin>;

export function createIdentifyPicture({ database }: { database: Database }): IdentifyPicture {
  return async function identifyPicture({ sha256, mark }) {
    const stored = await database.stores.assets.findGeneration(sha256);
    const exact = stored && (await readMade(database, stored));
    if (exact) return { kind: "ours", by: "bytes", made: exact };
    if (!mark) return { kind: "unknown" };
    const made = mark.generationId && (await readMade(database, mark.generationId));
    return { kind: "claimed", tool: mark.tool, made };
  };
}

async function readMade(database: Database, id: GenerationId): Promise<MadeHere | null> {
  const generation = await database.stores.generations.read(id);
  if (generation?.state !== "succeeded") return null;
  const { modelId, endedAt, createdAt } = generation;
  const modelName = findModel(modelId)?.name ?? modelId;
  return { generationId: id, modelName, madeAt: endedAt ?? createdAt };
}

/** `gone`: it could not be fetched. */
export type AskedOrigin = PictureOrigin | { readonly kind: "gone" };

/** Where a picture of a chat comes from. A message of ours is known by its id, whatever the platform made of the file. */
export type AskOrigin = (asked: {
  message: ShownMessage | null;
  picture: InputSource | null;
}) => Promise<AskedOrigin>;

interface AskDeps {
  readonly database: Database;
  readonly chatFiles: ChatFiles;
  readonly marker: PictureMarker;
  readonly clock: Clock;
}

export function createAskOrigin(deps: AskDeps): AskOrigin {
  const identifyPicture = createIdentifyPicture(deps);

  return async function askOrigin({ message, picture }) {
    const shown = message && (await deps.database.stores.deliveries.findShown(message));
    const made = shown && (await readMade(deps.database, shown.generationId));
    if (made) return { kind: "ours", by: "message", made };
    if (picture?.kind !== "chat_file") return { kind: "unknown" };
    const fetched = await fetchInTime(deps, picture);
    if (fetched.kind !== "fetched") return { kind: "gone" };
    return identifyPicture(deps.marker.examine(fetched.bytes));
  };
}
