// A process that owns the folder given to it, opens the database in it when asked, and waits to be killed.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const [folder, task] = process.argv.slice(2);
const load = async (name) => {
  const path = fileURLToPath(new URL(`../../../src/adapters/pglite/${name}.ts`, import.meta.url));
  return (await runnerImport(path, { logLevel: "error" })).module;
};

const { acquireOwnerLock } = await load("owner-lock");
await acquireOwnerLock(folder);
if (task === "write") {
  const { openPGlite } = await load("open-pglite");
  const database = await openPGlite(join(folder, "postgres"));
  await database.exec("CREATE TABLE IF NOT EXISTS numbers (n integer)");
  for (let n = 1; ; n += 1) {
    await database.query("INSERT INTO numbers VALUES ($1)", [n]);
    process.send(n);
  }
}
process.send("ready");
setInterval(() => {}, 1_000);
