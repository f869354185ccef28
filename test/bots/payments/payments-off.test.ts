import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  onDiscord,
  openPaymentsWorld,
  type PaymentsWorld,
  packsOf,
  textOf,
} from "./payments-world.js";

let world: PaymentsWorld;

beforeAll(async () => {
  world = await openPaymentsWorld(
    { TELEGRAM_PAYMENTS: "off" },
    { support: "https://help.example" },
  );
});
afterAll(() => world.close());

describe("buying on Telegram while payments are off there", () => {
  it("says that nothing is sold here, and where to ask", async () => {
    const answer = await (await world.aPerson()).command("buy");

    expect(textOf(answer)).toBe(
      "Credits can't be bought here right now. If you need more, ask here: https://help.example",
    );
    expect(packsOf(answer)).toEqual([]);
  });

  it("opens no checkout for a button from another time", async () => {
    const person = await world.aPerson();
    const onOther = await world.aPerson(onDiscord());
    const [pack] = packsOf(await onOther.command("buy"));

    const answer = await person.press(pack!);

    expect(answer.kind).toBe("refusal");
    expect(world.stripe.control.sessions()).toEqual([]);
  });

  it.each([
    ["buy", {}],
    ["balance", {}],
    ["help", {}],
    ["start", {}],
    ["imagine", { prompt: "a fox" }],
  ])("never shows a pack or names a way to pay: /%s", async (name, options) => {
    const answer = await (await world.aPerson()).command(name, options);

    expect(packsOf(answer)).toEqual([]);
    expect(textOf(answer)).not.toMatch(/stripe|\$|checkout|card/i);
  });

  it("asks for help instead when credits run out, and lets nothing wait", async () => {
    const person = await world.aPerson();
    const { pending } = world.workshop.pieces.database.stores;

    const answer = await person.command("imagine", { prompt: "a fox" });

    expect(textOf(answer)).toContain("ask for more credits: https://help.example");
    const { accountId } = person;
    expect(await pending.listWaiting({ accountId, now: new Date() })).toEqual([]);
  });
});
