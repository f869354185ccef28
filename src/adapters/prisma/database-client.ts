import type { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import type { ClientBase } from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { PrismaClient } from "../../generated/prisma/client.js";

export type { PrismaClient };

/** What runs queries: the client itself, or the one handed to a transaction. */
export type DatabaseClient = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends"
>;

/** A Postgres server by URL, or the embedded database, whose one instance is shared with the queue. */
export type DatabaseSource =
  | { readonly kind: "server"; readonly url: string; readonly maxConnections?: number }
  | { readonly kind: "pglite"; readonly pglite: PGlite };

/** Connects on the first query, so making one never fails. Disconnecting leaves a PGlite instance open. */
export function createPrismaClient(source: DatabaseSource): PrismaClient {
  if (source.kind === "pglite") {
    return new PrismaClient({ adapter: new PrismaPGlite(source.pglite) });
  }
  const adapter = new PrismaPg({
    connectionString: source.url,
    max: source.maxConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    onConnect: prepareSession,
  });
  return new PrismaClient({ adapter });
}

// Prisma's driver adapters write and read times without their zone, which is right only in a UTC session. The isolation
// is Postgres's own default, whatever the server is set to; told once here, it costs no statement per transaction.
// Compiling a statement (jit) takes longer than any of ours runs.
async function prepareSession(client: ClientBase): Promise<void> {
  // A server that crashes is told by the query that fails. The event comes as well, also between two owners of the
  // connection, when neither hears it: unheard, it would end the process.
  client.on("error", () => undefined);
  await client.query(
    "SET TIME ZONE 'UTC'; SET default_transaction_isolation TO 'read committed'; SET jit TO off",
  );
}
