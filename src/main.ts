import { type App, compose, type Extras } from "./compose.js";
import { parseConfig, readEnvironment } from "./config.js";
import { AppError } from "./core/errors.js";
import { type Config, ROLES } from "./settings/config.js";
import { toOwnUrl } from "./settings/own-url.js";
import { createWebServer, type FetchHandler, type WebServer } from "./web/web-server.js";

/** What is at work may take this long to end by itself; what is not done then starts anew elsewhere. */
const SHUTDOWN_GRACE_MS = 15_000;
/** Orchestrators give 30 s between asking and killing. What hangs at the end loses nothing by being cut off. */
const SHUTDOWN_LIMIT_MS = 24_000;

/** What a running sandbox adds: local chat servers, and a console in front of the routes. */
interface Stage {
  readonly config: Config;
  readonly extras: Extras;
  /** @throws AppError `configuration` when the data is not for this stage. */
  claim(app: App): Promise<void>;
  front(app: App): FetchHandler;
  close(): Promise<void>;
}

async function main(): Promise<void> {
  const parsed = parseConfig(readEnvironment());
  if (!parsed.ok)
    return failToStart([
      "These settings need mending:",
      ...parsed.faults.map((fault) => `  ${fault}`),
    ]);

  const web = createWebServer(parsed.config);
  const { port } = await web.listen();
  const stage = await setStage(withPort(parsed.config, port));
  if (process.stdout.isTTY) process.stdout.write("Starting; the first time takes some seconds …\n");
  const app = await compose(stage.config, stage.extras);
  await stage.claim(app);
  const shutdown = stopOnSignal({ app, stage, web });
  // A real chat may let us wait: meanwhile links to pictures work, and /readyz says what is missing.
  if (!stage.config.isSandbox) web.serve(app.fetch);
  try {
    await app.start();
  } catch (error) {
    if (shutdown.isUnderWay()) return; // Stopped while starting: what then breaks is no news.
    throw error;
  }
  web.serve(stage.front(app));
  if (!shutdown.isUnderWay()) announce(stage.config);
}

/** Without a chat token the sandbox stands in. It is loaded only then, so production runs without its files. */
async function setStage(config: Config): Promise<Stage> {
  if (config.isSandbox) {
    const { openSandbox } = await import("./sandbox/sandbox.js");
    return openSandbox(config);
  }
  const nothing = async () => undefined;
  return { config, extras: {}, claim: nothing, front: (app) => app.fetch, close: nothing };
}

/** PORT=0 means any free port; links have to name the one we got. */
function withPort(config: Config, port: number): Config {
  const isOwnAddress = config.publicUrl === toOwnUrl(config);
  return isOwnAddress
    ? { ...config, port, publicUrl: toOwnUrl({ ...config, port }) }
    : { ...config, port };
}

function announce(config: Config): void {
  const lines = config.isSandbox
    ? [
        "",
        `  Atelier is ready: ${config.publicUrl}`,
        "  A sandbox with its own Discord and Telegram; nothing here costs anything.",
        "",
      ]
    : [describeReady(config)];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** With split roles the public address is the web role's, which need not be here. */
function describeReady(config: Config): string {
  return config.roles.length === ROLES.length
    ? `Atelier is ready on ${config.publicUrl}`
    : `Atelier is ready on ${toOwnUrl(config)} as ${config.roles.join(", ")}`;
}

function stopOnSignal(running: { app: App; stage: Stage; web: WebServer }): {
  isUnderWay(): boolean;
} {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(1); // Asked twice: somebody is in a hurry.
    isStopping = true;
    running.app.log.info("stopping", { graceMs: SHUTDOWN_GRACE_MS });
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    try {
      await running.app.stop({ graceMs: SHUTDOWN_GRACE_MS });
      await running.stage.close();
      await running.web.close();
      process.exit(0);
    } catch (error) {
      running.app.log.error("not_stopped_in_order", error);
      process.exit(1);
    }
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return { isUnderWay: () => isStopping };
}

function failToStart(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exit(1);
}

try {
  await main();
} catch (error) {
  // What the operator can mend is one sentence; anything else is ours, and its trace helps us.
  const isForOperator = error instanceof AppError && error.code === "configuration";
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  failToStart([isForOperator ? error.message : `Atelier could not start. ${trace}`]);
}
