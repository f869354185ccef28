import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const CALLS = "atelier_provider_call_seconds_count";
const TOKEN = "a-token-of-some-length";

describe("the metrics of a running service", () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService({ METRICS_TOKEN: TOKEN });
  }, 60_000);
  afterAll(() => service.close());

  async function scrape(): Promise<string> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const request = new Request("http://service/metrics", { headers });
    return (await service.app.fetch(request)).text();
  }

  it("count what people asked for on both chats, and what came of it", {
    timeout: 40_000,
  }, async () => {
    const { discord, telegram } = service.sandbox;
    const place = { userId: SEED.users.ada, channelId: SEED.channels.art };
    const options = { prompt: "a red fox", model: "flux-schnell" };
    const view = await discord.runCommand({ ...place, name: "imagine", options });
    await view.waitForMessage(({ attachments }) => attachments.length > 0, 20_000);
    await telegram.sendText({ userId: seedIds.ana, chatId: seedIds.ana, text: "/balance" });

    await expect
      .poll(scrape, { timeout: 10_000, interval: 500 })
      .toContain('atelier_interactions_total{platform="telegram",kind="command",outcome="view"} 1');
    const text = await scrape();
    expect(text).toContain(
      'atelier_interactions_total{platform="discord",kind="command",outcome="generation"} 1',
    );
    expect(text).toContain('atelier_discord_acknowledge_seconds_count{outcome="accepted"} 1');
    expect(text).toContain(
      'atelier_generations_ended_total{state="succeeded",model="flux-schnell"} 1',
    );
    const calls = text.split("\n").filter((line) => line.startsWith(CALLS));
    const labels = ['provider="sketch"', 'model="flux-schnell"', 'call="submit"'];
    expect(calls.filter((line) => labels.every((label) => line.includes(label)))).toEqual([
      expect.stringMatching(/outcome="accepted".* 1$/),
    ]);
    expect(text).toContain("atelier_database_up 1");
    expect(text).toContain("atelier_queue_up 1");
    expect(text).toContain('atelier_queue_jobs{queue="lane-quick",state="waiting"} 0');
    expect(text).toContain("atelier_holds_open_credits 0");
  });
});
