import { randomBytes, randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createReadWebhook, createSecretReader } from "../../../src/adapters/replicate/webhook.js";
import type { HeardRun } from "../../../src/core/generation/hear-of-run.js";
import { signWebhook } from "../../../src/sandbox/replicate-api/webhook-sender.js";
import { replicateWebhookRoutes } from "../../../src/web/replicate-webhook.js";
import { createRoutes } from "../../../src/web/routes.js";
import { createRecordingLog } from "../../fixtures/recording-log.js";

const secret = `whsec_${randomBytes(24).toString("base64")}`;
const now = new Date("2026-05-01T12:00:00Z");
const clock = { now: () => now };

function signed(body: string, change: { secret?: string; ageS?: number; before?: string } = {}) {
  const timestamp = String(now.getTime() / 1_000 - (change.ageS ?? 0));
  const signature = signWebhook(change.secret ?? secret, `msg_1.${timestamp}.${body}`);
  return {
    "webhook-id": "msg_1",
    "webhook-timestamp": timestamp,
    "webhook-signature": (change.before ?? "") + signature,
  };
}

describe("replicate's webhook", () => {
  const attemptId = randomUUID();
  const known = new Set<string>([attemptId]);
  let heard: HeardRun[] = [];
  let outcomes: string[] = [];
  let readSecret = async () => secret;
  const routes = createRoutes({
    log: createRecordingLog(),
    checks: {},
    parts: [
      replicateWebhookRoutes({
        readWebhook: createReadWebhook({ secret: () => readSecret(), clock }),
        async hearOfRun(run) {
          heard.push(run);
          return known.has(run.attemptId);
        },
        onWebhook: (outcome) => outcomes.push(outcome),
      }),
    ],
  });
  beforeEach(() => {
    heard = [];
    outcomes = [];
    readSecret = async () => secret;
  });

  async function post(body: string, headers: Record<string, string>, id: string = attemptId) {
    const answer = await routes.request(`/webhooks/replicate/${id}`, {
      method: "POST",
      body,
      headers,
    });
    return answer.status;
  }
  const body = JSON.stringify({ id: "abc123", status: "succeeded", output: ["https://x"] });

  it("takes what Replicate has signed", async () => {
    expect(await post(body, signed(body))).toBe(200);
    expect(heard).toEqual([{ provider: "replicate", attemptId, providerRunId: "abc123" }]);
    expect(outcomes).toEqual(["accepted"]);
  });

  it("takes any of several signatures, as when the secret is changed", async () => {
    const before = `v1,${randomBytes(32).toString("base64")} v2,xyz `;
    expect(await post(body, signed(body, { before }))).toBe(200);
  });

  it.each([
    ["another secret", signed(body, { secret: `whsec_${randomBytes(24).toString("base64")}` })],
    ["another body", signed(`${body} `)],
    ["another id", { ...signed(body), "webhook-id": "msg_2" }],
    ["another time", { ...signed(body), "webhook-timestamp": String(now.getTime() / 1_000 - 1) }],
    ["no signature", { "webhook-id": "msg_1", "webhook-timestamp": "1" }],
    ["an empty one", { ...signed(body), "webhook-signature": "v1," }],
    ["no version", { ...signed(body), "webhook-signature": "x".repeat(44) }],
  ])("refuses what is signed with %s", async (_, headers) => {
    expect(await post(body, headers)).toBe(401);
    expect(heard).toEqual([]);
    expect(outcomes).toEqual(["forged"]);
  });

  it.each([301, -301])("refuses what is %i seconds old", async (ageS) => {
    expect(await post(body, signed(body, { ageS }))).toBe(401);
    expect(await post(body, signed(body, { ageS: ageS - Math.sign(ageS) * 2 }))).toBe(200);
    expect(outcomes).toEqual(["stale", "accepted"]);
  });

  it.each(["", "null", '{"id":', "[]", '{"id":7}', '{"id":""}', '{"id":"../x"}', "<html>"])(
    "cannot use the body '%s', whoever signed it",
    async (odd) => {
      expect(await post(odd, signed(odd))).toBe(400);
      expect(heard).toEqual([]);
      expect(outcomes).toEqual(["malformed"]);
    },
  );

  it("refuses more than a megabyte unread", async () => {
    const huge = JSON.stringify({ id: "abc", logs: "x".repeat(1_100_000) });
    expect(await post(huge, { ...signed(huge), "content-length": String(huge.length) })).toBe(413);
  });

  it.each([randomUUID(), "not-an-attempt"])(
    "takes note without effect of an attempt that is not here: %s",
    async (id) => {
      expect(await post(body, signed(body), id)).toBe(200);
      expect(outcomes).toEqual(["unknown"]);
    },
  );

  it("asks to be told again while the secret cannot be read, and reads it as soon as it can", async () => {
    let isUp = false;
    let asked = 0;
    let at = now;
    readSecret = createSecretReader({
      clock: { now: () => at },
      async fetchSecret() {
        asked += 1;
        if (!isUp) throw new Error("down");
        return { key: secret };
      },
    });
    expect(await post(body, signed(body))).toBe(503);
    isUp = true;
    expect(await post(body, signed(body))).toBe(503);
    expect(asked).toBe(1);
    at = new Date(now.getTime() + 5_001);
    expect(await Promise.all([1, 2].map(() => post(body, signed(body))))).toEqual([200, 200]);
    expect(asked).toBe(2);
  });
});
