/** A job given up for good. */
export interface FailedJob {
  readonly id: string;
  readonly queue: string;
  readonly name: string;
  /** Ids only. Of a payload that its kind refused, nothing but what is an id. */
  readonly payload: unknown;
  /** Why: the code of a failure, never its words. */
  readonly errorCode: string;
  readonly failedAt: Date;
}

export interface FailedJobStore {
  insert(job: FailedJob): Promise<void>;
  /** Those not replayed yet, oldest first. */
  listOpen(options: { limit: number }): Promise<readonly FailedJob[]>;
  /** Null when there is none by this id, or it has been replayed. */
  readOpen(id: string): Promise<FailedJob | null>;
  markReplayed(id: string, at: Date): Promise<void>;
}
