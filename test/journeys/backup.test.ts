import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runRestore } from "../../src/compose-backup.js";
import { parseConfig } from "../../src/config.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { createServerDatabase } from "../fixtures/database.js";
import { openService, type Service } from "../fixtures/service.js";
import { until } from "../jobs/until.js";

const hasPostgres = Boolean(process.env.TEST_DATABASE_URL);
const place = { userId: SEED.users.ada, channelId: SEED.channels.art };

/** Five pictures asked for, one of them made, and a backup taken while the others wait or are being made. */
async function backUpInTheMiddle(settings: Record<string, string>, folder: string) {
  const service = await openService({ TRIAL_CREDITS: "24", ...settings });
  const { discord } = service.sandbox;
  const imagine = (prompt: string) =>
    discord.runCommand({ ...place, name: "imagine", options: { prompt } });
  const first = await imagine("a red fox");
  await first.waitForMessage(({ attachments }) => attachments.length === 1, 15_000);
  service.pace.ms = 30_000;
  for (const prompt of ["a hare", "an owl", "a badger", "a deer"]) await imagine(prompt);
  await until("two at work", async () => (await countBy(service, "running")) === 2, 20_000);

  const said = await service.app.adminCommands.backup?.({ folder });

  expect(said).toMatchObject({ isFine: true, text: expect.stringContaining("and 1 pictures to") });
  const [asset] = await service.app.client.asset.findMany();
  const picture = await service.app.objects.get(asset!.key);
  await service.close();
  return { key: asset!.key, picture };
}

function countBy(service: Service, state: string): Promise<number> {
  return service.app.client.generation.count({ where: { state } });
}

/** Restores, starts the service there, and waits until all that was asked for has come to its end. */
async function restoreAndFinish(settings: Record<string, string>, folder: string) {
  const parsed = parseConfig({ ...settings, PORT: "0", LOG_LEVEL: "silent" });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const report = await runRestore(parsed.config, { folder });
  expect(report).toMatchObject({ isFine: true });
  expect(report.text).toContain("and 1 pictures");
  expect(report.text).toContain("The books agree");

  const service = await openService({ TRIAL_CREDITS: "24", ...settings });
  const { generation } = service.app.client;
  const isAllOver = async () => (await generation.count({ where: { endedAt: null } })) === 0;
  await until("everything to end", isAllOver, 40_000);
  return service;
}

describe("a backup taken while pictures are being made", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "backup-journey-"));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  async function expectAllWell(
    service: Service,
    before: { key: string; picture: Uint8Array },
  ): Promise<void> {
    const generations = await service.app.client.generation.findMany();
    expect(generations).toHaveLength(5);
    // What waited is made; what was running at the sketch painter, which the backup has no part of, gave its credits back.
    const made = generations.filter(({ state }) => state === "succeeded");
    expect(made.length).toBeGreaterThanOrEqual(3);
    const spent = made.reduce((sum, { capturedCredits }) => sum + capturedCredits, 0);
    const [wallet] = await service.app.client.wallet.findMany();
    expect(wallet).toMatchObject({ balance: 24 - spent, held: 0 });
    expect(await service.app.adminCommands.reconcile?.({})).toMatchObject({ isFine: true });
    const stored = await service.app.objects.get(before.key);
    expect(Buffer.from(stored).equals(before.picture)).toBe(true);
  }

  it("is finished by a service restored from it into another folder", {
    timeout: 120_000,
  }, async () => {
    const folder = join(root, "embedded");
    const before = await backUpInTheMiddle({}, folder);
    const settings = { DATA_DIR: join(root, "new-data") };

    const service = await restoreAndFinish(settings, folder);

    await expectAllWell(service, before);
    await service.close();
    const again = parseConfig({ ...settings, PORT: "0", LOG_LEVEL: "silent" });
    if (!again.ok) throw new Error("settings");
    await expect(runRestore(again.config, { folder })).rejects.toMatchObject({
      message: expect.stringContaining("The database is not empty"),
    });
  });

  it.skipIf(!hasPostgres)(
    `moves to a Postgres server, and back${hasPostgres ? "" : " (needs TEST_DATABASE_URL)"}`,
    { timeout: 180_000 },
    async () => {
      const [first, second] = [join(root, "to-server"), join(root, "from-server")];
      const before = await backUpInTheMiddle({}, first);
      const database = await createServerDatabase();
      const onServer = { DATABASE_URL: database.url, DATA_DIR: join(root, "server-data") };
      const service = await restoreAndFinish(onServer, first);
      await expectAllWell(service, before);

      await service.app.adminCommands.backup?.({ folder: second });
      await service.close();
      await database.drop();
      const parsed = parseConfig({ DATA_DIR: join(root, "home-again"), LOG_LEVEL: "silent" });
      if (!parsed.ok) throw new Error("settings");
      const report = await runRestore(parsed.config, { folder: second });
      expect(report).toMatchObject({ isFine: true });
    },
  );
});
