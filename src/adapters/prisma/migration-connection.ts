import type { PGlite, Transaction } from "@electric-sql/pglite";
import { Client } from "pg";
import { AppError } from "../../core/errors.js";
import type { DatabaseSource } from "./database-client.js";

/** One session in which migrations are run, plain SQL in both directions. */
export interface MigrationConnection {
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Runs `work`, all of it or nothing. What it is given may also run several statements at once. */
  transaction(work: (session: MigrationSession) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface MigrationSession {
  query(sql: string, parameters: readonly unknown[]): Promise<unknown>;
  script(sql: string): Promise<unknown>;
}

/** @throws AppError `configuration` (retryable) when the server cannot be reached. */
export async function openMigrationConnection(
  source: DatabaseSource,
): Promise<MigrationConnection> {
  return source.kind === "pglite" ? fromPGlite(source.pglite) : fromServer(source.url);
}

function fromPGlite(pglite: PGlite): MigrationConnection {
  return {
    query: async (sql, parameters = []) =>
      (await pglite.query<Record<string, unknown>>(sql, [...parameters])).rows,
    transaction: (work) => pglite.transaction((session) => work(toSession(session))),
    close: async () => {},
  };
}

function toSession(session: Transaction): MigrationSession {
  return {
    query: (sql, parameters) => session.query(sql, [...parameters]),
    script: (sql) => session.exec(sql),
  };
}

async function fromServer(url: string): Promise<MigrationConnection> {
  const client = await connect(url);
  // A connection lost while idle is reported by the next query; unheard, the event would end the process.
  client.on("error", () => {});
  const session: MigrationSession = {
    query: (sql, parameters) => client.query(sql, [...parameters]),
    script: (sql) => client.query(sql),
  };
  return {
    query: async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows,
    transaction: async (work) => {
      await client.query("BEGIN");
      try {
        await work(session);
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      }
    },
    close: () => client.end(),
  };
}

async function connect(url: string): Promise<Client> {
  try {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    await client.connect();
    return client;
  } catch (error) {
    throw unreachable(error);
  }
}

/** The address is left out on purpose: it may hold a password. */
function unreachable(error: unknown): AppError {
  const reason =
    error instanceof AggregateError
      ? error.errors.map((each) => (each instanceof Error ? each.message : "")).join(", ")
      : error instanceof Error
        ? error.message
        : String(error);
  return new AppError({
    code: "configuration",
    message: `The database named by DATABASE_URL cannot be reached: ${reason}.`,
    retryable: true,
    cause: error,
  });
}
