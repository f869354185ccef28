import { AppError } from "../../core/errors.js";
import {
  MAX_PICTURE_BYTES,
  type NormalisedPicture,
  type PictureNormaliser,
  type PictureProblem,
} from "../../core/ports/picture-normaliser.js";
import { createTurns } from "../../core/turns.js";
import { type DecodingProcess, startDecodingProcess } from "./decoding-process.js";
import type { DecodingLimits } from "./limit-signals.js";
import type { NormalisingTask } from "./normalise-picture.js";
import { tellPictureKind } from "./picture-kind.js";

export interface PictureNormaliserOptions extends DecodingLimits {
  /** Pictures that are decoded at once, each in a process of its own. */
  readonly processes: number;
  /** For one picture by the clock, from the moment a process has it: how long it may hold up the next. */
  readonly timeLimitMs: number;
  /** A process without work ends after this. */
  readonly idleMs: number;
}

/** A 20 MB HEIC of 48 megapixels, the slowest honest file, takes less than half of each. */
const DEFAULTS: PictureNormaliserOptions = {
  processes: 2,
  cpuLimitMs: 20_000,
  timeLimitMs: 60_000,
  memoryLimitBytes: 1_024 * 1024 * 1024,
  idleMs: 15_000,
};

/**
 * Decodes in processes of their own, which are started when pictures come and end when none do. What a file does to its
 * process is told as a `PictureProblem` of that file. `close` ends them; a picture that is under way then is
 * `picture_unreadable`, to be tried again by whoever goes on.
 */
export function createPictureNormaliser(
  options: Partial<PictureNormaliserOptions> = {},
): PictureNormaliser & { close(): Promise<void> } {
  const decoders = createDecoders({ ...DEFAULTS, ...options });
  return {
    async normalise(bytes, { maxPixels, maxSide }) {
      if (bytes.length > MAX_PICTURE_BYTES) return { problem: "too_large" };
      const kind = tellPictureKind(bytes);
      switch (kind.is) {
        case "readable":
          return decoders.decode({ bytes, format: kind.format, maxPixels, maxSide });
        case "unsupported":
          return { problem: "kind_not_supported", kind: kind.name };
        case "damaged":
          return { problem: "damaged" };
        case "no_picture":
          return { problem: "not_a_picture" };
      }
    },
    close: decoders.close,
  };
}

function createDecoders(options: PictureNormaliserOptions) {
  const takeTurn = createTurns(options.processes);
  const living = new Set<DecodingProcess>();
  const idle = new Map<DecodingProcess, NodeJS.Timeout>();
  let isClosed = false;

  async function take(): Promise<DecodingProcess> {
    for (const [one, ending] of idle) {
      clearTimeout(ending);
      idle.delete(one);
      if (one.isUsable()) return one;
      await end(one);
    }
    const started = await startDecodingProcess(options);
    living.add(started);
    return started;
  }

  function giveBack(one: DecodingProcess): void {
    if (!one.isUsable() || isClosed) void end(one);
    else idle.set(one, setTimeout(() => dismiss(one), options.idleMs).unref());
  }

  function dismiss(one: DecodingProcess): void {
    idle.delete(one);
    void end(one);
  }

  async function end(one: DecodingProcess): Promise<void> {
    await one.end();
    living.delete(one);
  }

  return {
    decode: (task: NormalisingTask): Promise<NormalisedPicture | PictureProblem> =>
      takeTurn(async () => {
        if (isClosed) throw closedError();
        const decoder = await take();
        try {
          if (isClosed) throw closedError();
          return await decoder.run(task, options.timeLimitMs);
        } finally {
          giveBack(decoder);
        }
      }),

    async close(): Promise<void> {
      isClosed = true;
      for (const ending of idle.values()) clearTimeout(ending);
      await Promise.all([...living].map(end));
    },
  };
}

function closedError(): AppError {
  const message = "no picture is decoded any more: the service stops";
  return new AppError({ code: "picture_unreadable", message, retryable: true });
}
