import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import type { FetchHandler } from "../../src/web/web-server.js";
import { openService, type Service } from "../fixtures/service.js";
import { aPack } from "./stripe-api/open-stripe.js";

let service: Service;
let front: FetchHandler;

beforeAll(async () => {
  service = await openService();
  front = service.sandbox.front(service.app);
});
afterAll(() => service.close());

const ana = { platform: "telegram", userId: String(seedIds.ana) } as const;
const own = () => service.app.config.publicUrl;

function post(path: string, body: URLSearchParams, origin = own()) {
  return front(new Request(`${own()}${path}`, { method: "POST", body, headers: { origin } }));
}

async function act(action: string, input: unknown = {}) {
  const body = JSON.stringify(input);
  const request = new Request(`${own()}/console/${action}`, {
    method: "POST",
    body,
    headers: {
      origin: own(),
      "content-type": "application/json",
      "content-length": String(body.length),
    },
  });
  return (await front(request)).json();
}

async function wallet() {
  const { id } = await service.app.useCases.identifyAccount({ ...ana, locale: "en" });
  return service.app.useCases.readWallet(id);
}

describe("the sandbox in front of the house", () => {
  it("shows the checkout page under the house's own address, to nobody else's forms", async () => {
    const { port } = new URL(service.app.config.stripe?.apiUrl ?? "");
    const session = await aPack(Number(port));
    expect(session.url).toBe(`${own()}/c/pay/${session.id}`);
    const page = await front(new Request(session.url!));
    expect(await page.text()).toContain("No real money");

    const choice = new URLSearchParams({ choice: "pay" });
    const foreign = await post(`/c/pay/${session.id}`, choice, "https://evil.example");
    expect(foreign.status).toBe(403);
    expect(service.sandbox.stripe.session(session.id).status).toBe("open");
    expect((await post(`/c/pay/${session.id}`, choice)).status).toBe(303);
    expect(service.sandbox.stripe.session(session.id).payment_status).toBe("paid");
  });

  it("spends all of a person's credits by the books", async () => {
    expect((await wallet()).available).toBeGreaterThan(0);
    expect(await act("inside/spend", ana)).toEqual({ result: null });
    expect(await act("inside/spend", ana)).toEqual({ result: null });

    expect(await wallet()).toMatchObject({ balance: 0, held: 0, available: 0 });
    expect(await service.app.database.stores.ledger.findDifferences()).toEqual([]);
  });

  it("forgets books and payments on a reset, and goes on working", async () => {
    const leases = () => service.app.client.lease.findMany({ select: { name: true } });
    const held = await leases();
    expect(await act("inside/reset")).toEqual({ result: null });

    expect(service.sandbox.stripe.sessions()).toEqual([]);
    expect((await leases()).map(({ name }) => name)).toEqual(held.map(({ name }) => name));
    const { telegram } = service.sandbox;
    await telegram.sendText({ userId: seedIds.ana, chatId: seedIds.ana, text: "/balance" });
    await telegram.waitForMessage(seedIds.ana, ({ text = "" }) => text.includes("24 credits"));
  });
});
