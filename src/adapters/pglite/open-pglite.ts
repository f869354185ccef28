import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { AppError } from "../../core/errors.js";
import { YieldingPGlite } from "./yielding-pglite.js";

// Inline, because it has to run from sources as well as from what they are compiled to.
const INITIALISE = `
  import { PGlite } from "@electric-sql/pglite";
  const pglite = await PGlite.create({ dataDir: process.argv[1] });
  await pglite.close();
`;
/**
 * For one session beside a page cache that the system has anyway; by default 170 MB more are set aside.
 * https://www.postgresql.org/docs/current/runtime-config-resource.html
 */
const START_PARAMETERS = ["-c", "shared_buffers=32MB", "-c", "max_connections=5"];
const here = dirname(fileURLToPath(import.meta.url));
/** An empty database that the build has made; the path is the same from sources and from what they are compiled to. */
const TEMPLATE = join(here, "../../../dist/pglite-template");

/**
 * Opens the embedded Postgres under `folder`, made when missing. Its one session is set up for the tables of
 * both the service and the queue. The caller holds the owner lock: a second opener destroys the files.
 *
 * @throws AppError `configuration` when the folder cannot be opened.
 */
export async function openPGlite(folder: string): Promise<PGlite> {
  try {
    if (!existsSync(join(folder, "PG_VERSION"))) await initialise(folder);
    return await open({ dataDir: folder });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The embedded database in ${folder} cannot be opened: ${reason}.`;
    throw new AppError({ code: "configuration", message, retryable: false, cause });
  }
}

/** An embedded Postgres that forgets everything, optionally started from a dump of another. For tests. */
export async function openPGliteInMemory(dump?: Blob): Promise<PGlite> {
  return open(dump ? { loadDataDir: dump } : {});
}

/**
 * Copies the template, or else makes the folder in a process of its own: initdb leaves some 400 MB behind in the process
 * that ran it. It is made beside its place and then moved there, so that a kill in the middle leaves no half-made database.
 */
async function initialise(folder: string): Promise<void> {
  const draft = `${folder}.making`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  if (existsSync(join(TEMPLATE, "PG_VERSION"))) await cp(TEMPLATE, draft, { recursive: true });
  else await runInitdb(draft);
  await rename(draft, folder);
}

async function runInitdb(folder: string): Promise<void> {
  const script = ["--input-type=module", "--eval", INITIALISE, folder];
  await promisify(execFile)(process.execPath, script, { cwd: here });
}

async function open(options: PGliteOptions): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, ...START_PARAMETERS];
  const pglite = new YieldingPGlite({ ...options, startParams });
  await pglite.waitReady;
  // BullMQ leaves its tables' schema out of its statements; Prisma leaves the zone out of times.
  await pglite.exec("SET search_path TO public, bullmq; SET TIME ZONE 'UTC';");
  return pglite;
}
