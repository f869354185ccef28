import { describe, expect, it } from "vitest";
import { pause, until } from "../jobs/until.js";
import {
  areServersThere,
  askForSlowPictures,
  expectPictures,
  outage,
  reason,
  says,
  useHouse,
} from "./outage-steps.js";

describe.skipIf(!areServersThere)(`an outage with all on Postgres${reason}`, () => {
  const house = useHouse("postgres");

  it("of Postgres loses nothing that was asked for, and takes nothing for what was refused", {
    timeout: 90_000,
  }, async () => {
    const { telegram, discord } = await askForSlowPictures(house());

    await outage(house(), "database", async () => {
      expect(await house().readyz()).toEqual({ status: 503, down: ["database", "queue"] });
      await telegram.ask("fox three");
      await discord.ask("fox four");
      await until("a kind word", () => says(discord, "Something broke on our side"));
    });

    await expectPictures(house(), { telegram: [telegram, 2], discord: [discord, 1] });
    await house().restart();
    await pause(1_000);
    await expectPictures(house(), { telegram: [telegram, 2], discord: [discord, 1] });
  });

  it.each([
    ["telegram", "update_saved", "nothing is charged", 0],
    ["discord", "update_saved", "nothing is charged", 0],
    ["discord", "generation_requested", "the picture comes all the same", 1],
  ] as const)(
    "of Postgres, for %s right after %s, is told kindly and %s",
    {
      timeout: 90_000,
    },
    async (platform, point, _outcome, count) => {
      const { switches } = house();
      const chat = await house().openChat(platform);
      house().at(point, () => void switches.database.cut("reset"));
      await chat.ask("fox");
      await until("a kind word", () => says(chat, "Something broke on our side"));
      await pause(500);
      await switches.database.mend();

      await until("its end", async () => (await house().openUpdates()) === 0, 20_000);
      // What a start finds unfinished, it runs again: there must be nothing.
      await house().restart();
      await expectPictures(house(), { [platform]: [chat, count] });
    },
  );

  it("of a chat's servers keeps what is ready for it, and /readyz names the chat", {
    timeout: 90_000,
  }, async () => {
    const { telegram, discord } = await askForSlowPictures(house());

    await outage(house(), "telegram", () =>
      outage(house(), "discord", async () => {
        await until("telegram down", async () =>
          (await house().readyz()).down.includes("telegram"),
        );
        expect((await house().readyz()).status).toBe(503);
      }),
    );

    await expectPictures(house(), { telegram: [telegram, 1], discord: [discord, 1] });
  });
});
