import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPGlite } from "../../../src/adapters/pglite/open-pglite.js";
import { askOwner } from "../../../src/adapters/pglite/owner-commands.js";
import { acquireOwnerLock, type OwnerLock } from "../../../src/adapters/pglite/owner-lock.js";
import { AppError } from "../../../src/core/errors.js";

describe("owner lock", () => {
  let folder: string;
  let locks: OwnerLock[];
  let children: ChildProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "atelier-owner-"));
    locks = [];
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    await Promise.all(locks.map((lock) => lock.close()));
    await rm(folder, { recursive: true });
  });

  async function acquire(dataDir = folder, commands = {}) {
    const lock = await acquireOwnerLock(dataDir, commands);
    locks.push(lock);
    return lock;
  }

  /** A process of its own that owns the folder until it is killed. */
  async function startOwner(...task: string[]): Promise<ChildProcess> {
    const path = fileURLToPath(new URL("./owner-process.mjs", import.meta.url));
    const owner = fork(path, [folder, ...task], { execArgv: [] });
    children.push(owner);
    await once(owner, "message");
    return owner;
  }

  async function kill(owner: ChildProcess) {
    owner.kill("SIGKILL");
    await once(owner, "exit");
  }

  it("refuses a second owner in one sentence, and takes the next once the first has left", async () => {
    const first = await acquire();

    const failure = await acquire().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({
      code: "configuration",
      retryable: false,
      message: `Another Atelier process is using ${folder}; stop it first, or set DATABASE_URL to run several.`,
    });

    await first.close();
    await acquire();
  });

  it("makes the folder when it is missing, and leaves nothing behind", async () => {
    const lock = await acquire(join(folder, "data"));

    expect(existsSync(join(folder, "data", "owner.sock"))).toBe(true);
    await lock.close();

    expect(await readdir(join(folder, "data"))).toEqual([]);
  });

  it("lets exactly one of many simultaneous newcomers in", async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquire()));

    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  it("takes over from an owner that was killed, once, however many try", async () => {
    const owner = await startOwner();
    await expect(acquire()).rejects.toThrow("Another Atelier process");
    await kill(owner);

    const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquire()));

    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    await locks.pop()!.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it("counts an owner that is too busy to answer as alive", async () => {
    const owner = await startOwner();
    owner.kill("SIGSTOP");

    await expect(acquire()).rejects.toThrow("Another Atelier process");
  });

  it("works in a folder whose path is too long for a socket", async () => {
    const deep = join(folder, "a-folder-with-a-rather-long-name".repeat(5));
    await mkdir(deep);
    const first = await acquire(deep, { ping: async () => "pong" });

    await expect(acquire(deep)).rejects.toThrow("Another Atelier process");
    expect(await askOwner(deep, { command: "ping" })).toEqual({ value: "pong" });

    await first.close();
    expect(await readdir(deep)).toEqual([]);
  });

  it("hands over a database that has kept what its killed owner had written", async () => {
    const owner = await startOwner("write");
    let written = 0;
    owner.on("message", (n) => {
      written = n as number;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await kill(owner);

    await acquire();
    const database = await openPGlite(join(folder, "postgres"));
    const { rows } = await database.query<{ n: number }>("SELECT max(n) AS n FROM numbers");
    await database.close();

    expect(written).toBeGreaterThan(10);
    expect(rows[0]!.n).toBeGreaterThanOrEqual(written);
  });

  describe("commands", () => {
    it("run in the owner, arguments and results as JSON", async () => {
      await acquire(folder, { add: async (args: number[]) => ({ sum: args[0]! + args[1]! }) });

      expect(await askOwner(folder, { command: "add", args: [2, 3] })).toEqual({
        value: { sum: 5 },
      });
    });

    it("answer null when nobody owns the folder, or its owner was killed", async () => {
      expect(await askOwner(folder, { command: "ping" })).toBeNull();
      await kill(await startOwner());

      expect(await askOwner(folder, { command: "ping" })).toBeNull();
    });

    it("pass on what went wrong", async () => {
      await acquire(folder, {
        fail: async () => {
          throw new Error("the books are closed");
        },
      });

      await expect(askOwner(folder, { command: "fail" })).rejects.toThrow("the books are closed");
      await expect(askOwner(folder, { command: "toString" })).rejects.toThrow("unknown command");
    });

    it("end with a sentence when the owner leaves meanwhile", async () => {
      const lock = await acquire(folder, { wait: () => new Promise(() => {}) });
      const outcome = expect(askOwner(folder, { command: "wait" })).rejects.toThrow(
        "ended before it answered",
      );
      await new Promise((resolve) => setTimeout(resolve, 50));

      await lock.close();

      await outcome;
    });
  });
});

it("says in one sentence that it cannot use a folder", async () => {
  const path = join(fileURLToPath(import.meta.url), "postgres"); // Beneath a file.

  const failure = await openPGlite(path).catch((error: unknown) => error);

  expect(failure).toMatchObject({ code: "configuration", retryable: false });
  expect((failure as Error).message).toContain(`${path} cannot be opened`);
});
