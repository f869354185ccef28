// Processes that a measurement starts, and the folders they live in.
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { EnvironmentSchema } from "../dist/settings/environment.js";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What `npm start` tells Node. */
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const NODE_FLAGS = scripts.start.split(" ").filter((word) => word.startsWith("--"));

/**
 * Runs `work` in a new folder, which goes away with everything in it.
 *
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
export async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), "atelier-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * The machine's environment without any setting of ours, and these.
 *
 * @param {Readonly<Record<string, string>>} settings
 */
export function environment(settings) {
  const own = new Set(Object.keys(EnvironmentSchema.shape));
  const rest = Object.entries(process.env).filter(([name]) => !own.has(name));
  return { ...Object.fromEntries(rest), ...settings };
}

/** @returns {Promise<number>} a port nobody listened on a moment ago */
export async function aFreePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * The service as `npm start` runs it, with its sandbox, in `folder`. Resolves when it is ready.
 *
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} settings
 */
export async function startService(folder, settings = {}) {
  const port = await aFreePort();
  const child = spawn(process.execPath, [...NODE_FLAGS, join(root, "dist/main.js")], {
    // Elsewhere than in the project, whose `.env` would be read.
    cwd: folder,
    env: environment({
      DATA_DIR: join(folder, "data"),
      PORT: String(port),
      LOG_LEVEL: "error",
      ...settings,
    }),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/readyz`, { child, withinMs: 60_000 });
  return {
    url,
    pid: /** @type {number} */ (child.pid),
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/**
 * Resolves when the address answers 200.
 *
 * @param {string} url
 * @param {{ child: import("node:child_process").ChildProcess, withinMs: number }} options
 */
export async function answers(url, { child, withinMs }) {
  const deadline = performance.now() + withinMs;
  while (!(await isOk(url))) {
    const end = child.signalCode ?? child.exitCode;
    if (end !== null) throw new Error(`it ended with ${end}`);
    if (performance.now() > deadline) throw new Error(`${url} did not answer in ${withinMs} ms`);
    await pause(20);
  }
}

async function isOk(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/**
 * A script of ours as a process that answers calls, see `answerCalls`. Resolves when it says that it is ready.
 *
 * @param {string} name
 * @param {Readonly<Record<string, string>>} settings
 */
export async function startHelper(name, settings = {}) {
  const child = fork(join(root, "bench", name), [], {
    cwd: tmpdir(),
    execArgv: NODE_FLAGS,
    env: environment(settings),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const failed = exited.then(([code, signal]) => {
    throw new Error(`${name} ended with ${signal ?? code}`);
  });
  await Promise.race([once(child, "message"), failed]);
  let lastId = 0;
  return {
    /** @param {string} call @param {unknown} [input] @returns {Promise<any>} */
    async ask(call, input) {
      lastId += 1;
      const id = lastId;
      const answered = new Promise((resolve, reject) => {
        const listen = (message) => {
          if (message.id !== id) return;
          child.off("message", listen);
          if ("fault" in message) reject(new Error(`${name}: ${message.fault}`));
          else resolve(message.answer);
        };
        child.on("message", listen);
      });
      child.send({ id, call, input });
      return Promise.race([answered, failed]);
    },
    async kill() {
      failed.catch(() => undefined);
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/**
 * The other end of `startHelper`: says ready, and answers calls until its parent is gone.
 *
 * @param {Readonly<Record<string, (input: any) => unknown>>} calls
 */
export function answerCalls(calls) {
  process.on("message", async ({ id, call, input }) => {
    try {
      process.send({ id, answer: (await calls[call](input)) ?? null });
    } catch (error) {
      process.send({ id, fault: error instanceof Error ? error.stack : String(error) });
    }
  });
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.send("ready");
}
