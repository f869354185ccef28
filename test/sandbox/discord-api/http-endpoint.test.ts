import { createPublicKey, verify } from "node:crypto";
import { InteractionResponseType } from "discord.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { startHttpListener } from "../../../src/sandbox/http-listener.js";
import { imagine, startBot } from "./bot.js";

const ED25519_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** An endpoint that answers as the platform demands, or takes anything when it is careless. */
async function startEndpoint(options: { publicKey: string; careless?: boolean }) {
  const key = createPublicKey({
    key: Buffer.concat([ED25519_PREFIX, Buffer.from(options.publicKey, "hex")]),
    format: "der",
    type: "spki",
  });
  const { origin, close } = await startHttpListener({
    async fetch(request) {
      const body = await request.text();
      const signed = Buffer.from(`${request.headers.get("x-signature-timestamp")}${body}`);
      const signature = Buffer.from(request.headers.get("x-signature-ed25519") ?? "", "hex");
      const isGenuine = options.careless === true || verify(null, signed, key, signature);
      if (!isGenuine) return new Response("bad signature", { status: 401 });
      const { type } = JSON.parse(body) as { type: number };
      return type === 1
        ? Response.json({ type: InteractionResponseType.Pong })
        : Response.json({ type: 4, data: { content: "by HTTP" } });
    },
  });
  onTestFinished(close);
  return origin;
}

describe("interactions by HTTP", () => {
  it("arrive signed, are answered in the response, and leave the gateway silent", async () => {
    const bot = await startBot();
    await bot.register([imagine]);
    const url = await startEndpoint(bot.api.world().application);
    await bot.api.setInteractionsEndpoint(url);

    const view = await bot.api.runCommand({
      userId: SEED.users.ada,
      channelId: SEED.channels.general,
      name: "imagine",
      options: { prompt: "x" },
    });

    expect(view.messages()).toMatchObject([{ content: "by HTTP" }]);
    expect(bot.received).toEqual([]);
  });

  it("do not go to an endpoint that takes a forged signature", async () => {
    const bot = await startBot({ login: false });
    const { publicKey } = bot.api.world().application;
    const url = await startEndpoint({ publicKey, careless: true });

    await expect(bot.api.setInteractionsEndpoint(url)).rejects.toThrow(/forged signature/);
  });
});
