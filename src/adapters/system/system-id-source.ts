import { randomInt, randomUUID } from "node:crypto";
import { MAX_SEED } from "../../core/catalog/generation-options.js";
import type { IdSource } from "../../core/ports/id-source.js";

export const systemIdSource: IdSource = {
  uuid: () => randomUUID(),
  seed: () => randomInt(0, MAX_SEED),
};
