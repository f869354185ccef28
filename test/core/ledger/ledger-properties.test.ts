import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PrismaClient } from "../../../src/adapters/prisma/database-client.js";
import { findDifferences } from "../../../src/adapters/prisma/ledger-reading.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../../fixtures/database.js";
import { LedgerModel, type Outcome } from "./ledger-model.js";
import { RUN_STEPS_SQL, STEP_TIME_SQL } from "./run-steps.js";

// Any sequence of ledger calls is played to a model and, in one round trip, to the database; after every step
// both must have answered the same and agree on every figure of the wallet. RUNS × STEPS ≥ 10,000.
const RUNS = 80;
const STEPS = 130;

const amount = fc.integer({ min: 1, max: 60 });
const pick = fc.nat({ max: 1_000 });
const hours = fc.integer({ min: 1, max: 12 });
// Few keys, so that they come again, with the same input and with other.
const key = fc.nat({ max: 400 });
const stepArbitrary = fc.oneof(
  fc.record({ op: fc.constant("nothing" as const) }),
  fc.record({
    op: fc.constant("grant" as const),
    pick,
    key,
    amount,
    hours: fc.option(hours),
    kind: fc.constantFrom("grant" as const, "top_up" as const),
  }),
  fc.record({ op: fc.constant("buy" as const), pick, amount, hours: fc.option(hours) }),
  fc.record({ op: fc.constant("hold" as const), pick, key, amount, hours }),
  fc.record({ op: fc.constant("hold" as const), pick, key, amount, hours }),
  fc.record({ op: fc.constant("capture" as const), pick, share: fc.integer({ min: 0, max: 11 }) }),
  fc.record({ op: fc.constant("release" as const), pick }),
  fc.record({ op: fc.constant("clawback" as const), pick, key, amount }),
  fc.record({ op: fc.constant("expire_holds" as const) }),
  fc.record({ op: fc.constant("expire_lots" as const) }),
  fc.record({ op: fc.constant("freeze" as const), pick, isFrozen: fc.boolean() }),
  fc.record({ op: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 3 }) }),
);
type Step = typeof stepArbitrary extends fc.Arbitrary<infer S> ? S : never;

const WALLETS = ["a", "b", "c"].map((name) => uuid(name, 0));

/** What one step looks like to the database, and what the model says must come of it. */
interface PlayedStep {
  readonly call: Record<string, unknown>;
  readonly outcome: Outcome;
  readonly figures: readonly Record<string, number>[];
}

describe.each(databaseKinds())("ledger under any sequence of calls, on %s", (kind) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    await database.prisma.$executeRawUnsafe(STEP_TIME_SQL);
    await database.prisma.$executeRawUnsafe(RUN_STEPS_SQL);
    for (const id of WALLETS) {
      await database.prisma.account.create({ data: { id } });
      await database.prisma.wallet.create({ data: { id, accountId: id } });
    }
  });
  afterAll(() => database.close());

  it("answers and books as its rules say", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(stepArbitrary, { minLength: STEPS, maxLength: STEPS }),
        async (steps) => {
          const model = new LedgerModel();
          for (const id of WALLETS) {
            model.wallets.set(id, { id, debt: 0, entries: 0, isFrozen: false });
          }
          const played = steps.map((step, index) => play(model, step, index));
          for (const { outcome, call } of played) seen.add(describeOutcome(call, outcome));
          for (const effect of model.sideEffects) seen.add(effect);

          const real = await runAndRollBack(database.prisma, played);

          expect(real.steps).toEqual(played.map(({ outcome, figures }) => ({ outcome, figures })));
          expect(real.lots).toEqual(modelLots(model));
          expect(real.differences).toEqual([]);
        },
      ),
      // Bounds the search for a smaller example, too.
      { numRuns: RUNS, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true },
    );
    // The walk is only worth something when it has been everywhere.
    expect([...seen]).toEqual(expect.arrayContaining(EVERYTHING_THAT_CAN_HAPPEN));
  }, 150_000);
});

const EVERYTHING_THAT_CAN_HAPPEN = [
  "a lot expires on release",
  "a release pays debt",
  "a top-up settles debt",
  "buy first",
  "capture LG404",
  "capture LG422",
  "capture first",
  "capture repeat",
  "clawback LG409",
  "clawback first",
  "clawback repeat",
  "expire_holds some",
  "expire_lots some",
  "grant LG409",
  "grant first",
  "grant repeat",
  "hold LG409",
  "hold held",
  "hold insufficient_credits",
  "hold repeat",
  "hold wallet_frozen",
  "hold wallet_in_debt",
  "release LG404",
  "release first",
  "release repeat",
];

/** Turns the picks of a step into ids that exist at that moment, or just do not, and asks the model. */
function play(model: LedgerModel, step: Step, index: number): PlayedStep {
  const call = resolve(model, step, index);
  const outcome = askModel(model, call);
  return { call, outcome, figures: WALLETS.map((id) => model.figures(id)) };
}

type Call = Record<string, string | number | boolean | null> & { op: string };

