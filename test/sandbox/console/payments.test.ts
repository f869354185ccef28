import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aPack } from "../stripe-api/open-stripe.js";
import { type OpenConsole, openConsole } from "./open-console.js";

let open: OpenConsole;

beforeAll(async () => {
  open = await openConsole();
});
afterAll(() => open.close());
beforeEach(() => open.stripe.reset());

async function act(action: string, input: unknown = {}): Promise<unknown> {
  const response = await fetch(`${open.url}/console/${action}`, {
    method: "POST",
    headers: { origin: open.url, "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  return response.json();
}

/** What a page that is opened now shows of payments. */
async function seen() {
  const stop = new AbortController();
  const response = await fetch(`${open.url}/console/events`, { signal: stop.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n\n")) text += (await reader.read()).value ?? "";
  stop.abort();
  return JSON.parse(/^data: (.*)$/m.exec(text)![1]!).inside.payments;
}

async function aPaidCheckout() {
  const { id } = await aPack(open.stripeAt.port);
  open.stripe.pay(id);
  return id;
}

describe("payments in the console", () => {
  it("shows every checkout with its price and how it stands", async () => {
    const paid = await aPaidCheckout();
    const waiting = await aPack(open.stripeAt.port);
    const { checkouts } = await seen();
    expect(checkouts).toMatchObject([
      { id: waiting.id, state: "open", amountMinor: 499 },
      { id: paid, state: "paid", refundedMinor: 0 },
    ]);
  });

  it.each([
    ["refund_last", "refunded"],
    ["dispute_last", "disputed"],
  ])("takes the last payment back once with %s", async (action, state) => {
    await aPaidCheckout();
    expect(await act(`payments/${action}`)).toEqual({ result: null });
    expect((await seen()).checkouts).toMatchObject([{ state }]);
    expect(await act(`payments/${action}`)).toEqual({
      error: "There is no payment to take back.",
    });
  });

  it("sets how events come, and a reset sets it back", async () => {
    await act("payments/set_traits", { isDuplicated: true, isDelayed: true, isReordered: false });
    expect((await seen()).traits).toEqual({
      isDuplicated: true,
      isReordered: false,
      delayMs: 5_000,
    });
    await act("inside/reset");
    expect((await seen()).traits).toMatchObject({ isDuplicated: false, delayMs: 0 });
  });

  it("says of every event how often it was told, and that nobody took it", async () => {
    open.stripe.setWebhook({ url: `${open.url}/webhooks/stripe` }); // The house's answer here is 418.
    await aPaidCheckout();
    await expect
      .poll(async () => (await seen()).events[0])
      .toMatchObject({ type: "checkout.session.completed", statuses: [418], outcome: null });
    open.stripe.setWebhook(null);
  });

  it("spends all of a person's credits when asked to", async () => {
    await act("inside/spend", { platform: "telegram", userId: "1001" });
    expect(open.spenders).toEqual([{ platform: "telegram", userId: "1001" }]);
  });
});
