import { afterEach, describe, expect, it } from "vitest";
import { killRoles, startRole } from "../fixtures/roles.js";
import { openSharedHouse, type SharedHouse } from "../fixtures/shared-house.js";
import { until } from "../jobs/until.js";
import { run } from "./atelier-process.js";

const hasPostgres = Boolean(process.env.TEST_DATABASE_URL);
const OBEY_LIMIT_MS = 5_000;

describe.skipIf(!hasPostgres)(
  `npm run maintenance${hasPostgres ? "" : " (needs TEST_DATABASE_URL)"}`,
  () => {
    let house: SharedHouse;
    afterEach(async () => {
      await killRoles();
      await house.close();
    });

    it("is obeyed by processes that run, drains, and starts none itself", {
      timeout: 120_000,
    }, async () => {
      house = await openSharedHouse("Postgres");
      const { settings } = house;
      const started = await Promise.all([
        startRole("bot", settings),
        startRole("worker", settings),
      ]);
      await Promise.all(started.map((each) => each.ready()));
      const chat = await house.telegram.openChat();
      const maintenance = (...args: string[]) =>
        run("cli", { settings, args: ["maintenance", ...args] });
      const processes = async () =>
        (await house.select("SELECT name FROM leases WHERE name LIKE 'process:%'")).length;
      const before = await processes();

      await chat.ask("a red fox");
      await until("it is taken", async () => chat.seen().length > 0, 20_000);
      const on = await maintenance("on", "--wait");
      expect(on).toMatchObject({
        code: 0,
        stderr: "",
        stdout: expect.stringContaining("Still open: 0."),
      });
      expect(await processes()).toBe(before);
      expect(chat.seen()).toMatchObject([{ pictureCount: 1 }]);

      await new Promise((resolve) => setTimeout(resolve, OBEY_LIMIT_MS));
      await chat.ask("a blue fox");
      await until("an answer", () => chat.seen().length === 2, 20_000);
      expect(chat.seen()[1]?.text).toMatch(/being looked after.*Nothing was charged/);
      for (const each of started) {
        expect(await each.readyz()).toMatchObject({ status: 200, body: { status: "maintenance" } });
      }

      expect((await maintenance("off")).stdout).toContain("the service is open");
      await new Promise((resolve) => setTimeout(resolve, OBEY_LIMIT_MS));
      await chat.ask("a green fox");
      await until("a picture", () => chat.seen()[2]?.pictureCount === 1, 20_000);
      expect(await maintenance("maybe")).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^Usage: npm run maintenance/),
      });
    });
  },
);
