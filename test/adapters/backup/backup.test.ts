import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { putCopies } from "../../../src/adapters/backup/object-copies.js";
import { restoreDatabase } from "../../../src/adapters/backup/restore-database.js";
import { verifyBackup } from "../../../src/adapters/backup/verify-backup.js";
import { type BackupSource, writeBackup } from "../../../src/adapters/backup/write-backup.js";
import { createLinkSigner } from "../../../src/adapters/disk/link-signer.js";
import { createDiskObjectStore } from "../../../src/adapters/disk/object-store.js";
import type { DatabaseSource, PrismaClient } from "../../../src/adapters/prisma/database-client.js";
import { createS3Client } from "../../../src/adapters/s3/s3-client.js";
import { createS3ObjectStore } from "../../../src/adapters/s3/s3-object-store.js";
import type { ObjectStore } from "../../../src/core/ports/object-store.js";
import { openBucket } from "../../fixtures/bucket.js";
import {
  type DatabaseKind,
  databaseKinds,
  openTestDatabase,
  type TestDatabase,
} from "../../fixtures/database.js";
import { openLedger } from "../../fixtures/ledger.js";

const kinds = databaseKinds();
const pairs = kinds.flatMap((from) => kinds.map((to): [DatabaseKind, DatabaseKind] => [from, to]));
const PICTURE = "outputs/one/picture-0.png";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "backup-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Books with holds open and ended, people merged into later ones, and values that are hard to copy. */
async function fill(prisma: PrismaClient, rows: number): Promise<void> {
  const { aWallet, capture } = openLedger(prisma);
  const wallet = await aWallet({ balance: 100 });
  await wallet.hold(10);
  await capture(await wallet.hold(30), 20);

  const ids = Array.from({ length: rows }, () => randomUUID());
  // Each refers to the one after it.
  await prisma.account.createMany({ data: [{ id: ids.at(-1)! }] });
  for (let index = ids.length - 2; index >= 0; index -= 1) {
    await prisma.account.create({ data: { id: ids[index]!, mergedIntoId: ids[index + 1]! } });
  }
  await prisma.$executeRawUnsafe(String.raw`INSERT INTO chat_settings (scope, key, value) VALUES
    ('a', 'null', 'null'::jsonb), ('a', 'text', '"line\none\ttab \u2028 \\ ü 🦊"'::jsonb),
    ('a', 'number', '12345678901234567890.000000000000001'::jsonb)`);
  const generation = {
    catalogVersion: "1",
    modelId: "sketch",
    accountId: wallet.accountId,
    payerWalletId: wallet.id,
    source: "command",
    seed: 1,
    requestedCount: 1,
    unitCredits: 1,
    quotedCredits: 1,
    state: "queued",
    queuedAt: new Date("2026-06-01T12:00:00.123Z"),
    lane: "quick",
    visibility: "everyone",
    retention: "keep",
  };
  const works = [randomUUID(), randomUUID()];
  await prisma.generation.create({
    data: { ...generation, id: works[0]!, requestKey: "a", queueTag: 9_007_199_254_740_993n },
  });
  await prisma.generation.create({
    data: { ...generation, id: works[1]!, requestKey: "b", parentId: works[0]!, parentOutput: 0 },
  });
  await prisma.generationContents.create({
    data: { generationId: works[0]!, prompt: 'two\nlines, "quoted" \\ 🦊\u2028', options: {} },
  });
  await prisma.asset.create({
    data: {
      ...{ id: randomUUID(), ownerAccountId: wallet.accountId, key: PICTURE, kind: "output" },
      ...{ sha256: "0", contentType: "image/png", width: 1, height: 1, sizeBytes: 3 },
      state: "stored",
    },
  });
}

/** Every row of every table, as text. */
async function contents(prisma: PrismaClient): Promise<Record<string, string[]>> {
  const tables = await prisma.$queryRawUnsafe<{ name: string }[]>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'leases') ORDER BY 1",
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ line: string }[]>(
      `SELECT t::text AS line FROM "${name}" t ORDER BY 1`,
    );
    all[name] = rows.map(({ line }) => line);
  }
  return all;
}

