import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";
import { aFreePort } from "../fixtures/free-port.js";
import { until } from "../jobs/until.js";

const POSTGRES_FOLDER = "/usr/lib/postgresql";

/** A server of this test's own, so that it can be killed without anybody else noticing. */
export interface OwnServer {
  readonly url: string;
  /** kill -9, and up again on what it left behind. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** Debian's Postgres, which root has to start as somebody else, and a Redis. */
export const canStartServers =
  process.getuid?.() === 0 && existsSync(POSTGRES_FOLDER) && existsSync("/usr/bin/redis-server");

export async function startPostgres(): Promise<OwnServer> {
  const version = readdirSync(POSTGRES_FOLDER).toSorted().at(-1) ?? "";
  const bin = join(POSTGRES_FOLDER, version, "bin");
  const [uid, gid] = ["-u", "-g"].map((flag) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" })),
  ) as [number, number];
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  chownSync(folder, uid, gid);
  const data = join(folder, "data");
  const port = await aFreePort();
  const asPostgres = { uid, gid, cwd: folder, stdio: "ignore" } as const;
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust"], asPostgres);
  const args = ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"];
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const isUp = () => answers(url);
  return keepServer({
    url,
    isUp,
    folder,
    start: () => spawn(join(bin, "postgres"), args, asPostgres),
  });
}

export async function startRedis(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const port = await aFreePort();
  // Every command is on disk before it is answered, so that a crash takes nothing back.
  const durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
  const args = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder, ...durable];
  const url = `redis://127.0.0.1:${port}`;
  const start = () => spawn("/usr/bin/redis-server", args, { cwd: folder, stdio: "ignore" });
  return keepServer({ url, isUp: () => pings(url), folder, start });
}

async function keepServer(server: {
  url: string;
  folder: string;
  start: () => ChildProcess;
  isUp: () => Promise<boolean>;
}): Promise<OwnServer> {
  let child = server.start();
  await until(`${server.url} to answer`, server.isUp, 20_000);

  async function kill(): Promise<void> {
    const end = once(child, "exit");
    child.kill("SIGKILL");
    await end;
  }

  return {
    url: server.url,
    async crash() {
      await kill();
      await until("its port to be free", async () => !(await server.isUp()), 20_000);
      await until(`${server.url} to answer again`, () => isUpAgain(), 40_000);
    },
    async close() {
      await kill();
      rmSync(server.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };

  /** A Postgres whose children still end refuses to start: it is started until it stays. */
  async function isUpAgain(): Promise<boolean> {
    if (child.exitCode !== null || child.signalCode !== null) child = server.start();
    return server.isUp();
  }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 1_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function pings(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
