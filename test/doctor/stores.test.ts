import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { applyMigrations } from "../../src/adapters/prisma/migrator.js";
import { compose } from "../../src/compose.js";
import { parseConfig } from "../../src/config.js";
import { runDoctor } from "../../src/doctor/doctor.js";
import { openBucket } from "../fixtures/bucket.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { createServerDatabase } from "../fixtures/database.js";

const report = async (settings: Record<string, string>) =>
  (await runDoctor(settings, { isJson: false })).text;

describe("npm run doctor and the embedded database", () => {
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  it("opens it when nobody does, and asks its owner when somebody does", {
    timeout: 30_000,
  }, async () => {
    const dataDir = await aDataDir();
    undo.push(dataDir.remove);
    const settings = { DATA_DIR: dataDir.path, LOG_LEVEL: "silent" };
    const before = await report(settings);
    expect(before).toContain("Embedded; it opens.");
    expect(before).toContain("Its tables are up to date.");

    const parsed = parseConfig(settings);
    if (!parsed.ok) throw new Error(parsed.faults.join());
    const app = await compose(parsed.config);
    undo.push(() => app.stop({ graceMs: 0 }));
    const at = new Date();
    const job = { queue: "deliver", name: "deliver", payload: {}, errorCode: "x", failedAt: at };
    await app.client.failedJob.create({
      data: { ...job, id: "00000000-0000-4000-8000-000000000001" },
    });
    const event = { rail: "stripe", eventId: "evt_1", payload: {}, processedAt: at };
    await app.client.paymentEvent.create({ data: { ...event, outcome: "unknown_checkout" } });
    const during = await report(settings);
    expect(during).toContain("in use by a running Atelier, which answers");
    expect(during).toContain("Jobs given up: 1.");
    expect(during).toContain("matched to anything we sell: 1.");
  });
});

describe.skipIf(!process.env.TEST_DATABASE_URL)("npm run doctor and a database server", () => {
  it("tells an empty database, one up to date and one behind", { timeout: 30_000 }, async () => {
    const { url, drop } = await createServerDatabase();
    const folder = await mkdtemp(join(tmpdir(), "atelier-doctor-"));
    const settings = { DATABASE_URL: url, DATA_DIR: folder };
    try {
      expect(await report(settings)).toMatch(
        /Postgres \d+ answers and takes writes\.\n✓ +It is empty/,
      );
      await applyMigrations({ kind: "server", url });
      expect(await report(settings)).toContain("Its tables are up to date.");
    } finally {
      await drop();
      await rm(folder, { recursive: true });
    }
  });
});

describe.skipIf(!process.env.TEST_REDIS_URL)("npm run doctor and Redis", () => {
  it("tells that it answers, and its version", async () => {
    const folder = await mkdtemp(join(tmpdir(), "atelier-doctor-"));
    const text = await report({ REDIS_URL: process.env.TEST_REDIS_URL ?? "", DATA_DIR: folder });
    expect(text).toMatch(/✓ queue +Redis \d+\.\d+\.\d+ answers\./);
    await rm(folder, { recursive: true });
  });
});

describe("npm run doctor and a bucket", () => {
  it("puts a probe into it, looks at it, and takes it away; a bucket gone is a fault", async () => {
    const bucket = await openBucket();
    const folder = await mkdtemp(join(tmpdir(), "atelier-doctor-"));
    const settings = {
      DATA_DIR: folder,
      S3_ENDPOINT: bucket.settings.endpoint,
      S3_BUCKET: bucket.settings.bucket,
      S3_ACCESS_KEY_ID: bucket.settings.accessKeyId,
      S3_SECRET_ACCESS_KEY: bucket.settings.secretAccessKey,
      S3_REGION: bucket.settings.region,
    };
    try {
      expect(await report(settings)).toMatch(/✓ pictures .*takes, shows and deletes an object/);
      const probed = bucket.requests.map(({ method, url }) => `${method} ${url.split("/")[2]}`);
      expect(probed).toEqual(["PUT probe", "HEAD probe", "GET probe", "DELETE probe"]);
      await bucket.vanish();
      expect(await report(settings)).toContain("refused to take an object (NoSuchBucket)");
    } finally {
      await bucket.close();
      await rm(folder, { recursive: true });
    }
  });
});
