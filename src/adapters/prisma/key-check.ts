import { AppError } from "../../core/errors.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { DatabaseClient } from "./database-client.js";

const NAME = "key_check";

/**
 * Compares the keys at hand with those this database was begun with, by a word sealed at the first start. With others
 * sealed columns would stay closed, and everybody could claim a second trial.
 *
 * @throws AppError `configuration` when no key at hand opens it.
 */
export async function checkKeys(client: DatabaseClient, sealer: Sealer): Promise<void> {
  const first = { name: NAME, value: sealer.seal("atelier") };
  await client.serviceSwitch.createMany({ data: [first], skipDuplicates: true });
  const known = await client.serviceSwitch.findUnique({ where: { name: NAME } });
  try {
    if (typeof known?.value === "string") sealer.open(known.value);
  } catch (cause) {
    const message =
      "SECRET_KEYS, or the secret-key file under DATA_DIR, are not the keys this database was made with: put those back, with new ones in front.";
    throw new AppError({ code: "configuration", message, retryable: false, cause });
  }
}
