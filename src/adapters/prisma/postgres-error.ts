import { z } from "zod";

// What Prisma 7 throws for a failed query: the driver adapter's own error is in `meta`, or is the cause itself.
const DriverErrorSchema = z.object({ originalCode: z.string(), originalMessage: z.string() });
const PrismaErrorSchema = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: DriverErrorSchema }) }),
});
const DriverAdapterErrorSchema = z.object({ cause: DriverErrorSchema });

/** What Postgres said about a failed query: its five-character SQLSTATE and its sentence. Null: not its word. */
export function parsePostgresError(error: unknown): { sqlState: string; message: string } | null {
  const prisma = PrismaErrorSchema.safeParse(error);
  const cause = prisma.success
    ? prisma.data.meta.driverAdapterError.cause
    : DriverAdapterErrorSchema.safeParse(error).data?.cause;
  return cause ? { sqlState: cause.originalCode, message: cause.originalMessage } : null;
}
