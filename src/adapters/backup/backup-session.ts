import { z } from "zod";
import type { DatabaseSource } from "../prisma/database-client.js";
import { openMigrationConnection } from "../prisma/migration-connection.js";

/** One transaction, in which every value is read and written in Postgres' own text form. */
export interface BackupSession {
  /** Rows as `schema` says; what it leaves out is not read. */
  rows<T>(schema: z.ZodType<T>, sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  run(sql: string, parameters?: readonly unknown[]): Promise<void>;
}

const ResultSchema = z.object({ rows: z.array(z.unknown()) });

/**
 * Runs `work` in one transaction: all of it or nothing. On PGlite everybody else waits meanwhile.
 *
 * @throws AppError `configuration` (retryable) when the server cannot be reached.
 */
export async function inBackupSession(
  source: DatabaseSource,
  mode: "snapshot" | "write",
  work: (session: BackupSession) => Promise<void>,
): Promise<void> {
  const connection = await openMigrationConnection(source);
  try {
    await connection.transaction(async ({ query }) => {
      const session: BackupSession = {
        async rows(schema, sql, parameters = []) {
          return z.array(schema).parse(ResultSchema.parse(await query(sql, parameters)).rows);
        },
        async run(sql, parameters = []) {
          await query(sql, parameters);
        },
      };
      // Has to be the transaction's first statement.
      if (mode === "snapshot") {
        await session.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      }
      // Text that reads back as exactly the same value, on whichever server.
      await session.run("SET LOCAL TIME ZONE 'UTC'");
      await session.run("SET LOCAL datestyle = 'ISO'");
      await session.run("SET LOCAL extra_float_digits = 1");
      await work(session);
    });
  } finally {
    await connection.close();
  }
}
