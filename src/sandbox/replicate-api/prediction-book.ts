import { loadPictures, type StoredFiles } from "./given-pictures.js";
import { picturesOf } from "./input-check.js";
import {
  type AskedPrediction,
  createPrediction,
  hasEnded,
  microUsdOf,
  overAtMs,
  type Prediction,
} from "./predictions.js";

/** All predictions there are, from the moment they are asked for. */
export type PredictionBook = ReturnType<typeof createPredictionBook>;

export function createPredictionBook(deps: {
  nowMs: () => number;
  origin: () => string;
  files: StoredFiles;
  /** Called when one is over. */
  announce: (prediction: Prediction) => void;
}) {
  const { nowMs } = deps;
  const predictions = new Map<string, Prediction>();
  const loading = new Map<string, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();

  /** Announced when it is over, and not before what it was given has been looked at. */
  async function start(prediction: Prediction): Promise<void> {
    prediction.loaded = await loadPictures(picturesOf(prediction.input), {
      files: deps.files,
      origin: deps.origin(),
      maxPixels: prediction.model.maxPixels,
    });
    const afterMs = overAtMs(prediction) - nowMs();
    if (!Number.isFinite(afterMs)) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (prediction.cancelledAtMs === null) deps.announce(prediction);
    }, afterMs);
    timers.add(timer);
  }

  return {
    find: (id: string) => predictions.get(id),
    /** Resolves when it is known what the prediction makes of its pictures. */
    settled: (id: string) => loading.get(id) ?? Promise.resolve(),
    /** Newest first. */
    list: () => [...predictions.values()].reverse(),

    make(
      asked: AskedPrediction,
      as: Omit<Parameters<typeof createPrediction>[1], "nowMs">,
    ): Prediction {
      const prediction = createPrediction(asked, { ...as, nowMs: nowMs() });
      predictions.set(prediction.id, prediction);
      loading.set(prediction.id, start(prediction));
      return prediction;
    },

    cancel(prediction: Prediction): void {
      if (hasEnded(prediction, nowMs())) return;
      prediction.cancelledAtMs = nowMs();
      deps.announce(prediction);
    },

    paidMicroUsd: (isMeant: (prediction: Prediction) => boolean = () => true) =>
      [...predictions.values()]
        .filter(isMeant)
        .map((prediction) => microUsdOf(prediction, nowMs()))
        .reduce((total, each) => total + each, 0),

    /** Nobody is told of an end any more. */
    stop(): void {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },

    clear(): void {
      predictions.clear();
      loading.clear();
    },
  };
}
