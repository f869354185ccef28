import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";

export const BACKUP_USAGE = `Usage: npm run backup -- --to <new folder>
       npm run restore -- --from <folder of a backup>`;

/** An absolute path: the command may run in a process that was started elsewhere. */
export const FolderArgsSchema = z.object({ folder: z.string().startsWith("/") });

/** Null when the arguments are not just that one option. */
export function parseFolderArgs(name: "to" | "from", args: readonly string[]): string | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { [name]: { type: "string" } } });
    const folder = values[name];
    return typeof folder === "string" && folder !== "" ? resolve(folder) : null;
  } catch {
    return null;
  }
}
