import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openReplicateWorld } from "../../adapters/replicate/replicate-world.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

type World = Awaited<ReturnType<typeof openReplicateWorld>>;

/** Of every batch the last picture comes by one byte every half second, without end. */
describe("outputs that drip", () => {
  let world: World;
  let workshop: Workshop | null = null;
  /** How often an output was begun to be fetched. */
  let fetches = 0;
  beforeEach(async () => {
    fetches = 0;
    world = await openReplicateWorld();
    world.control.nextFates("dripping_output");
  });
  afterEach(async () => {
    await workshop?.close();
    await world.close();
  });

  const provider = (): World["provider"] => ({
    ...world.provider,
    async poll(key) {
      const run = await world.provider.poll(key);
      if (run.state !== "succeeded") return run;
      const outputs = run.outputs.map((output) => {
        if (output.kind !== "made") return output;
        const fetch = (signal: AbortSignal) => {
          fetches += 1;
          return output.fetch(signal);
        };
        return { ...output, fetch };
      });
      return { ...run, outputs };
    },
  });

  /** A run of so many pictures whose outputs are being fetched, and all but the last stored. */
  async function fetching(count: number, fetchTimeoutMs?: number) {
    const settings = { TRIAL_CREDITS: "10" };
    const timeout = fetchTimeoutMs === undefined ? {} : { fetchTimeoutMs };
    const open = await openWorkshop("pglite", settings, { provider: provider(), ...timeout });
    workshop = open;
    const person = await open.aPerson();
    const requested = await open.useCases.requestGeneration({
      requestKey: "drip",
      accountId: person.accountId,
      target: person.target,
      options: { prompt: "a red fox", count },
    });
    if (!requested.ok) throw new Error(requested.refusal.kind);
    const { generationId } = requested.value;
    const stop = new AbortController();
    await open.intake(generationId);
    const ending = timed(open.runGeneration(generationId, stop.signal));

    async function state() {
      const { generations, attempts } = open.pieces.database.stores;
      const generation = await generations.read(generationId);
      const [attempt] = await attempts.list(generationId);
      const { balance, held } = await open.useCases.readWallet(person.accountId);
      const { errorCode } = generation ?? {};
      return { state: generation?.state, errorCode, attempt: attempt?.state, balance, held };
    }

    async function stored(): Promise<number> {
      const { attempts } = open.pieces.database.stores;
      const [attempt] = await attempts.list(generationId);
      const keys = [0, 1, 2, 3].flatMap((index) =>
        ["png", "jpg", "webp"].map(
          (end) => `outputs/${generationId}/${attempt?.id}-${index}.${end}`,
        ),
      );
      const heads = await Promise.all(keys.map((key) => open.pieces.objects.head(key)));
      return heads.filter((head) => head !== null).length;
    }

    while (fetches < count || (await stored()) < count - 1) await setTimeout(20);
    const cancel = () => open.useCases.cancelGeneration({ ...person, generationId });
    return { open, generationId, ending, stop, state, stored, cancel };
  }

  async function timed<T>(work: Promise<T>) {
    const outcome = await work;
    return { outcome, atMs: performance.now() };
  }

  it("free their slot within a second when the generation is cancelled, and nothing is kept or charged", async () => {
    const run = await fetching(2);
    expect(await run.stored()).toBe(1);
    const cancelledAtMs = performance.now();
    expect((await run.cancel()).ok).toBe(true);

    const { outcome, atMs } = await run.ending;
    expect(outcome).toEqual({ kind: "done" });
    expect(atMs - cancelledAtMs).toBeLessThan(1_500);
    const ended = { state: "cancelled", attempt: "succeeded", balance: 10, held: 0 };
    expect(await run.state()).toMatchObject(ended);
    expect(await run.stored()).toBe(0);
    expect(fetches).toBe(2);
  }, 20_000);

  it("are left at once when the worker stops, and another goes on with the run", async () => {
    const run = await fetching(1);
    const stoppedAtMs = performance.now();
    run.stop.abort();

    const { outcome, atMs } = await run.ending;
    expect(outcome).toEqual({ kind: "again", delayMs: 0 });
    expect(atMs - stoppedAtMs).toBeLessThan(500);
    const open = { state: "running", attempt: "accepted", balance: 10, held: 1 };
    expect(await run.state()).toMatchObject(open);

    const again = run.open.runGeneration(run.generationId);
    while (fetches < 2) await setTimeout(20);
    await run.cancel();
    expect(await again).toEqual({ kind: "done" });
    expect(world.control.posts()).toHaveLength(1);
  }, 20_000);

  it("give the credits back when their time is over", async () => {
    const startedAtMs = performance.now();
    const run = await fetching(1, 1_500);
    const { outcome, atMs } = await run.ending;

    expect(outcome).toEqual({ kind: "done" });
    expect(atMs - startedAtMs).toBeLessThan(8_000);
    expect(await run.state()).toEqual({
      state: "failed",
      errorCode: "provider_unavailable",
      attempt: "failed",
      balance: 10,
      held: 0,
    });
    expect(fetches).toBe(1);
  }, 20_000);

  it("have one time for all repeats together", async () => {
    world.control.reset();
    world.control.setPaceMs(0);
    world.control.nextFates("unavailable_output");
    const run = await fetching(1, 1_000);
    const fetchingAtMs = performance.now();

    expect((await run.ending).atMs - fetchingAtMs).toBeLessThan(2_000);
    const ended = { state: "failed", errorCode: "provider_unavailable", balance: 10, held: 0 };
    expect(await run.state()).toMatchObject(ended);
    expect(fetches).toBeLessThanOrEqual(3);
  }, 20_000);

  it("take nothing from the pictures beside them, which are kept and charged for", async () => {
    const run = await fetching(2, 1_500);

    expect((await run.ending).outcome).toEqual({ kind: "done" });
    const ended = { state: "succeeded", attempt: "succeeded", balance: 9, held: 0 };
    expect(await run.state()).toMatchObject(ended);
    expect(await run.stored()).toBe(1);
  }, 20_000);
});
