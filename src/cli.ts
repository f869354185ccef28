import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pictureMarker } from "./adapters/media/mark/picture-marker.js";
import { isMp4 } from "./adapters/media/mp4-header.js";
import { tellPictureKind } from "./adapters/media/picture-kind.js";
import { askOwner } from "./adapters/pglite/owner-commands.js";
import { compose } from "./compose.js";
import { parseConfig, readEnvironment } from "./config.js";
import { AppError } from "./core/errors.js";
import type { ExaminedPicture } from "./core/ports/picture-marker.js";
import {
  type CommandReport,
  CommandReportSchema,
  GrantArgsSchema,
} from "./operator/admin-commands.js";
import { BACKUP_USAGE, parseFolderArgs } from "./operator/backup-arguments.js";
import { JOBS_USAGE, parseJobsArgs } from "./operator/job-commands.js";
import { MAINTENANCE_USAGE, parseMaintenanceArgs } from "./operator/maintenance-command.js";
import { parseReportsArgs, REPORTS_USAGE } from "./operator/report-commands.js";
import { describeFileAlone, parseVerifyArgs, VERIFY_USAGE } from "./operator/verify-command.js";
import type { Config } from "./settings/config.js";

const USAGE = `Usage: npm run <command>
  reconcile   add up every wallet and report any difference
  grant       give credits: npm run grant -- --platform telegram --user 12345 --credits 20 --reason goodwill
  backup      copy everything into a new folder: npm run backup -- --to backups/monday
  restore     fill a new, empty instance from a backup: npm run restore -- --from backups/monday
  jobs        what was given up: npm run jobs -- list, or -- replay <id>, or -- replay --all
  reports     pictures that people have reported: npm run reports -- list, or -- settle <id>
  maintenance begin nothing new: npm run maintenance -- on, or -- off; --wait waits until nothing is open
  verify-image whether a picture was made here: npm run verify-image -- picture.png
  doctor      look at every piece and say what to set next; --json for machines
  demo        the whole journey on both platforms, without a browser`;

/** Asked in a way that cannot be answered. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

async function run(argv: readonly string[]): Promise<CommandReport> {
  const [command, ...rest] = argv;
  switch (command) {
    case "reconcile":
      return onDatabase("reconcile", {});
    case "grant":
      return onDatabase("grant", readGrantArgs(rest));
    case "backup":
      return onDatabase("backup", readFolderArgs("to", rest));
    case "restore": {
      const { runRestore } = await import("./compose-backup.js");
      return runRestore(readSettings(), readFolderArgs("from", rest));
    }
    case "jobs":
      return onDatabase("jobs", readJobsArgs(rest));
    case "reports":
      return onDatabase("reports", readReportsArgs(rest));
    case "maintenance":
      return onDatabase("maintenance", readMaintenanceArgs(rest));
    case "verify-image":
      return verifyImage(readExamined(rest));
    case "doctor": {
      const { runDoctor } = await import("./doctor/doctor.js");
      return runDoctor(readEnvironment(), { isJson: rest.includes("--json") });
    }
    case "demo": {
      const { runDemo } = await import("./sandbox/demo/demo.js");
      return runDemo();
    }
    case "help":
    case "--help":
      return { isFine: true, text: USAGE };
    default:
      throw new UsageError(USAGE);
  }
}

function readGrantArgs(args: readonly string[]) {
  const parsed = GrantArgsSchema.safeParse(readOptions(args));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`);
  throw new UsageError(faults.join("\n"));
}

function readJobsArgs(args: readonly string[]) {
  const parsed = parseJobsArgs(args);
  if (parsed) return parsed;
  throw new UsageError(JOBS_USAGE);
}

function readReportsArgs(args: readonly string[]) {
  const parsed = parseReportsArgs(args);
  if (parsed) return parsed;
  throw new UsageError(REPORTS_USAGE);
}

function readMaintenanceArgs(args: readonly string[]) {
  const parsed = parseMaintenanceArgs(args);
  if (parsed) return parsed;
  throw new UsageError(MAINTENANCE_USAGE);
}

/** The file is read here: the process that owns the database may have been started elsewhere. */
function readExamined(args: readonly string[]): ExaminedPicture {
  const file = parseVerifyArgs(args);
  if (file === null) throw new UsageError(VERIFY_USAGE);
  const bytes = readGiven(file);
  if (!isMp4(bytes) && tellPictureKind(bytes).is === "no_picture") {
    throw new UsageError(`${file} is neither a picture nor a clip.`);
  }
  return pictureMarker.examine(bytes);
}

function readGiven(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new UsageError(isMissing ? `There is no file ${file}.` : `${file} cannot be read.`);
  }
}

async function verifyImage(examined: ExaminedPicture): Promise<CommandReport> {
  const config = readSettings();
  const isKnown = config.database !== null || existsSync(join(config.dataDir, "pglite"));
  return isKnown
    ? onDatabase("verify-image", examined)
    : describeFileAlone(examined, config.dataDir);
}

function readOptions(args: readonly string[]): object {
  const option = { type: "string" } as const;
  const options = { platform: option, user: option, credits: option, reason: option };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : USAGE);
  }
}

function readFolderArgs(name: "to" | "from", args: readonly string[]) {
  const folder = parseFolderArgs(name, args);
  if (folder !== null) return { folder };
  throw new UsageError(BACKUP_USAGE);
}

/** Runs a command through the process that owns the embedded database, or else opens the database itself. */
async function onDatabase(command: string, args: object): Promise<CommandReport> {
  const config = readSettings();
  const answer = config.database ? null : await askOwner(config.dataDir, { command, args });
  if (!answer && !config.database && !existsSync(join(config.dataDir, "pglite"))) {
    throw new UsageError(`There is no data in ${config.dataDir}: see DATA_DIR and DATABASE_URL.`);
  }
  return CommandReportSchema.parse(answer ? answer.value : await runHere(config, command, args));
}

function readSettings(): Config {
  const parsed = parseConfig({ ...readEnvironment(), LOG_LEVEL: "silent" });
  if (!parsed.ok) throw new UsageError(parsed.faults.join("\n"));
  return parsed.config;
}

async function runHere(config: Config, command: string, args: object): Promise<unknown> {
  const app = await compose({ ...config, roles: [], discord: null, telegram: null });
  try {
    return await app.adminCommands[command]?.(args);
  } finally {
    await app.stop({ graceMs: 0 });
  }
}

function describe(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (error instanceof AppError && error.code === "configuration") return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${report.text}\n`);
  process.exit(report.isFine ? 0 : 1);
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
}
