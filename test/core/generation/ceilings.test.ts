import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MoodyProvider, succeeded } from "../../fixtures/moody-provider.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

/** A picture of schnell costs us 3,000 millionths of a dollar at most. */
describe("daily ceilings", () => {
  let workshop: Workshop;
  const provider = new MoodyProvider();
  beforeAll(async () => {
    const settings = { DAILY_CEILING_USD: "0.0125", DAILY_ACCOUNT_CEILING_USD: "0.0065" };
    workshop = await openWorkshop("pglite", { TRIAL_CREDITS: "100", ...settings }, { provider });
  });
  afterAll(() => workshop.close());

  let asked = 0;
  async function ask(person: Awaited<ReturnType<Workshop["aPerson"]>>, count = 1) {
    asked += 1;
    const requested = await workshop.useCases.requestGeneration({
      requestKey: `ceiling:${asked}`,
      ...person,
      options: { prompt: "a red fox", count },
    });
    return requested.ok ? "taken" : requested.refusal;
  }

  it("refuses kindly, holds nothing, and counts what is open beside what was booked", async () => {
    const [one, other, third] = [
      await workshop.aPerson(),
      await workshop.aPerson(),
      await workshop.aPerson(),
    ];
    expect(await ask(one, 2)).toBe("taken");
    expect(await ask(one)).toEqual({ kind: "daily_ceiling", scope: "account" });
    expect((await workshop.useCases.readWallet(one.accountId)).held).toBe(2);

    provider.run = succeeded(2, 6_000);
    await workshop.drain();
    expect(await ask(one)).toEqual({ kind: "daily_ceiling", scope: "account" });

    expect(await ask(other, 2)).toBe("taken");
    expect(await ask(third)).toEqual({ kind: "daily_ceiling", scope: "instance" });
    expect((await workshop.useCases.readWallet(third.accountId)).held).toBe(0);
  });
});