async function constraints(prisma: PrismaClient): Promise<unknown> {
  return prisma.$queryRawUnsafe(
    "SELECT conname::text, pg_get_constraintdef(oid) AS definition FROM pg_constraint ORDER BY 1, 2",
  );
}

async function diskStore(): Promise<ObjectStore> {
  const signer = createLinkSigner({ keys: ["k"], clock: { now: () => new Date() } });
  const path = await mkdtemp(join(folder, "objects-"));
  return createDiskObjectStore({ folder: path, signer, publicUrl: "" });
}

function from(database: DatabaseSource, objects: ObjectStore): BackupSource {
  return { database, objects, objectsKind: "disk", keys: ["the secret key"], keysAreOurs: true };
}

describe.each(pairs)("a backup of %s, restored into %s", (kind, otherKind) => {
  let source: TestDatabase;
  let target: TestDatabase;
  beforeAll(async () => {
    [source, target] = [await openTestDatabase(kind), await openTestDatabase(otherKind)];
  });
  afterAll(async () => {
    await source.close();
    await target.close();
  });

  it("gives the same rows, the same rules and the next number", async () => {
    await fill(source.prisma, 700);
    const objects = await diskStore();
    await objects.put(PICTURE, new Uint8Array([1, 2, 3]), "image/png");
    const path = join(folder, `${kind}-${otherKind}`);

    const report = await writeBackup(from(source.source, objects), path);
    const rulesBefore = await constraints(target.prisma);
    await restoreDatabase(target.source, path, await verifyBackup(path));

    const expected = await contents(source.prisma);
    expect(expected.accounts?.length).toBe(701);
    expect(report.rows).toBe(Object.values(expected).flat().length);
    expect(await contents(target.prisma)).toEqual(expected);
    expect(await constraints(target.prisma)).toEqual(rulesBefore);
    const next = "SELECT nextval(pg_get_serial_sequence('generations', 'queue_seq'))::int AS n";
    expect(await target.prisma.$queryRawUnsafe(next)).toEqual([{ n: 3 }]);
  });
});

describe.each(kinds)("a backup of %s, while credits move", (kind) => {
  it("shows one moment: its books agree", { timeout: 60_000 }, async () => {
    const [source, target] = [await openTestDatabase(kind), await openTestDatabase("pglite")];
    const ledger = openLedger(source.prisma);
    const wallet = await ledger.aWallet({ balance: 5 });
    let isOver = false;
    let moves = 0;
    const moving = (async () => {
      while (!isOver) {
        await wallet.grant(2);
        await wallet.hold(1);
        moves += 1;
      }
    })();
    const path = join(folder, `moving-${kind}`);
    await writeBackup(from(source.source, await diskStore()), path);
    const movesThen = moves;
    isOver = true;
    await moving;

    await restoreDatabase(target.source, path, await verifyBackup(path));

    expect(movesThen).toBeGreaterThan(0);
    expect(await openLedger(target.prisma).store.findDifferences()).toEqual([]);
    await source.close();
    await target.close();
  });
});

