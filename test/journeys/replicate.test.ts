import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { ana } = seedIds;

describe("with pictures from Replicate", () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService({ TRIAL_CREDITS: "40", IMAGE_PROVIDERS: "replicate" });
  });
  afterAll(() => service.close());

  function replicate() {
    const { replicate: control } = service.sandbox;
    if (!control) throw new Error("the sandbox has no Replicate");
    return control;
  }

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
    expect(replicate().posts()).toHaveLength(1);
    expect(replicate().posts()[0]?.webhook).toContain("/webhooks/replicate/");
    expect(replicate().webhooks()).toMatchObject([{ status: 200 }]);
    expect(replicate().reads().one).toBe(1);
  });

  it("says so when the model refuses, and takes nothing", async () => {
    replicate().nextFates("refuse");
    const answer = await ask("/imagine a green fox in the snow");
    expect(answer.text).toMatch(/safety check/);
    expect(service.logged.join("\n")).not.toContain("green fox");
  });
});
