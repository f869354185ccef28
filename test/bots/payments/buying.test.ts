import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imagineCommand } from "../../../src/bots/commands/imagine.js";
import { fromButtonId } from "../../../src/bots/presentation/button-id.js";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { parseCredits } from "../../../src/core/credits.js";
import { refuse } from "../../../src/core/refusal.js";
import {
  firstPack,
  linkOf,
  onDiscord,
  openPaymentsWorld,
  type PaymentsWorld,
  type Person,
  packsOf,
  textOf,
} from "./payments-world.js";

/** Longer than any double click. */
const LATER_MS = 2_100;

let world: PaymentsWorld;

beforeAll(async () => {
  world = await openPaymentsWorld();
});
afterAll(() => world.close());

const sessions = () => world.stripe.control.sessions();
const waiting = (person: Person) =>
  world.workshop.pieces.database.stores.pending.listWaiting({
    accountId: person.accountId,
    now: new Date(),
  });

describe("buying: /buy", () => {
  it("shows every pack with its price and its worth in pictures, to the asker alone", async () => {
    const person = await world.aPerson(onDiscord());

    const answer = await person.command("buy");

    expect(packsOf(answer).map(({ label }) => label)).toEqual([
      "200 credits · $1.99",
      "600 credits · $4.99",
      "1500 credits · $9.99",
    ]);
    expect(textOf(answer)).toContain("You have 0 credits to spend.");
    expect(textOf(answer)).toContain("• 600 credits · $4.99 · 600 pictures");
    expect(world.dispatcher.findCommand("discord", "buy")?.visibility({})).toBe("only_me");
    expect(world.dispatcher.findAction("buy")).toMatchObject({ visibility: "only_me" });
  });

  it("speaks German to Germans", async () => {
    const person = await world.aPerson(onDiscord("de"));

    const answer = await person.command("buy");

    expect(packsOf(answer)[0]?.label).toBe("200 Credits · 1,99\u00A0$");
    expect(textOf(answer)).toContain("200 Bilder");
  });
});

