/** One run of a handler, as its shutdown sees it. */
export interface RunningJob {
  readonly signal: AbortSignal;
  /** Resolves when the job is to go back to the queue although its handler still runs. */
  readonly handedBack: Promise<void>;
  /** True once the process has asked its handlers to stop. */
  isStopping(): boolean;
  end(): void;
}

/** The jobs of this process that run now, and the last two steps of shutting them down. */
export interface RunningJobs {
  /** @param lockLost Aborted by BullMQ when another worker has taken the job. */
  begin(lockLost: AbortSignal | undefined): RunningJob;
  abort(): void;
  handBack(): void;
}

export function createRunningJobs(): RunningJobs {
  const stopping = new Set<(reason: Error) => void>();
  const leaving = new Set<() => void>();
  let stopReason: Error | undefined;
  let isLeaving = false;

  return {
    begin(lockLost) {
      const controller = new AbortController();
      const stop = (reason: Error) => controller.abort(reason);
      let leave: (() => void) | undefined;
      const handedBack = new Promise<void>((resolve) => {
        leave = resolve;
        leaving.add(resolve);
      });
      stopping.add(stop);
      // A job fetched while the last step was being taken must not be left out.
      if (stopReason !== undefined) stop(stopReason);
      if (isLeaving) leave?.();
      lockLost?.addEventListener("abort", () => controller.abort(lockLost.reason), { once: true });
      return {
        signal: controller.signal,
        handedBack,
        isStopping: () => stopReason !== undefined,
        end() {
          stopping.delete(stop);
          if (leave !== undefined) leaving.delete(leave);
        },
      };
    },
    abort() {
      stopReason = new Error("the process is shutting down");
      for (const stop of stopping) stop(stopReason);
    },
    handBack() {
      isLeaving = true;
      for (const leave of leaving) leave();
    },
  };
}
