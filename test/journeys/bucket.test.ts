import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { openBucket, type TestBucket } from "../fixtures/bucket.js";
import { openService, type Service } from "../fixtures/service.js";
import { pause, until } from "../jobs/until.js";

const place = { userId: SEED.users.ada, channelId: SEED.channels.art };

describe("with pictures in a bucket", () => {
  let bucket: TestBucket;
  let service: Service;
  beforeAll(async () => {
    bucket = await openBucket();
    const { settings } = bucket;
    service = await openService({
      TRIAL_CREDITS: "24",
      S3_ENDPOINT: settings.endpoint,
      S3_BUCKET: settings.bucket,
      S3_ACCESS_KEY_ID: settings.accessKeyId,
      S3_SECRET_ACCESS_KEY: settings.secretAccessKey,
    });
  });
  afterAll(async () => {
    await service.close();
    await bucket.close();
  });

  const imagine = (prompt: string) =>
    service.sandbox.discord.runCommand({ ...place, name: "imagine", options: { prompt } });
  const readiness = async () => {
    const response = await service.app.fetch(new Request("http://studio/readyz"));
    return { status: response.status, body: await response.json() };
  };
  const wallet = async () => (await service.app.client.wallet.findMany())[0];

  it("makes a picture, keeps it there and links straight to it", async () => {
    const view = await imagine("a red fox");
    await view.waitForMessage(({ attachments }) => attachments.length === 1, 20_000);

    const [asset] = await service.app.client.asset.findMany();
    const link = await service.app.objects.link(asset!.key, { expiresInSeconds: 3_600 });
    expect(link).toContain(bucket.settings.endpoint);
    const opened = await fetch(link);
    expect(opened.headers.get("content-type")).toBe(asset!.contentType);
    expect((await opened.arrayBuffer()).byteLength).toBe(asset!.sizeBytes);
    expect((await readiness()).status).toBe(200);
  });

  it("waits while the bucket is gone, says so, charges nothing, and delivers when it is back", {
    timeout: 60_000,
  }, async () => {
    const before = await wallet();
    await bucket.vanish();
    const view = await imagine("a hare");
    const isWaiting = () => service.logged.some((line) => line.includes("storage_waited_for"));
    await until("the worker to find the bucket gone", isWaiting, 20_000);
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { pieces: { bucket: "down", database: "ok" } },
    });
    await pause(4_000); // Longer than the pause between two tries.
    expect((await wallet())?.balance).toBe(before?.balance);

    await bucket.comeBack();

    await view.waitForMessage(({ attachments }) => attachments.length === 1, 20_000);
    const after = await wallet();
    expect(after).toMatchObject({ balance: before!.balance - 1, held: 0 });
    expect(await service.app.client.attempt.count()).toBe(2); // No run was paid for twice.
    expect(await service.app.adminCommands.reconcile?.({})).toMatchObject({ isFine: true });
    const logged = service.logged.join("\n");
    expect(logged).toContain("does not exist (NoSuchBucket)");
    expect(logged).not.toMatch(/S3RVER|Credential=|X-Amz-Signature/);
  });
});
