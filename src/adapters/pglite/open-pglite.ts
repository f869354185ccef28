import { PGlite } from "@electric-sql/pglite";
import { AppError } from "../../core/errors.js";

/**
 * Opens the embedded Postgres under `folder`, made when missing. Its one session is set up for the tables of
 * both the service and the queue. The caller holds the owner lock: a second opener destroys the files.
 *
 * @throws AppError `configuration` when the folder cannot be opened.
 */
export async function openPGlite(folder: string): Promise<PGlite> {
  try {
    return await prepare(await PGlite.create({ dataDir: folder }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The embedded database in ${folder} cannot be opened: ${reason}.`;
    throw new AppError({ code: "configuration", message, retryable: false, cause });
  }
}

/** An embedded Postgres that forgets everything, optionally started from a dump of another. For tests. */
export async function openPGliteInMemory(dump?: Blob): Promise<PGlite> {
  return prepare(await PGlite.create(dump ? { loadDataDir: dump } : {}));
}

// BullMQ leaves its tables' schema out of its statements; Prisma leaves the zone out of times.
async function prepare(pglite: PGlite): Promise<PGlite> {
  await pglite.exec("SET search_path TO public, bullmq; SET TIME ZONE 'UTC';");
  return pglite;
}
