/** How a provider's model is doing. No record: well, as far as anybody knows. */
export interface ProviderHealth {
  /** In a row. */
  readonly failures: number;
  /** Not to be asked before then; null when it may be. */
  readonly retryAt: Date | null;
}

interface ProviderModel {
  readonly provider: string;
  readonly modelId: string;
}

/** What all processes know of the providers' health, by provider and model. */
export interface ProviderHealthStore {
  read(of: ProviderModel): Promise<ProviderHealth | null>;
  /** Counts one more failure in a row and returns how many there are now. */
  countFailure(of: ProviderModel, at: Date): Promise<number>;
  /** Nobody asks it before `until`. A later moment that stands already stays. */
  rest(of: ProviderModel, until: Date): Promise<void>;
  /** True for the one that may find out whether it works again, until `until`; false while another one does. */
  takeProbe(of: ProviderModel, times: { now: Date; until: Date }): Promise<boolean>;
  /** It works: nothing is held against it any more. */
  forgive(of: ProviderModel): Promise<void>;
}
