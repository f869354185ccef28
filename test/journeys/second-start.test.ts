import { afterAll, describe, expect, it } from "vitest";
import { compose } from "../../src/compose.js";
import { parseConfig } from "../../src/config.js";
import { openSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { aFreePort } from "../fixtures/free-port.js";

const { ana } = seedIds;

/** `npm start`, what somebody does there, and its end. */
async function startAndUse(dataDir: string, use: (sandbox: Sandbox) => Promise<void>) {
  const settings = { DATA_DIR: dataDir, PORT: String(await aFreePort()), LOG_LEVEL: "error" };
  const parsed = parseConfig(settings);
  if (!parsed.ok) throw new Error(parsed.faults.join());
  const sandbox = await openSandbox(parsed.config);
  const app = await compose(sandbox.config);
  try {
    await app.start();
    await use(sandbox);
  } finally {
    await app.stop({ graceMs: 2_000 });
    await sandbox.close();
  }
}

describe("the sandbox, started again on the data of the time before", () => {
  const folder = aDataDir();
  afterAll(async () => (await folder).remove());

  it("answers on Telegram as it did the first time", { timeout: 60_000 }, async () => {
    const { path } = await folder;
    for (const _start of ["first", "second"]) {
      await startAndUse(path, async ({ telegram }) => {
        await telegram.sendText({ userId: ana, chatId: ana, text: "/help" });
        const answer = await telegram.waitForMessage(ana, ({ text = "" }) =>
          text.includes("/imagine"),
        );
        expect(answer.text).toContain("/gallery");
      });
    }
  });
});
