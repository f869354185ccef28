import { existsSync } from "node:fs";
import { join } from "node:path";
import { openPGlite } from "../adapters/pglite/open-pglite.js";
import { askOwner } from "../adapters/pglite/owner-commands.js";
import { acquireOwnerLock } from "../adapters/pglite/owner-lock.js";
import { CommandReportSchema } from "../operator/admin-commands.js";
import { CareSchema } from "../operator/care-command.js";
import { type Finding, ok } from "./check.js";
import { describePending, readPending } from "./pending-migrations.js";
import { describeCare } from "./waiting-for-people.js";

const GROW = "For several processes, and for real money, set DATABASE_URL.";

/** The database under the data folder: through the process that owns it, or else by opening it. */
export async function examineEmbedded(dataDir: string): Promise<Finding[]> {
  const owner = await askOwner(dataDir, { command: "care", args: {} });
  if (owner) {
    const { text } = CommandReportSchema.parse(owner.value);
    const care = CareSchema.parse(JSON.parse(text));
    return [
      ok("Embedded, in use by a running Atelier, which answers.", GROW),
      ...describeCare(care),
    ];
  }
  const folder = join(dataDir, "pglite");
  if (!existsSync(folder)) return [ok("Embedded; npm start makes it.", GROW)];
  return openAndLook(dataDir, folder);
}

async function openAndLook(dataDir: string, folder: string): Promise<Finding[]> {
  const lock = await acquireOwnerLock(dataDir);
  try {
    const pglite = await openPGlite(folder);
    try {
      const pending = await readPending(async (sql) => (await pglite.query(sql)).rows);
      return [ok("Embedded; it opens.", GROW), describePending(pending)];
    } finally {
      await pglite.close();
    }
  } finally {
    await lock.close();
  }
}
