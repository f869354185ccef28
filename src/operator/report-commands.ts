import { z } from "zod";
import type { GenerationId } from "../core/ids.js";
import type { Database } from "../core/ports/database.js";
import type { OpenReport, ReportedPicture } from "../core/ports/report-store.js";
import type { CommandReport } from "./admin-commands.js";

/** More than anybody reads; what is beyond it is shown when these are settled. */
const LIST_LIMIT = 200;

export const REPORTS_USAGE = "Usage: npm run reports -- list, or: npm run reports -- settle <id>";

export const ReportsArgsSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("list") }),
  z.object({
    action: z.literal("settle"),
    generationId: z.uuid().transform((id) => id as GenerationId),
    outputIndex: z.number().int().min(0).max(99),
  }),
]);

/** Null: not one of the ways to ask; `REPORTS_USAGE` names them. */
export function parseReportsArgs(args: readonly string[]) {
  const [action = "list", id, ...rest] = args;
  if (rest.length > 0 || (action === "list" && id !== undefined)) return null;
  const [, generationId, index] = /^([0-9a-f-]{36})\.(\d{1,2})$/.exec(id ?? "") ?? [];
  const parsed = ReportsArgsSchema.safeParse({ action, generationId, outputIndex: Number(index) });
  return parsed.success ? parsed.data : null;
}

/** `reports`: the pictures that people have reported, for staff to look at and settle. */
export function createReportsCommand({ stores }: Pick<Database, "stores">) {
  const { reports } = stores;

  return async function runReportsCommand(args: unknown): Promise<CommandReport> {
    const asked = ReportsArgsSchema.parse(args);
    if (asked.action === "settle") {
      const count = await reports.settle(asked);
      const text = count > 0 ? `Settled: ${nameOf(asked)}.` : "There is no such open report.";
      return { isFine: count > 0, text };
    }
    const open = await reports.listOpen({ limit: LIST_LIMIT });
    const text = open.map(describe).join("\n");
    return { isFine: true, text: text === "" ? "No report is open." : text };
  };
}

function nameOf({ generationId, outputIndex }: ReportedPicture): string {
  return `${generationId}.${outputIndex}`;
}

function describe(report: OpenReport): string {
  const by = `${report.reporters} ${report.reporters === 1 ? "person" : "people"}`;
  const file = report.objectKey ?? "(the picture is gone)";
  return `${nameOf(report)}  ${report.firstAt.toISOString()}  ${by}  ${file}`;
}
