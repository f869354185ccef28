import { randomInt, randomUUID } from "node:crypto";
import type { RunFate } from "./control.js";
import type { Endpoint } from "./endpoints.js";
import { fetchGiven, type GivenPicture } from "./given-pictures.js";
import type { Fault, Order } from "./input-check.js";
import { sizeOf } from "./output-size.js";

const SLOW_MS = 12_000;

/** One run of the queue. Where it stands follows from the time. */
export interface Run {
  readonly id: string;
  /** e.g. `fal-ai/flux/dev`. */
  readonly path: string;
  readonly endpoint: Endpoint;
  /** Null: its input is refused. */
  readonly order: Order | null;
  readonly seed: number;
  readonly webhook: string | null;
  readonly fate: RunFate;
  readonly createdAtMs: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** Resolves when the pictures it was given are there, or cannot be had. */
  readonly ready: Promise<void>;
  state: {
    cancelledAtMs: number | null;
    isReady: boolean;
    given: readonly GivenPicture[];
    /** What is wrong with the input. */
    faults: readonly Fault[];
  };
}

export function createRun(asked: {
  path: string;
  endpoint: Endpoint;
  order: Order | null;
  faults: readonly Fault[];
  webhook: string | null;
  fate: RunFate;
  startWithinMs: number | null;
  nowMs: number;
  paceMs: number;
}): Run {
  const { nowMs, paceMs, startWithinMs, faults, ...rest } = asked;
  const { fate, order } = asked;
  const waitsMs = startWithinMs ?? Number.POSITIVE_INFINITY;
  const endsAtMs = nowMs + (fate === "slow" ? SLOW_MS : fate === "slow_start" ? waitsMs : paceMs);
  const state: Run["state"] = { cancelledAtMs: null, isReady: false, given: [], faults };
  return {
    ...rest,
    id: randomUUID(),
    seed: order?.seed ?? randomInt(2 ** 31),
    createdAtMs: nowMs,
    startsAtMs: fate === "slow_start" ? endsAtMs : nowMs + (endsAtMs - nowMs) / 4,
    endsAtMs,
    ready: prepare(order, state),
    state,
  };
}

async function prepare(order: Order | null, state: Run["state"]): Promise<void> {
  const given = order ? await fetchGiven(order.addresses) : [];
  if ("type" in given) state.faults = [given];
  else state.given = given;
  state.isReady = true;
}

/** What a run is read under: the first two parts of its path. */
export function appOf({ path }: Pick<Run, "path">): string {
  return path.split("/").slice(0, 2).join("/");
}

export type Standing = "IN_QUEUE" | "IN_PROGRESS" | "COMPLETED";

export function standingOf(run: Run, nowMs: number): Standing {
  const { cancelledAtMs, isReady } = run.state;
  if (cancelledAtMs !== null) return "COMPLETED";
  if (nowMs >= run.endsAtMs && isReady) return "COMPLETED";
  return nowMs < run.startsAtMs ? "IN_QUEUE" : "IN_PROGRESS";
}

/** Seconds a machine has worked on a run that is over. None on what it has refused to begin with. */
export function workedSeconds(run: Run): number {
  const { cancelledAtMs, faults } = run.state;
  const endedAtMs = cancelledAtMs ?? run.endsAtMs;
  if (faults.length > 0 || IDLE.includes(run.fate) || endedAtMs < run.startsAtMs) return 0;
  return Math.max(0.001, (endedAtMs - run.startsAtMs) / 1_000);
}

const IDLE: readonly RunFate[] = ["refuse", "bad_picture", "throttle", "slow_start"];

/** What the run is paid with, as far as it has come. */
export function paidFor(run: Run, nowMs: number): number {
  const { order, endpoint, fate } = run;
  const isUnpaid = fate === "fail" || standingOf(run, nowMs) !== "COMPLETED";
  if (!order || isUnpaid || workedSeconds(run) === 0) return 0;
  return endpoint.price({
    ...sizeOf(order, run.state.given),
    count: order.count,
    given: run.state.given,
    seconds: order.seconds,
    resolution: order.resolution,
  });
}
