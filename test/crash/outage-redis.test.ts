import { describe, expect, it } from "vitest";
import { until } from "../jobs/until.js";
import {
  areServersThere,
  askForSlowPictures,
  expectPictures,
  outage,
  reason,
  says,
  useHouse,
} from "./outage-steps.js";

describe.skipIf(!areServersThere)(`an outage with the queue on Redis${reason}`, () => {
  const house = useHouse("redis");

  it("of Redis delays what is asked for meanwhile, and loses none of it", {
    timeout: 120_000,
  }, async () => {
    const { telegram, discord } = await askForSlowPictures(house());

    await outage(house(), "redis", async () => {
      expect(await house().readyz()).toEqual({ status: 503, down: ["queue"] });
      await telegram.ask("fox three");
      await discord.ask("fox four");
      await until("a place in line", () => [telegram, discord].every((chat) => says(chat, "line")));
    });

    await expectPictures(house(), { telegram: [telegram, 2], discord: [discord, 2] });
  });
});
