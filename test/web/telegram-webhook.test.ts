import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deriveWebhookSecrets } from "../../src/adapters/secrets/webhook-secrets.js";
import {
  type TelegramReceipt,
  type TelegramWebhookOutcome,
  telegramWebhookRoutes,
} from "../../src/web/telegram-webhook.js";
import { type ServedParts, serveParts } from "./serve-parts.js";

const SECRETS = deriveWebhookSecrets(["the newest key of all", "the key before"]);
const [SECRET] = SECRETS;
const UPDATE = JSON.stringify({ update_id: 1 });

describe("/webhooks/telegram", () => {
  let served: ServedParts;
  let receipt: TelegramReceipt = "accepted";
  const received: unknown[] = [];
  const outcomes: TelegramWebhookOutcome[] = [];

  beforeAll(async () => {
    const route = telegramWebhookRoutes({
      secrets: SECRETS,
      async receive(payload) {
        received.push(payload);
        return receipt;
      },
      onWebhook: (outcome) => outcomes.push(outcome),
    });
    served = await serveParts(route);
  });
  afterAll(() => served.close());
  beforeEach(() => {
    receipt = "accepted";
    received.length = 0;
    outcomes.length = 0;
  });

  async function post(body: string, secret?: string): Promise<number> {
    const headers = {
      "content-type": "application/json",
      ...(secret !== undefined && { "x-telegram-bot-api-secret-token": secret }),
    };
    const url = `${served.origin}/webhooks/telegram`;
    return (await fetch(url, { method: "POST", headers, body })).status;
  }

  it("takes what shows the secret, of the newest key or one before", async () => {
    for (const secret of SECRETS) expect(await post(UPDATE, secret)).toBe(200);
    expect(received).toEqual([{ update_id: 1 }, { update_id: 1 }]);
    for (const secret of SECRETS) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it.each([undefined, "", "x", SECRET.slice(1), `${SECRET}x`, SECRET.toLowerCase()])(
    "refuses the secret %j",
    async (secret) => {
      expect(await post(UPDATE, secret)).toBe(401);
      expect(received).toEqual([]);
      expect(outcomes).toEqual(["forged"]);
    },
  );

  it.each([
    ["accepted", 200],
    ["repeated", 200],
    ["malformed", 400],
    ["unavailable", 503],
  ] as const)("says of an update that is %s: %i", async (next, status) => {
    receipt = next;
    expect(await post(UPDATE, SECRET)).toBe(status);
    expect(outcomes).toEqual([next]);
  });

  it("reads no more than a megabyte, and nothing of a stranger", async () => {
    const body = JSON.stringify({ update_id: 1, padding: "x".repeat(1024 * 1024) });
    expect(await post(body, SECRET)).toBe(413);
    expect(received).toEqual([]);
  });

  it("lets go of a request that is cut off", async () => {
    const secret = `x-telegram-bot-api-secret-token: ${SECRET}`;
    const head = `POST /webhooks/telegram HTTP/1.1\r\nhost: x\r\n${secret}\r\n`;
    await served.sendRaw(`${head}content-length: 500\r\n\r\n{"update_id":`);
    expect(received).toEqual([]);
    expect(served.log.lines).toEqual([]);
  });
});
