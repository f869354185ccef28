/** How what people write comes in, until the bot stops. */
export interface Hearing {
  /** It arrives here, or this process stands by for the one where it does. */
  isReady(): boolean;
  /** Resolves when no more will come, once the bot is stopping. */
  readonly ended: Promise<void>;
}
