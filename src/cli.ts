import { parseArgs } from "node:util";
import { askOwner } from "./adapters/pglite/owner-commands.js";
import { type CommandReport, CommandReportSchema, GrantArgsSchema } from "./admin-commands.js";
import { compose } from "./compose.js";
import { parseConfig, readEnvironment } from "./config.js";
import { AppError } from "./core/errors.js";
import type { Config } from "./settings/config.js";

const USAGE = `Usage: npm run <command>
  reconcile   add up every wallet and report any difference
  grant       give credits: npm run grant -- --platform telegram --user 12345 --credits 20 --reason goodwill
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

function readOptions(args: readonly string[]): object {
  const option = { type: "string" } as const;
  const options = { platform: option, user: option, credits: option, reason: option };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : USAGE);
  }
}

/** Runs a command through the process that owns the embedded database, or else opens the database itself. */
async function onDatabase(command: string, args: object): Promise<CommandReport> {
  const parsed = parseConfig({ ...readEnvironment(), LOG_LEVEL: "silent" });
  if (!parsed.ok) throw new UsageError(parsed.faults.join("\n"));
  const { config } = parsed;
  const answer = config.database ? null : await askOwner(config.dataDir, { command, args });
  return CommandReportSchema.parse(answer ? answer.value : await runHere(config, command, args));
}

async function runHere(config: Config, command: string, args: object): Promise<unknown> {
  const app = await compose({ ...config, discord: null, telegram: null });
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
