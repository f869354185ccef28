import { AppError } from "../errors.js";
import type { DeletedAsset } from "../ports/asset-store.js";
import type { Database } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Log } from "../ports/log.js";
import type { ObjectStore } from "../ports/object-store.js";
import { copyKeys } from "./copies.js";

export interface RemoveDeps {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly faults: FaultPoints;
  readonly log: Log;
}

const AT_ONCE = 8;

/**
 * Takes deleted assets out of the object store, in all sizes. Their rows say that they are deleted before this begins,
 * so the sweep finds what a crash has left behind. False when the store is out of reach. Safe to repeat.
 */
export async function removeObjects(
  { database, objects, faults, log }: RemoveDeps,
  assets: readonly DeletedAsset[],
): Promise<boolean> {
  const keys = assets.flatMap(({ id, key }) => [...copyKeys(id), key]);
  if (keys.length === 0) return true;
  try {
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      await Promise.all(keys.slice(at, at + AT_ONCE).map((key) => objects.delete(key)));
    }
  } catch (error) {
    if (!(error instanceof AppError) || !error.retryable) throw error;
    log.warn("objects_not_removed", { code: error.code });
    return false;
  }
  faults.reach("objects_removed");
  await database.stores.assets.markGone(assets.map(({ id }) => id));
  return true;
}
