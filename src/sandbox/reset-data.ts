import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../compose.js";

/**
 * Tables that are not ours to empty. Without the first one the next start would apply every migration again; without the
 * second, who runs at this moment would take it that another has taken over. The third says that all this is a sandbox's.
 */
const KEPT_TABLES = ["_prisma_migrations", "leases", "service_switches"];

/** Forgets everything that was ever done here, while the service runs. Jobs of what is gone find nothing to do. */
export async function resetData(app: App): Promise<void> {
  const rows = await app.client.$queryRaw<{ tablename: string }[]>`
    SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;
  const tables = rows
    .map(({ tablename }) => tablename)
    .filter((name) => !KEPT_TABLES.includes(name));
  const names = tables.map((name) => `"${name}"`);
  // The books refuse to be emptied, as they should; only here, where nothing is real, is that lifted for a moment.
  const guards = (word: "DISABLE" | "ENABLE") =>
    names.map((name) => app.client.$executeRawUnsafe(`ALTER TABLE ${name} ${word} TRIGGER USER`));
  await app.client.$transaction([
    ...guards("DISABLE"),
    app.client.$executeRawUnsafe(`TRUNCATE ${names.join(", ")} CASCADE`),
    ...guards("ENABLE"),
  ]);
  const { dataDir } = app.config;
  await rm(join(dataDir, "objects"), { recursive: true, force: true });
  await rm(join(dataDir, "sketch-runs"), { recursive: true, force: true });
}
