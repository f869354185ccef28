import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { ana } = seedIds;

describe("with pictures from FAL", () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService({ TRIAL_CREDITS: "40", IMAGE_PROVIDERS: "fal" });
  });
  afterAll(() => service.close());

  function fal() {
    const { fal: control } = service.sandbox;
    if (!control) throw new Error("the sandbox has no FAL");
    return control;
  }
  beforeEach(() => fal().reset());

  async function ask(text: string) {
    const { telegram } = service.sandbox;
    const asked = await telegram.sendText({ userId: ana, chatId: ana, text });
    const isEnd = ({ message_id, photo, reply_markup, text = "" }: typeof asked) =>
      message_id > asked.message_id &&
      (Boolean(photo && reply_markup?.inline_keyboard.length) ||
        /safety check|not working/.test(text));
    return telegram.waitForMessage(ana, isEnd, 20_000);
  }

  it("brings the picture, told of by a webhook and asked about once", async () => {
    service.pace.ms = 800;
    const answer = await ask("/imagine a red fox in the snow");
    expect(answer.photo).toBeDefined();
    expect(fal().posts()).toMatchObject([
      { endpoint: "fal-ai/flux/schnell", webhook: expect.stringContaining("/webhooks/fal/") },
    ]);
    expect(fal().webhooks()).toMatchObject([{ status: 200 }]);
    expect(fal().reads()).toMatchObject({ status: 1, result: 1 });
    expect(fal().paidMicroUsd()).toBe(3_000);
  });

  it("knows a run again by its webhook when the answer was lost, and asks for no other", async () => {
    fal().nextFaults({ kind: "answer_lost" });
    const answer = await ask("/imagine a brown bear in the rain");
    expect(answer.photo).toBeDefined();
    expect(fal().posts()).toHaveLength(1);
    expect(fal().paidMicroUsd()).toBe(3_000);
  });

  it("brings the picture when forgers tell of it, and nobody else does", async () => {
    fal().nextWebhookFaults("forged");
    const answer = await ask("/imagine a grey owl at night");
    expect(answer.photo).toBeDefined();
    expect(fal().webhooks()).toMatchObject([{ isForged: true, status: 401 }]);
  });

  it.each(["refuse", "nsfw", "black"] as const)(
    "says so when it comes to %s, and takes nothing",
    async (fate) => {
      fal().nextFates(fate);
      const answer = await ask("/imagine a green fox in the snow");
      expect(answer.text).toMatch(/safety check/);
      expect(service.logged.join("\n")).not.toContain("green fox");
    },
  );
});
