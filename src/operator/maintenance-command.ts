import { parseArgs } from "node:util";
import { z } from "zod";
import type { LookAfterService, ServiceCalm } from "../core/running/look-after-service.js";
import type { CommandReport } from "./admin-commands.js";

export const MaintenanceArgsSchema = z.object({
  action: z.enum(["on", "off", "status"]),
  text: z.string().trim().min(1).max(300).nullable().default(null),
  wait: z.boolean().default(false),
});
export type MaintenanceArgs = z.infer<typeof MaintenanceArgsSchema>;

export const MAINTENANCE_USAGE =
  'Usage: npm run maintenance -- on [--text "What people are told, at most 300 characters"] [--wait], or: off, or: status [--wait]';

/** Null: not one of the ways to ask; `MAINTENANCE_USAGE` names them. */
export function parseMaintenanceArgs(args: readonly string[]): MaintenanceArgs | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { text: { type: "string" }, wait: { type: "boolean" } },
      allowPositionals: true,
    });
    const [action = "status", ...rest] = positionals;
    if (rest.length > 0 || (action !== "on" && values.text !== undefined)) return null;
    const parsed = MaintenanceArgsSchema.safeParse({ action, ...values });
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // An option that there is not.
  }
}

/** `maintenance`: nothing new is begun while it is on; `--wait` ends when nothing is open any more. */
export function createMaintenanceCommand(service: LookAfterService) {
  return async function runMaintenanceCommand(args: unknown): Promise<CommandReport> {
    const { action, text, wait } = MaintenanceArgsSchema.parse(args);
    if (action === "on") await service.begin(text);
    if (action === "off") await service.end();
    const calm = wait && action !== "off" ? await service.waitUntilCalm() : await service.look();
    return { isFine: true, text: describe(calm) };
  };
}

function describe({ isUnderMaintenance, openRequests }: ServiceCalm): string {
  const state = isUnderMaintenance
    ? "Maintenance is on: within 5 seconds nothing new is begun anywhere."
    : "Maintenance is off: the service is open.";
  return `${state} Still open: ${openRequests}.`;
}
