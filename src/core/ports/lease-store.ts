/** Names of the living. A process that stops renewing its leases is taken for dead once they have run out. */
export interface LeaseStore {
  /**
   * Takes a lease that is free, has run out, or is the owner's already, for `lifeMs` from now by the database's own
   * clock, so that the clocks of hosts may differ. One statement: of two that ask at once, one gets it.
   */
  take(lease: { name: string; owner: string; lifeMs: number }): Promise<boolean>;
  /** Extends every lease of `owner` that has not run out; returns their names. */
  renew(input: { owner: string; lifeMs: number }): Promise<ReadonlySet<string>>;
  /** Gives back one lease, if it is still the owner's. */
  release(lease: { name: string; owner: string }): Promise<void>;
  /** Gives back all that `owner` has. */
  releaseAll(owner: string): Promise<void>;
  /** Removes what ran out more than `olderThanMs` ago: nobody asks for the name of a dead process again. */
  purge(olderThanMs: number): Promise<void>;
}
