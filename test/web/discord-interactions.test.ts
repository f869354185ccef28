import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/adapters/system/system-clock.js";
import {
  type DiscordWebhookOutcome,
  discordInteractionRoutes,
} from "../../src/web/discord-interactions.js";
import { createDiscordSignatureCheck } from "../../src/web/discord-signature.js";
import { type ServedParts, serveParts } from "./serve-parts.js";

const keys = generateKeyPairSync("ed25519");
const strangers = generateKeyPairSync("ed25519");
const COMMAND = { id: "1", type: 2, token: "t", data: { name: "imagine" } };
const RESPONSE = { type: 5 };
const MEGABYTE = 1024 * 1024;

describe("/interactions/discord", () => {
  let served: ServedParts;
  const answered: unknown[] = [];
  const written: Promise<boolean>[] = [];
  const outcomes: DiscordWebhookOutcome[] = [];

  beforeAll(async () => {
    const publicKey = keys.publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const route = discordInteractionRoutes({
      check: createDiscordSignatureCheck({
        publicKey: publicKey.toString("hex"),
        clock: systemClock,
      }),
      async answer(payload, isWritten) {
        answered.push(payload);
        written.push(isWritten);
        const isInteraction = typeof payload === "object" && payload !== null && "id" in payload;
        return isInteraction ? RESPONSE : null;
      },
      onWebhook: (outcome) => outcomes.push(outcome),
    });
    served = await serveParts(route);
  });
  afterAll(() => served.close());
  beforeEach(() => {
    for (const list of [answered, written, outcomes]) list.length = 0;
  });

  function signed(body: string, options: { ageSeconds?: number; key?: KeyObject } = {}) {
    const timestamp = String(Math.floor(Date.now() / 1_000) - (options.ageSeconds ?? 0));
    const bytes = Buffer.from(timestamp + body);
    return {
      "content-type": "application/json",
      "x-signature-ed25519": sign(null, bytes, options.key ?? keys.privateKey).toString("hex"),
      "x-signature-timestamp": timestamp,
    };
  }

  const url = () => `${served.origin}/interactions/discord`;
  const post = (body: string, headers: Record<string, string>) =>
    fetch(url(), { method: "POST", headers, body });

  it("answers a PING with a PONG", async () => {
    const body = JSON.stringify({ id: "1", type: 1, token: "ping", version: 1 });
    const response = await post(body, signed(body));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.text()).toBe('{"type":1}');
    expect(answered).toEqual([]);
    expect(outcomes).toEqual(["probed"]);
  });

  it("gives the acknowledgement in the response, and runs nothing before it is written", async () => {
    const body = JSON.stringify({ ...COMMAND, options: "ü 🐟" });
    const response = await post(body, signed(body));
    expect(await response.json()).toEqual(RESPONSE);
    expect(answered).toEqual([JSON.parse(body)]);
    expect(await written[0]).toBe(true);
    expect(outcomes).toEqual(["accepted"]);
  });

  it.each([
    ["without any signature", () => ({})],
    ["without a timestamp", (good: Headers) => ({ ...good, "x-signature-timestamp": "" })],
    ["with an empty signature", (good: Headers) => ({ ...good, "x-signature-ed25519": "" })],
    [
      "with zeros for one",
      (good: Headers) => ({ ...good, "x-signature-ed25519": "00".repeat(64) }),
    ],
    ["with one cut short", (good: Headers) => cut(good)],
    [
      "with one that is no hex",
      (good: Headers) => ({ ...good, "x-signature-ed25519": "z".repeat(128) }),
    ],
    [
      "with a timestamp of another time",
      (good: Headers) => ({ ...good, "x-signature-timestamp": "1" }),
    ],
    ["with a timestamp in words", (good: Headers) => ({ ...good, "x-signature-timestamp": "now" })],
    [
      "signed by a stranger",
      (_: Headers, body: string) => signed(body, { key: strangers.privateKey }),
    ],
    ["signed for another body", () => signed("{}")],
  ])("refuses a request %s", async (_name, forge) => {
    const body = JSON.stringify(COMMAND);
    const response = await post(body, forge(signed(body), body));
    expect(response.status).toBe(401);
    expect(answered).toEqual([]);
    expect(outcomes).toEqual(["forged"]);
  });

  it("refuses what was signed more than five minutes ago, or in times to come", async () => {
    const body = JSON.stringify(COMMAND);
    for (const ageSeconds of [310, -70]) {
      expect((await post(body, signed(body, { ageSeconds }))).status).toBe(401);
    }
    expect(outcomes).toEqual(["stale", "stale"]);
    expect(answered).toEqual([]);
    for (const ageSeconds of [290, -50]) {
      expect((await post(body, signed(body, { ageSeconds }))).status).toBe(200);
    }
  });

  it.each(["", "{", '{"id":"1"', "[]", '"text"', "null", "7", "{}"])(
    "refuses %j, genuine as it may be",
    async (body) => {
      expect((await post(body, signed(body))).status).toBe(400);
      expect(outcomes).toEqual(["malformed"]);
    },
  );

  it("lets go of a request that is cut off, and goes on", async () => {
    const head = "POST /interactions/discord HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n";
    await served.sendRaw(`${head}{"id":`);
    expect(answered).toEqual([]);
    const body = JSON.stringify(COMMAND);
    expect((await post(body, signed(body))).status).toBe(200);
    expect(served.log.lines).toEqual([]);
  });

  it("reads no more than a megabyte, announced or not", async () => {
    const body = JSON.stringify({ ...COMMAND, padding: "x".repeat(MEGABYTE) });
    expect((await post(body, signed(body))).status).toBe(413);

    const unannounced = new Response(body).body;
    const request = {
      method: "POST",
      headers: signed(body),
      body: unannounced,
      duplex: "half" as const,
    };
    expect((await fetch(url(), request)).status).toBe(413);
    expect(answered).toEqual([]);
  });
});

type Headers = Record<string, string>;

function cut(good: Headers): Headers {
  return { ...good, "x-signature-ed25519": String(good["x-signature-ed25519"]).slice(0, -2) };
}
