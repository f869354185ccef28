import { AppError } from "../../core/errors.js";
import type { ObjectStore, OpenObject } from "../../core/ports/object-store.js";

/** Null when the key holds nothing: somebody may delete a picture while it is looked at. */
export async function openIfThere(
  objects: Pick<ObjectStore, "openRead">,
  key: string,
): Promise<OpenObject | null> {
  try {
    return await objects.openRead(key);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
