import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createReadWebhook } from "../../../src/adapters/replicate/webhook.js";
import { createHearOfRun } from "../../../src/core/generation/hear-of-run.js";
import { createRunNews } from "../../../src/core/generation/run-news.js";
import type { GenerationId } from "../../../src/core/ids.js";
import { replicateWebhookRoutes } from "../../../src/web/replicate-webhook.js";
import { createRoutes } from "../../../src/web/routes.js";
import { createWebServer, type WebServer } from "../../../src/web/web-server.js";
import { openReplicateWorld } from "../../adapters/replicate/replicate-world.js";

import { aRequest } from "../../fixtures/image-request.js";

import { aQuickClock } from "../../fixtures/quick-clock.js";

import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

type World = Awaited<ReturnType<typeof openReplicateWorld>>;

/** A workshop whose pictures come from the sandbox's Replicate, which tells of their end over HTTP. */
describe("runs at a hosted provider", () => {
  let world: World;
  let workshop: Workshop;
  /** Another, whose clock runs faster than its provider's. */
  let hasty: Workshop;
  let web: WebServer;
  let webOrigin = "";
  let isTold = true;
  /** Whether webhooks arrive in the process that follows the run. */
  let isSameProcess = true;
  const outcomes: string[] = [];
  let toldAtMs = 0;
  let askedAtMs = 0;

  beforeAll(async () => {
    world = await openReplicateWorld();
    const settings = { TRIAL_CREDITS: "10" };
    workshop = await openWorkshop("pglite", settings, {
      provider: {
        ...world.provider,
        poll(run) {
          askedAtMs = performance.now();
          return world.provider.poll(run);
        },
      },
      webhookUrlOf: (_, id) => (isTold ? `${webOrigin}/webhooks/replicate/${id}` : null),
      runTimeoutMs: 8_000,
    });
    hasty = await openWorkshop("pglite", settings, {
      provider: world.provider,
      runTimeoutMs: 8_000,
      clock: aQuickClock(6),
    });
    const here = createHearOfRun(workshop.pieces);
    const elsewhere = createHearOfRun({ ...workshop.pieces, news: createRunNews() });
    web = createWebServer({ host: "127.0.0.1", port: 0 });
    const readWebhook = createReadWebhook({
      secret: async () => world.control.webhookSecret,
      clock: workshop.pieces.clock,
    });
    web.serve(
      createRoutes({
        log: workshop.pieces.log,
        checks: {},
        parts: [
          replicateWebhookRoutes({
            readWebhook,
            async hearOfRun(heard) {
              const isKnown = await (isSameProcess ? here : elsewhere)(heard);
              toldAtMs = performance.now();
              return isKnown;
            },
            onWebhook: (outcome) => outcomes.push(outcome),
          }),
        ],
      }).fetch,
    );
    webOrigin = `http://127.0.0.1:${(await web.listen()).port}`;
  });
  afterAll(async () => {
    await web.close();
    await workshop.close();
    await hasty.close();
    await world.close();
  });
  beforeEach(async () => {
    world.control.reset();
    // What one test has made of the provider's name is no reason to let it rest in the next.
    await workshop.database.prisma.providerHealth.deleteMany();
    outcomes.length = 0;
    isTold = true;
    isSameProcess = true;
  });

  async function request(from = workshop) {
    const person = await from.aPerson();
    const requested = await from.useCases.requestGeneration({
      requestKey: `hosted:${person.accountId}`,
      accountId: person.accountId,
      target: person.target,
      options: { prompt: "a red fox" },
    });
    if (!requested.ok) throw new Error(requested.refusal.kind);
    return { ...person, generationId: requested.value.generationId };
  }

  async function outcomeOf(work: Awaited<ReturnType<typeof request>>, from = workshop) {
    const { generations, attempts } = from.pieces.database.stores;
    const generation = await generations.read(work.generationId);
    const { balance, held } = await from.useCases.readWallet(work.accountId);
    return {
      state: generation?.state,
      errorCode: generation?.errorCode,
      attempts: (await attempts.list(work.generationId)).map(({ state }) => state),
      balance,
      held,
    };
  }

  async function play(at = workshop) {
    const work = await request(at);
    const startedAt = performance.now();
    await at.drain();
    return { ...(await outcomeOf(work, at)), tookMs: performance.now() - startedAt };
  }

  const MADE = { state: "succeeded", attempts: ["succeeded"], balance: 9, held: 0 };
  const GIVEN_BACK = { state: "failed", balance: 10, held: 0 };

  it("hears at once of a run's end, and asks about it once", async () => {
    world.control.setPaceMs(700);
    expect(await play()).toMatchObject(MADE);
    expect(world.control.reads().one).toBe(1);
    expect(askedAtMs - toldAtMs).toBeLessThan(500);
    expect(outcomes).toEqual(["accepted"]);
  });

  it("hears within half a second of a webhook that reached another process", async () => {
    world.control.setPaceMs(700);
    isSameProcess = false;
    expect(await play()).toMatchObject(MADE);
    expect(world.control.reads().one).toBe(1);
    expect(askedAtMs - toldAtMs).toBeLessThan(700);
  });

  it.each(["duplicated", "delayed", "dropped", "forged"] as const)(
    "ends the same when the webhook is %s",
    async (fault) => {
      world.control.setPaceMs(300);
      world.control.nextWebhookFaults(fault);
      expect(await play()).toMatchObject(MADE);
      expect(world.control.posts()).toHaveLength(1);
      await setTimeout(100);
      if (fault === "forged") expect(outcomes).toEqual(["forged"]);
    },
  );

  it("asks by itself where no webhook can reach us", async () => {
    isTold = false;
    expect(await play()).toMatchObject(MADE);
    expect(world.control.posts()[0]?.webhook).toBeNull();
  });

  it("reads the attempt's row twice a second at most", async () => {
    isTold = false;
    world.control.setPaceMs(2_000);
    const { attempts } = workshop.pieces.database.stores;
    const { readNews } = attempts;
    let reads = 0;
    Object.assign(attempts, {
      readNews(id: never) {
        reads += 1;
        return readNews(id);
      },
    });
    const { tookMs } = await play();
    Object.assign(attempts, { readNews });
    expect(reads).toBeGreaterThan(1);
    expect(reads).toBeLessThanOrEqual(tookMs / 500 + 1);
  });

  describe("when the answer to the one POST is lost", () => {
    it("finds the run in the list", async () => {
      isTold = false;
      world.control.nextFaults({ kind: "answer_lost" });
      expect(await play()).toMatchObject(MADE);
      expect(world.control.posts()).toHaveLength(1);
    });

    it("learns it from the webhook when the list cannot be read", async () => {
      world.control.setPaceMs(300);
      world.control.nextFaults({ kind: "answer_lost" });
      world.control.setReadsBroken(true);
      const mending = setTimeout(1_500).then(() => world.control.setReadsBroken(false));
      expect(await play()).toMatchObject(MADE);
      await mending;
      expect(world.control.posts()).toHaveLength(1);
      expect(world.control.reads().list).toBeLessThan(60);
    });

    it("gives the credits back when it cannot be found in time, and books what it may have cost", async () => {
      world.control.nextFaults({ kind: "cut" });
      expect(await play(hasty)).toMatchObject({
        ...GIVEN_BACK,
        errorCode: "outcome_unknown",
        attempts: ["unknown"],
      });
      expect(world.control.posts()).toHaveLength(1);
      const row = await hasty.database.prisma.attempt.findFirst({ where: { state: "unknown" } });
      expect(row?.costMicroUsd).toBe(3_000);
    }, 20_000);
  });

  it("keeps one run for one attempt, whoever claims it", async () => {
    const [first, second] = [await request(), await request()];
    const { attempts } = workshop.pieces.database.stores;
    const open = (generationId: GenerationId) =>
      attempts.open({
        id: workshop.pieces.ids.uuid() as never,
        generationId,
        slot: 0,
        provider: "replicate",
        at: new Date(),
        leaseOwner: "the test",
        leaseUntil: new Date(),
        maxOpen: null,
      });
    const [a, b] = [await open(first.generationId), await open(second.generationId)];
    if (typeof a === "string" || typeof b === "string") throw new Error("not opened");
    expect(await attempts.accept({ id: a.id, providerRunId: "twin" })).toBe(true);
    expect(await attempts.accept({ id: b.id, providerRunId: "twin" })).toBe(false);
    const heard = { provider: "replicate", providerRunId: "twin", at: new Date() };
    expect(await attempts.hear({ id: b.id, ...heard })).toBe(true);
    expect(await attempts.findByRun({ provider: "replicate", providerRunId: "twin" })).toBe(a.id);
    expect(await attempts.hear({ id: a.id, ...heard, provider: "sketch" })).toBe(false);
    for (const { id } of [a, b]) await attempts.end({ id, state: "absent", at: new Date() });
    await workshop.drain();
  });

  it.each([
    ["fail", "provider_unavailable"],
    ["refuse", "content_refused"],
    ["empty", "output_unusable"],
    ["data_removed", "output_unusable"],
    ["html_output", "output_unusable"],
    ["huge_output", "output_unusable"],
    ["endless_output", "output_unusable"],
  ] as const)("gives the credits back for a run that comes to %s", async (fate, errorCode) => {
    world.control.setPaceMs(0);
    world.control.nextFates(fate);
    expect(await play()).toMatchObject({ ...GIVEN_BACK, errorCode });
    expect(world.control.posts()).toHaveLength(1);
  });

  it("tries a file again that cannot be fetched now, before it gives the credits back", async () => {
    world.control.setPaceMs(0);
    world.control.nextFates("unavailable_output");
    expect(await play(hasty)).toMatchObject({ ...GIVEN_BACK, errorCode: "provider_unavailable" });
  }, 20_000);

  describe("when an output leads elsewhere", () => {
    let inside: Server;
    let knocks = 0;
    beforeAll(async () => {
      inside = createServer((_, response) => {
        knocks += 1;
        response.writeHead(200, { "content-type": "image/png" }).end("secret");
      });
      await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
    });
    afterAll(() => void inside.close());

    it.each(["here", "http://169.254.169.254/latest/meta-data", "https://localhost/x.png"])(
      "does not go there: %s",
      async (where) => {
        const { port } = inside.address() as AddressInfo;
        world.control.setPaceMs(0);
        world.control.nextFates("redirect_output");
        world.control.redirectOutputsTo(where === "here" ? `http://127.0.0.1:${port}/` : where);
        expect(await play()).toMatchObject({ ...GIVEN_BACK, errorCode: "output_unusable" });
        expect(knocks).toBe(0);
      },
    );
  });

  it("begins anew when throttled, after as long as it is told", async () => {
    world.control.setPaceMs(0);
    world.control.nextFaults({ kind: "throttled", seconds: 30 });
    const work = await request();
    await workshop.intake(work.generationId);
    expect(await workshop.runGeneration(work.generationId)).toEqual({
      kind: "again",
      delayMs: 30_000,
    });
    await workshop.database.prisma.providerHealth.deleteMany();
    await workshop.drain();
    expect(await outcomeOf(work)).toMatchObject({ ...MADE, attempts: ["failed", "succeeded"] });
  });

  it("does not try again what only the operator can mend", async () => {
    world.control.nextFaults({ kind: "status", status: 402 });
    expect(await play()).toMatchObject({ ...GIVEN_BACK, errorCode: "provider_unavailable" });
    expect(world.control.posts()).toHaveLength(1);
  });

  it("stops the run of what is cancelled", async () => {
    world.control.setPaceMs(5_000);
    const work = await request();
    const running = workshop.drain();
    while (world.control.posts().length === 0) await setTimeout(10);
    await setTimeout(100);
    await workshop.useCases.cancelGeneration(work);
    await running;
    expect(await outcomeOf(work)).toMatchObject({ state: "cancelled", balance: 10, held: 0 });
    const { generationId } = work;
    const row = await workshop.database.prisma.attempt.findFirst({ where: { generationId } });
    expect(row).toMatchObject({ state: "cancelled", costMicroUsd: 0 });
    const providerRunId = world.control.posts()[0]?.predictionId ?? "";
    expect(await world.provider.poll({ providerRunId, request: aRequest() })).toMatchObject({
      state: "failed",
    });
  });
});
