import fc, { type Arbitrary, type WeightedArbitrary } from "fast-check";
import type { Chances } from "../../src/sandbox/choices.js";
import type * as fal from "../../src/sandbox/fal-api/control.js";
import type * as replicate from "../../src/sandbox/replicate-api/control.js";

/** What somebody asks for. */
export interface Ask {
  readonly model: string;
  readonly count: number;
  readonly seed: number;
  /** When its asker changes their mind; null: never. */
  readonly cancelAfterMs: number | null;
}

/** Everything that chance decides: the same for the same seed, in the order in which it is asked for. */
export interface ChaosPlan {
  readonly asks: readonly Ask[];
  readonly replicate: Chances<replicate.RunFate, replicate.PostFault, replicate.WebhookFault>;
  readonly fal: Chances<fal.RunFate, fal.PostFault, fal.WebhookFault>;
}

/** More than there are posts, runs or webhooks; then it begins again. */
const DRAWS = 2_000;

export function planChaos(seed: number, askCount: number): ChaosPlan {
  const draw = <T>(of: Arbitrary<T>, offset: number, count = DRAWS): readonly T[] =>
    fc.sample(of, { seed: seed + offset, numRuns: count });
  return {
    asks: draw(ask, 0, askCount),
    replicate: {
      fault: endlessly(draw(postFault, 1)),
      fate: endlessly(draw(weighted<replicate.RunFate>(REPLICATE_FATES), 2)),
      webhookFault: endlessly(draw(webhookFault, 3)),
    },
    fal: {
      fault: endlessly(draw(postFault, 4)),
      fate: endlessly(draw(weighted<fal.RunFate>(FAL_FATES), 5)),
      webhookFault: endlessly(draw(webhookFault, 6)),
    },
  };
}

function endlessly<T>(values: readonly T[]): () => T {
  let next = 0;
  return () => {
    const value = values[next % values.length];
    next += 1;
    return value as T;
  };
}

function weighted<T>(weights: readonly (readonly [number, T])[]): Arbitrary<T> {
  const arbitraries = weights.map(
    ([weight, value]): WeightedArbitrary<T> => ({ weight, arbitrary: fc.constant(value) }),
  );
  return fc.oneof(...arbitraries);
}

const ask: Arbitrary<Ask> = fc.record({
  /** Models whose runs make batches, models of which every picture is a run, a quick one and an editor without a picture. */
  model: weighted([
    [5, "flux-schnell"],
    [3, "flux-dev"],
    [3, "flux-1.1-pro"],
    [2, "flux-kontext-pro"],
    [1, "flux-2-klein-4b"],
  ]),
  count: weighted([
    [6, 1],
    [2, 2],
    [2, 3],
  ]),
  // Apart from each other: what is asked for twice in the same words cannot be told apart at the provider.
  seed: fc.integer({ min: 0, max: 2 ** 31 - 10 }),
  cancelAfterMs: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
  ),
});

const postFault: Arbitrary<(replicate.PostFault & fal.PostFault) | undefined> = weighted([
  [62, undefined],
  [5, { kind: "throttled", seconds: 1 }],
  [4, { kind: "throttled", seconds: 1, hasHeader: true }],
  [4, { kind: "status", status: 500 }],
  [4, { kind: "status", status: 500, isAccepted: true }],
  [3, { kind: "status", status: 502 }],
  [3, { kind: "status", status: 502, isAccepted: true }],
  [5, { kind: "status", status: 503 }],
  [5, { kind: "answer_lost" }],
  [3, { kind: "cut" }],
  [1, { kind: "hang" }],
  [1, { kind: "hang", isAccepted: true }],
]);

const webhookFault: Arbitrary<(replicate.WebhookFault & fal.WebhookFault) | undefined> = weighted([
  [60, undefined],
  [10, "duplicated"],
  [10, "delayed"],
  [10, "dropped"],
  [10, "forged"],
]);

const REPLICATE_FATES: readonly (readonly [number, replicate.RunFate])[] = [
  [74, "ok"],
  [5, "fail"],
  [4, "refuse"],
  [6, "partial"],
  [3, "html_output"],
  [2, "wrong_type_output"],
  [2, "unavailable_output"],
  [1, "slow"],
  [1, "empty"],
  [2, "data_removed"],
];

const FAL_FATES: readonly (readonly [number, fal.RunFate])[] = [
  [70, "ok"],
  [4, "fail"],
  [3, "refuse"],
  [3, "refuse_made"],
  [2, "throttle"],
  [5, "partial"],
  [3, "nsfw"],
  [2, "black"],
  [3, "html_output"],
  [1, "text_output"],
  [1, "expired_output"],
  [1, "unavailable_output"],
  [1, "slow"],
  [1, "empty"],
];
