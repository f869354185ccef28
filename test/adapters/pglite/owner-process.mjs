// A process that owns the folder given to it, opens the database in it when asked, and waits to be killed.
import { join } from "node:path";
import { openPGlite } from "../../../dist/adapters/pglite/open-pglite.js";
import { acquireOwnerLock } from "../../../dist/adapters/pglite/owner-lock.js";

const [folder, task] = process.argv.slice(2);
await acquireOwnerLock(folder);
if (task === "write") {
  const database = await openPGlite(join(folder, "postgres"));
  await database.exec("CREATE TABLE IF NOT EXISTS numbers (n integer)");
  for (let n = 1; ; n += 1) {
    await database.query("INSERT INTO numbers VALUES ($1)", [n]);
    process.send(n);
  }
}
process.send("ready");
setInterval(() => {}, 1_000);