function resolve(model: LedgerModel, step: Step, index: number): Call {
  const wallet = "pick" in step ? WALLETS[step.pick % WALLETS.length]! : "";
  const later = (count: number | null) => (count === null ? null : model.now + count);
  // A random-looking suffix, so that lots of one expiry are not in the order they were made.
  const scattered = (index * 7_919) % 65_521;
  switch (step.op) {
    case "grant": {
      const { op, kind } = step;
      const again = {
        key: `k${step.key % 40}`,
        amount: 1 + (step.amount % 3),
        wallet: WALLETS[0]!,
      };
      const fresh = { key: `n${index}`, amount: step.amount, wallet };
      const input = step.key < 60 ? again : fresh;
      return { op, kind, lot: uuid("d", scattered), expires: later(step.hours), ...input };
    }
    case "buy": {
      const { op, amount: credits } = step;
      const purchase = uuid("1", index);
      return {
        op,
        wallet,
        purchase,
        credits,
        lot: uuid("d", scattered),
        expires: later(step.hours),
      };
    }
    case "hold": {
      const again = { key: step.key % 40, amount: 1 + (step.amount % 3), wallet: WALLETS[0]! };
      const fresh = { key: 1_000 + index, amount: step.amount, wallet };
      const { key: number, ...input } = step.key < 80 ? again : fresh;
      const generation = uuid("f", number);
      const hold = uuid("e", scattered);
      return {
        op: "hold",
        hold,
        key: `k${number}`,
        generation,
        expires: later(step.hours),
        ...input,
      };
    }
    case "capture": {
      const hold = pickHold(model, step.pick);
      const held = model.holds.get(hold)?.amount ?? 10;
      return { op: "capture", hold, amount: Math.round((held * step.share) / 10) };
    }
    case "release":
      return { op: "release", hold: pickHold(model, step.pick) };
    case "clawback": {
      const purchases = [...model.purchases.keys()];
      const purchase = purchases[step.pick % purchases.length];
      if (purchase === undefined) return { op: "nothing" };
      const isAgain = step.key < 120;
      const input = isAgain
        ? { key: `r${step.key % 4}`, due: 5 }
        : { key: `n${index}`, due: step.amount };
      return { op: "clawback", purchase, ...input };
    }
    case "freeze":
      return { op: "freeze", wallet, isFrozen: step.isFrozen && step.pick % 4 === 0 };
    case "wait":
      return { op: "wait", now: model.now + step.hours };
    default:
      return { op: step.op };
  }
}

/** Mostly one of the newest holds, sometimes an old one or none. */
function pickHold(model: LedgerModel, choice: number): string {
  const holds = [...model.holds.keys()].reverse();
  const among = choice % 3 === 0 ? holds : holds.slice(0, 5);
  return among[Math.floor(choice / 3) % (among.length + 1)] ?? uuid("e", 0xffffff);
}

// biome-ignore lint/suspicious/noExplicitAny: each call was made by `resolve` with the fields of its kind.
function askModel(model: LedgerModel, call: any): Outcome {
  switch (call.op) {
    case "grant":
      return model.grant({ purchase: null, ...call });
    case "buy":
      model.purchases.set(call.purchase, { wallet: call.wallet, credits: call.credits });
      return model.grant({ ...call, kind: "top_up", key: call.purchase, amount: call.credits });
    case "hold":
      return model.hold(call);
    case "capture":
      return model.end(call.hold, "capture", call.amount);
    case "release":
      return model.end(call.hold, "release", 0);
    case "clawback":
      return model.clawback(call);
    case "expire_holds":
      return model.expireHolds();
    case "expire_lots":
      return model.expireLots();
    case "freeze":
      model.wallets.get(call.wallet)!.isFrozen = call.isFrozen;
      return {};
    case "wait":
      model.now = call.now;
      return {};
    default:
      return {};
  }
}

function describeOutcome(call: Record<string, unknown>, outcome: Outcome): string {
  if (typeof outcome === "string") return `${call.op} ${outcome}`;
  if ("outcome" in outcome) return `${call.op} ${outcome.outcome}`;
  if ("count" in outcome) return `${call.op} ${outcome.count === 0 ? "none" : "some"}`;
  if ("isRepeat" in outcome) return `${call.op} ${outcome.isRepeat ? "repeat" : "first"}`;
  return String(call.op);
}

interface RealRun {
  steps: unknown;
  lots: unknown;
  differences: unknown;
}

async function runAndRollBack(
  prisma: PrismaClient,
  played: readonly PlayedStep[],
): Promise<RealRun> {
  const calls = JSON.stringify(played.map(({ call }) => call));
  let real: RealRun | undefined;
  const rollBack = new Error("roll back");
  const work = prisma.$transaction(
    async (client) => {
      const rows = await client.$queryRaw<{ steps: unknown; lots: unknown }[]>`
        SELECT * FROM run_steps(${calls}::jsonb, ${WALLETS}::uuid[])`;
      real = { ...rows[0]!, differences: await findDifferences(client) };
      throw rollBack;
    },
    { timeout: 60_000 },
  );
  await work.catch((error: unknown) => {
    if (error !== rollBack) throw error;
  });
  return real!;
}

function modelLots(model: LedgerModel) {
  return Object.fromEntries(model.lots.map((lot) => [lot.id, [lot.remaining, lot.held]]));
}

function uuid(digit: string, number: number): string {
  return `${digit.repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}
