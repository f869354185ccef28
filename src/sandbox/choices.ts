/** What a sandbox's provider does with the posts, runs and webhooks to come. */
export interface ChoiceControl<Fate, Fault, WebhookFault> {
  /** Fates of the next runs, in order; then the usual one. */
  nextFates(...fates: Fate[]): void;
  /** The usual fate from now on. */
  setFate(fate: Fate): void;
  /** Faults of the next POSTs that ask for a run, in order; then none. */
  nextFaults(...faults: Fault[]): void;
  nextWebhookFaults(...faults: WebhookFault[]): void;
  /** Leaves to chance, from now on, what nothing has been chosen for. */
  setChances(chances: Chances<Fate, Fault, WebhookFault>): void;
}

/** Asked whenever nothing else has been chosen for what comes next. */
export interface Chances<Fate, Fault, WebhookFault> {
  readonly fate: () => Fate;
  readonly fault: () => Fault | undefined;
  readonly webhookFault: () => WebhookFault | undefined;
}

export interface Choices<Fate, Fault, WebhookFault> {
  readonly control: ChoiceControl<Fate, Fault, WebhookFault>;
  takeFate(): Fate | undefined;
  takeFault(): Fault | undefined;
  takeWebhookFault(): WebhookFault | undefined;
  reset(): void;
}

export function createChoices<Fate, Fault, WebhookFault>(): Choices<Fate, Fault, WebhookFault> {
  const fates: Fate[] = [];
  const faults: Fault[] = [];
  const webhookFaults: WebhookFault[] = [];
  let usual: Fate | undefined;
  let left: Chances<Fate, Fault, WebhookFault> | undefined;
  return {
    control: {
      nextFates: (...next) => void fates.push(...next),
      setFate(fate) {
        usual = fate;
      },
      nextFaults: (...next) => void faults.push(...next),
      nextWebhookFaults: (...next) => void webhookFaults.push(...next),
      setChances(chances) {
        left = chances;
      },
    },
    takeFate: () => fates.shift() ?? usual ?? left?.fate(),
    takeFault: () => faults.shift() ?? left?.fault(),
    takeWebhookFault: () => webhookFaults.shift() ?? left?.webhookFault(),
    reset() {
      for (const list of [fates, faults, webhookFaults]) list.length = 0;
      usual = undefined;
      left = undefined;
    },
  };
}