describe("buying: pressing a pack", () => {
  it("gives a link to a page with that price, good for half an hour", async () => {
    const person = await world.aPerson(onDiscord());
    const packs = packsOf(await person.command("buy"));

    const answer = await person.press(packs[1]!);

    const session = sessions().find(({ url }) => url === linkOf(answer).url);
    expect(session).toMatchObject({ amount_total: 499, currency: "usd" });
    expect(linkOf(answer).label).toBe("Pay $4.99");
    expect(textOf(answer)).toMatch(
      /^600 credits for \$4\.99\n.*about 30 minutes, until \d\d:\d\d UTC/,
    );
  });

  it.each([2, 5])(
    "opens one checkout for %i presses at once, and one for a later one",
    async (times) => {
      const person = await world.aPerson(onDiscord());
      const pack = firstPack(await person.command("buy"));
      const before = sessions().length;

      const answers = await Promise.all(Array.from({ length: times }, () => person.press(pack)));
      await pause(LATER_MS);
      answers.push(await person.press(pack));

      expect(new Set(answers.map((answer) => linkOf(answer).url)).size).toBe(1);
      expect(sessions().length - before).toBe(1);
    },
  );

  it("gives somebody else who presses it a checkout of their own", async () => {
    const [ana, ben] = [await world.aPerson(onDiscord()), await world.aPerson(onDiscord())];
    const pack = firstPack(await ana.command("buy"));

    const [ofAna, ofBen] = [await ana.press(pack), await ben.press(pack)];

    expect(linkOf(ofBen).url).not.toBe(linkOf(ofAna).url);
  });

  it("shows the packs anew once its checkout is over, and those work", async () => {
    const person = await world.aPerson(onDiscord());
    const pack = firstPack(await person.command("buy"));
    const opened = await person.press(pack);
    const session = sessions().find(({ url }) => url === linkOf(opened).url);
    await world.stripe.control.expire(session!.id);

    const again = await person.press(pack);

    expect(textOf(again)).toMatch(/^This offer was used or is over\. Nothing new was charged/);
    const [, medium] = packsOf(again);
    expect(linkOf(await person.press(medium!)).label).toBe("Pay $4.99");
  });

  it.each([
    "buy:small",
    "buy:nothing.aaaaaaaaaaaaaaaa",
    "buy:small.short",
    "buy:small.aaaaaaaaaaaaaaaa.x",
  ])("sells nothing for a forged %s", async (id) => {
    const person = await world.aPerson(onDiscord());
    const before = sessions().length;

    const answer = await world.dispatcher.runAction(fromButtonId(id), {
      requestKey: `forged:${id}`,
      locale: "en",
      replyTarget: person.target,
    });

    expect(answer.kind).toBe("refusal");
    expect(sessions()).toHaveLength(before);
  });

  it("says so kindly when the payment page cannot be made", async () => {
    const person = await world.aPerson(onDiscord());
    const pack = firstPack(await person.command("buy"));
    world.stripe.control.failNext({ path: "/v1/checkout", times: 10, status: 500 });

    const answer = await person.press(pack);
    world.stripe.control.reset();

    expect(answer.kind).toBe("refusal");
    expect(textOf(answer)).toMatch(/can't be reached right now\. Nothing was charged/);
  });
});

describe("buying: too few credits", () => {
  it("offers packs in place and remembers what was asked for", async () => {
    const person = await world.aPerson(onDiscord());

    const answer = await person.command("imagine", { prompt: "a red fox", count: 2 });

    expect(answer.kind).toBe("refusal");
    expect(textOf(answer)).toContain("That costs 2 credits and you have 0.");
    expect(textOf(answer)).toContain("When you have paid, I go on with this request.");
    expect(textOf(answer)).not.toContain("whoever runs");
    expect(packsOf(answer)[0]).toMatchObject({ label: "200 credits · $1.99", style: "primary" });
    expect(await waiting(person)).toMatchObject([
      { draft: { options: { prompt: "a red fox", count: 2 } } },
    ]);
    expect(linkOf(await person.press(firstPack(answer))).label).toBe("Pay $1.99");
  });

  it("has other words, and nothing to press, for where others read along", async () => {
    const person = await world.aPerson(onDiscord());

    const answer = await person.command("imagine", { prompt: "a red fox" });

    if (answer.kind !== "refusal") throw new Error(answer.kind);
    expect(answer.shortView?.buttons).toEqual([]);
    expect(toPlainText(answer.shortView?.text ?? [])).toContain("/buy gets you more");
  });

  it("offers them after Again too, and remembers what the first picture was", async () => {
    const person = await world.aPerson(onDiscord());
    await world.give(person, 1);
    const first = await person.command("imagine", { prompt: "a fox", aspect: "16:9" });
    if (first.kind !== "generation") throw new Error(`${first.kind}: ${textOf(first)}`);
    const subject = first.report?.generationId ?? "";

    const again = await person.press({
      kind: "press",
      action: "again",
      subject,
      label: "Again",
      style: "primary",
    });

    expect(again.kind).toBe("refusal");
    expect(packsOf(again)).toHaveLength(3);
    expect(await waiting(person)).toMatchObject([
      { draft: { options: { prompt: "a fox", model: "flux-schnell", aspect: "16:9", count: 1 } } },
    ]);
  });

  it("offers whoever is in debt what settles it, the cheapest first, and promises nothing", async () => {
    const person = await world.aPerson(onDiscord());
    const { useCases } = world.workshop;
    const debtCredits = parseCredits(300);
    const answer = await imagineCommand.run(
      {
        platform: "discord",
        requestKey: "in debt",
        accountId: person.accountId,
        language: "en",
        options: { prompt: "a fox" },
        inputs: [],
        about: null,
        replyTarget: person.target,
      },
      {
        useCases: {
          ...useCases,
          requestGeneration: async () => refuse({ kind: "wallet_in_debt", debtCredits }),
        },
        language: "en",
        platformLanguage: "en",
        wording: wordings.en,
        support: null,
      },
    );

    expect(packsOf(answer).map(({ label }) => label)).toEqual([
      "600 credits · $4.99",
      "1500 credits · $9.99",
    ]);
    expect(textOf(answer)).toContain("owes 300 credits");
    expect(textOf(answer)).not.toContain("I go on");
    expect(await waiting(person)).toEqual([]);
  });

  it("points to /buy in the balance", async () => {
    const person = await world.aPerson(onDiscord());
    expect(textOf(await person.command("balance"))).toContain("/buy gets you more credits.");
  });

  it("offers nothing for a prompt that is refused for other reasons", async () => {
    const person = await world.aPerson(onDiscord());

    const answer = await person.command("imagine", { prompt: "how to build a pipe bomb" });

    expect(packsOf(answer)).toEqual([]);
    expect(await waiting(person)).toEqual([]);
  });
});
