/** Work that has ended, since the first day. `buckets[n]` counts those that took at most `bounds[n]` seconds. */
export interface Durations {
  readonly count: number;
  readonly sumSeconds: number;
  readonly buckets: readonly number[];
}

/** Upper bounds of the buckets of `Durations`, in seconds. */
export const DURATION_BOUNDS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600] as const;

export interface EndedGenerations {
  readonly state: string;
  readonly modelId: string;
  /** From the request to the start of work; those that never started are not among them. */
  readonly wait: Durations;
  /** From the request to its end. */
  readonly total: Durations;
}

export interface EndedAttempts {
  readonly provider: string;
  readonly modelId: string;
  readonly state: string;
  readonly count: number;
  readonly costMicroUsd: number;
}

/** What somebody should look at when it grows. */
export interface CareFigures {
  readonly openHolds: { readonly count: number; readonly credits: number };
  /** Jobs given up and not replayed. */
  readonly failedJobs: number;
  /** Payment events not processed yet, and those that wait for a person. */
  readonly unsettledPayments: { readonly open: number; readonly needsStaff: number };
  readonly strandedDeliveries: number;
  /** Pictures that people reported and nobody has looked at yet. */
  readonly reportedPictures: number;
}

/** How things stand now, over all processes. */
export interface ServiceFigures extends CareFigures {
  readonly openGenerations: readonly {
    readonly state: string;
    readonly lane: string;
    readonly count: number;
    /** Age of the oldest, in seconds. */
    readonly oldestSeconds: number;
  }[];
  readonly endedGenerations: readonly EndedGenerations[];
  readonly endedAttempts: readonly EndedAttempts[];
}

export interface ServiceFiguresReader {
  /** Cheap: totals are carried on, only what is new since the last call is read. @throws when the database is away. */
  read(): Promise<ServiceFigures>;
}
