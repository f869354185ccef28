import { createHash, randomUUID, sign } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createPublicKeys } from "../../../src/adapters/fal/public-keys.js";
import { createReadWebhook } from "../../../src/adapters/fal/webhook.js";
import type { HeardRun } from "../../../src/core/generation/hear-of-run.js";
import { makeSigningKey, signWebhook } from "../../../src/sandbox/fal-api/webhook-sender.js";
import { falWebhookRoutes } from "../../../src/web/fal-webhook.js";
import { createRoutes } from "../../../src/web/routes.js";
import { createRecordingLog } from "../../fixtures/recording-log.js";

const noon = new Date("2026-05-01T12:00:00Z");
const runId = "024ca5b1-45d3-4afd-883e-ad3abe2a1c4d";
const body = JSON.stringify({
  request_id: runId,
  gateway_request_id: randomUUID(),
  status: "OK",
  payload: { images: [{ url: "https://v3.fal.media/files/a.png" }] },
});

describe("fal's webhook", () => {
  const attemptId = randomUUID();
  let key = makeSigningKey();
  let now = noon;
  let heard: HeardRun[] = [];
  let outcomes: string[] = [];
  let asked = 0;
  let fetchKeySet: () => Promise<unknown>;
  let routes: ReturnType<typeof createRoutes>;
  beforeEach(() => {
    key = makeSigningKey();
    now = noon;
    heard = [];
    outcomes = [];
    asked = 0;
    fetchKeySet = async () => ({ keys: [{ kty: "RSA", n: "x" }, key.jwk] });
    const clock = { now: () => now };
    const keys = createPublicKeys({
      clock,
      fetchKeySet() {
        asked += 1;
        return fetchKeySet();
      },
    });
    routes = createRoutes({
      log: createRecordingLog(),
      checks: {},
      parts: [
        falWebhookRoutes({
          readWebhook: createReadWebhook({ keys, clock }),
          async hearOfRun(run) {
            heard.push(run);
            return run.attemptId === attemptId;
          },
          onWebhook: (outcome) => outcomes.push(outcome),
        }),
      ],
    });
  });

  function signed(text = body, change: { key?: typeof key; ageS?: number } = {}) {
    return signWebhook(change.key ?? key, {
      requestId: runId,
      userId: "user",
      timestamp: String(now.getTime() / 1_000 - (change.ageS ?? 0)),
      body: text,
    });
  }

  async function post(text: string, headers: Record<string, string>, id: string = attemptId) {
    const path = `/webhooks/fal/${id}`;
    return (await routes.request(path, { method: "POST", body: text, headers })).status;
  }

  it("takes what FAL has signed, however often, and asks for the keys once", async () => {
    for (let n = 0; n < 3; n += 1) expect(await post(body, signed())).toBe(200);
    expect(heard).toEqual(Array(3).fill({ provider: "fal", attemptId, providerRunId: runId }));
    expect(outcomes).toEqual(["accepted", "accepted", "accepted"]);
    expect(asked).toBe(1);
  });

  it("is checked as the documentation has it: three headers and the hash of the body, line by line", async () => {
    const timestamp = String(noon.getTime() / 1_000);
    const hash = createHash("sha256").update(body).digest("hex");
    const message = `${runId}\nuser\n${timestamp}\n${hash}`;
    const signature = sign(null, Buffer.from(message), key.privateKey).toString("hex");
    expect(
      await post(body, {
        "X-Fal-Webhook-Request-Id": runId,
        "X-Fal-Webhook-User-Id": "user",
        "X-Fal-Webhook-Timestamp": timestamp,
        "X-Fal-Webhook-Signature": signature,
      }),
    ).toBe(200);
  });

  it.each([
    ["another key", () => signed(body, { key: makeSigningKey() })],
    ["another body", () => signed(`${body} `)],
    ["another run", () => ({ ...signed(), "x-fal-webhook-request-id": randomUUID() })],
    ["another user", () => ({ ...signed(), "x-fal-webhook-user-id": "somebody" })],
    ["another time", () => ({ ...signed(), "x-fal-webhook-timestamp": "1777636799" })],
    ["no signature", () => ({ ...signed(), "x-fal-webhook-signature": "" })],
    ["half of one", () => ({ ...signed(), "x-fal-webhook-signature": "ab".repeat(32) })],
    ["no hexadecimal", () => ({ ...signed(), "x-fal-webhook-signature": "z".repeat(128) })],
    ["no headers", () => ({})],
  ])("refuses what is signed with %s", async (_, headers) => {
    expect(await post(body, headers())).toBe(401);
    expect(heard).toEqual([]);
    expect(outcomes).toEqual(["forged"]);
  });

  it.each([301, -301])("refuses what is %i seconds old", async (ageS) => {
    expect(await post(body, signed(body, { ageS }))).toBe(401);
    expect(await post(body, signed(body, { ageS: ageS - Math.sign(ageS) * 2 }))).toBe(200);
    expect(outcomes).toEqual(["stale", "accepted"]);
  });

  it.each([
    "",
    "null",
    '{"request_id":',
    "[]",
    '{"request_id":7}',
    '{"request_id":"../x"}',
    "<html>",
  ])("cannot use the body '%s', whoever signed it", async (odd) => {
    expect(await post(odd, signed(odd))).toBe(400);
    expect(heard).toEqual([]);
    expect(outcomes).toEqual(["malformed"]);
  });

  it("refuses more than a megabyte unread", async () => {
    const huge = JSON.stringify({ request_id: runId, logs: "x".repeat(1_100_000) });
    const headers = { ...signed(huge), "content-length": String(huge.length) };
    expect(await post(huge, headers)).toBe(413);
  });

  it.each([randomUUID(), "not-an-attempt"])(
    "takes note without effect of an attempt that is not here: %s",
    async (id) => {
      expect(await post(body, signed(), id)).toBe(200);
      expect(outcomes).toEqual(["unknown"]);
    },
  );

  it("learns of a new key when it is first used, and is not made to ask by forgers", async () => {
    expect(await post(body, signed())).toBe(200);
    key = makeSigningKey();
    now = new Date(noon.getTime() + 60_000);
    expect(await post(body, signed())).toBe(200);
    expect(asked).toBe(2);

    const forger = makeSigningKey();
    for (let n = 0; n < 20; n += 1) {
      expect(await post(body, signed(body, { key: forger }))).toBe(401);
    }
    expect(asked).toBe(2);
    now = new Date(now.getTime() + 5_001);
    await post(body, signed(body, { key: forger, ageS: 400 }));
    expect(asked).toBe(2);
    await post(body, signed(body, { key: forger }));
    expect(asked).toBe(3);
  });

  it("asks for the keys again after a day", async () => {
    expect(await post(body, signed())).toBe(200);
    now = new Date(noon.getTime() + 86_399_000);
    expect(await post(body, signed())).toBe(200);
    expect(asked).toBe(1);
    now = new Date(noon.getTime() + 86_400_000);
    expect(await post(body, signed())).toBe(200);
    expect(asked).toBe(2);
  });

  it.each([
    async () => Promise.reject(new Error("down")),
    async () => undefined,
    async () => ({ keys: [] }),
    async () => ({ keys: [{ kty: "OKP", crv: "Ed25519", x: "short" }] }),
  ])(
    "asks to be told again while the keys cannot be read, and reads them as soon as it can",
    async (down) => {
      const up = fetchKeySet;
      fetchKeySet = down;
      expect(await post(body, signed())).toBe(503);
      fetchKeySet = up;
      expect(await post(body, signed())).toBe(503);
      expect(asked).toBe(1);
      now = new Date(noon.getTime() + 5_001);
      expect(await Promise.all([1, 2].map(() => post(body, signed())))).toEqual([200, 200]);
      expect(asked).toBe(2);
      expect(outcomes).toEqual(["unverifiable", "unverifiable", "accepted", "accepted"]);
    },
  );
});
