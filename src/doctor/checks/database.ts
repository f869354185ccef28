import { Client } from "pg";
import { toReason } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, fault, ok, warning } from "../check.js";
import { examineEmbedded } from "../embedded-database.js";
import { describePending, readPending } from "../pending-migrations.js";
import { describeCare, readCareOn } from "../waiting-for-people.js";

const OLDEST_VERSION = 15;

export const databaseCheck: DoctorCheck = {
  name: "database",
  timeoutMs: 20_000, // Opening the embedded one takes seconds.
  async run({ database, dataDir }) {
    if (!database) return examineEmbedded(dataDir);
    const findings = await examineServer(database.url, "DATABASE_URL");
    if (database.directUrl !== database.url) {
      return [...findings, ...(await examineDirect(database.directUrl))];
    }
    return looksPooled(database.url) ? [...findings, POOLED] : findings;
  },
};

const POOLED = warning(
  "The address looks like a connection pooler's, which loses notifications.",
  "Set DIRECT_DATABASE_URL to the server itself.",
);

function looksPooled(address: string): boolean {
  const { hostname, port } = new URL(address);
  return port === "6432" || port === "6543" || /pooler|pgbouncer/i.test(hostname);
}

async function examineServer(url: string, setting: string): Promise<Finding[]> {
  return onServer(url, setting, async (client) => {
    const version = await readNumber(client, "SELECT current_setting('server_version_num')::int");
    const major = Math.floor(version / 10_000);
    if (major < OLDEST_VERSION) {
      return [fault(`Postgres ${major} is too old.`, `Use Postgres ${OLDEST_VERSION} or newer.`)];
    }
    const isReadOnly = await readNumber(client, IS_READ_ONLY);
    if (isReadOnly) {
      return [
        fault("The server takes no writes.", `Point ${setting} at the primary, as an owner.`),
      ];
    }
    const query = async (sql: string) => (await client.query(sql)).rows;
    const pending = await readPending(query);
    const findings = [ok(`Postgres ${major} answers and takes writes.`), describePending(pending)];
    if (await readNumber(client, IS_UNSAFE)) findings.push(UNSAFE);
    return pending.isMade && pending.names.length === 0
      ? [...findings, ...describeCare(await readCareOn(url))]
      : findings;
  });
}

const IS_READ_ONLY = `SELECT (pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'
  OR NOT has_schema_privilege(current_schema(), 'CREATE'))::int`;

const IS_UNSAFE = "SELECT (current_setting('fsync') = 'off')::int";
const UNSAFE = warning(
  "The server does not wait for its disk (fsync = off): a power cut can lose payments.",
  "Set fsync = on in postgresql.conf.",
);

async function examineDirect(url: string): Promise<Finding[]> {
  return onServer(url, "DIRECT_DATABASE_URL", async (client) => {
    await client.query("LISTEN atelier_doctor");
    return [ok("The direct address answers too.")];
  });
}

async function onServer(
  url: string,
  setting: string,
  look: (client: Client) => Promise<Finding[]>,
): Promise<Finding[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 4_000 });
  client.on("error", () => undefined); // Told by the query that fails.
  try {
    await client.connect();
    return await look(client);
  } catch (error) {
    return [explain(setting, toReason(error))];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
function explain(setting: string, reason: string): Finding {
  switch (reason) {
    case "3D000":
      return fault(`${setting} names a database that the server does not have.`, "Create it.");
    case "28P01":
    case "28000":
      return fault(`The server refuses the user or the password of ${setting}.`, "Mend them.");
    default:
      return fault(`The server of ${setting} does not answer (${reason}).`, `Check ${setting}.`);
  }
}

async function readNumber(client: Client, sql: string): Promise<number> {
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  return Number(rows[0]?.[0] ?? 0);
}
