import type { Database, Stores } from "./ports/database.js";
import type { Refusal, Result } from "./refusal.js";

class RolledBack extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.kind);
  }
}

/** A transaction in which a refusal, too, leaves no trace: it rolls back and is returned. */
export async function transact<T>(
  database: Database,
  work: (stores: Stores) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await database.transaction(async (stores) => {
      const result = await work(stores);
      if (!result.ok) throw new RolledBack(result.refusal);
      return result;
    });
  } catch (error) {
    if (error instanceof RolledBack) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