describe("a backup", () => {
  let source: TestDatabase;
  let target: TestDatabase;
  let objects: ObjectStore;
  let path: string;
  beforeAll(async () => {
    [source, target] = [await openTestDatabase("pglite"), await openTestDatabase("pglite")];
    await fill(source.prisma, 3);
    objects = await diskStore();
    await objects.put(PICTURE, new Uint8Array([1, 2, 3]), "image/png");
  });
  afterAll(async () => {
    await source.close();
    await target.close();
  });
  beforeEach(async () => {
    path = join(folder, randomUUID());
    await writeBackup(from(source.source, objects), path);
  });

  it("is for its owner's eyes alone", async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const { mode } = await stat(join(entry.parentPath, entry.name));
      expect(mode & 0o777, entry.name).toBe(0o600);
    }
    expect(await readFile(join(path, "secret-key"), "utf8")).toBe("the secret key\n");
    expect(await readFile(join(path, "manifest.json"), "utf8")).not.toContain("the secret key");
  });

  it("never overwrites a folder that holds something, and leaves nothing half made", async () => {
    const taken = writeBackup(from(source.source, objects), path);
    await expect(taken).rejects.toMatchObject({ code: "configuration" });

    const broken = { ...objects, openRead: () => Promise.reject(new Error("disk on fire")) };
    const failing = join(folder, "failing");
    await expect(writeBackup(from(source.source, broken), failing)).rejects.toThrow("fire");
    expect((await readdir(folder)).filter((name) => name.startsWith("failing"))).toEqual([]);
  });

  it("leaves a bucket's pictures where they are, and lists them", async () => {
    const path = join(folder, randomUUID());
    const inBucket = { ...from(source.source, objects), objectsKind: "bucket" } as const;
    const report = await writeBackup(inBucket, path);

    expect(report).toMatchObject({ objects: "in_bucket", objectCount: 1 });
    expect(await readdir(path)).not.toContain("objects");
    const list = gunzipSync(await readFile(join(path, "objects.ndjson.gz"))).toString();
    expect(list).toBe(`{"key":"${PICTURE}"}\n`);
    expect(await verifyBackup(path)).toMatchObject({ objects: { kind: "in_bucket" } });
  });

  it("carries pictures from disk into a bucket", async () => {
    const bucket = await openBucket();
    const client = createS3Client(bucket.settings);
    const clock = { now: () => new Date() };
    const store = createS3ObjectStore({ client, bucket: bucket.settings.bucket, clock });

    expect(await putCopies(store, path)).toBe(1);

    expect([...(await store.get(PICTURE))]).toEqual([1, 2, 3]);
    expect(await store.head(PICTURE)).toEqual({ sizeBytes: 3, contentType: "image/png" });
    client.destroy();
    await bucket.close();
  });

  const damage: [string, (path: string) => Promise<void>][] = [
    ["a table cut short", (at) => truncate(join(at, "accounts.ndjson.gz"), 40)],
    ["a table removed", (at) => rm(join(at, "wallets.ndjson.gz"))],
    [
      "a balance written up",
      async (at) => {
        const file = join(at, "wallets.ndjson.gz");
        const text = gunzipSync(await readFile(file)).toString();
        await writeFile(file, gzipSync(text.replace('"80"', '"90"')));
      },
    ],
    ["a picture altered", (at) => writeFile(join(at, "objects", PICTURE), "xyz")],
    ["a picture removed", (at) => rm(join(at, "objects", PICTURE))],
    ["the list of pictures cut short", (at) => truncate(join(at, "objects.ndjson.gz"), 12)],
    ["the key replaced", (at) => writeFile(join(at, "secret-key"), "another\n")],
    ["the manifest cut short", (at) => truncate(join(at, "manifest.json"), 100)],
    ["no manifest: it was never finished", (at) => rm(join(at, "manifest.json"))],
  ];
  it.each(damage)("is refused when damaged: %s", async (_, harm) => {
    expect((await verifyBackup(path)).tables.length).toBeGreaterThan(20);
    await harm(path);
    await expect(verifyBackup(path)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringMatching(/^[^\n]+\.$/),
    });
  });

  it("is restored into an empty database only, and whole or not at all", async () => {
    const manifest = await verifyBackup(path);
    await expect(restoreDatabase(source.source, path, manifest)).rejects.toMatchObject({
      message: expect.stringContaining("The database is not empty"),
    });

    await truncate(join(path, "wallets.ndjson.gz"), 60); // After it was verified.
    await expect(restoreDatabase(target.source, path, manifest)).rejects.toThrow();
    expect(Object.values(await contents(target.prisma)).flat()).toEqual([]);
  });

  it("of another schema is refused, naming the way out", async () => {
    const manifest = await verifyBackup(path);
    const older = { ...manifest, migrations: manifest.migrations.slice(0, -1) };
    await expect(restoreDatabase(target.source, path, older)).rejects.toMatchObject({
      message: expect.stringContaining("restore it with that version, then upgrade"),
    });
  });
});
