/** What a person sees of an answer: the words, the buttons, and the files as they came. */
export interface SeenAnswer {
  readonly text: string;
  readonly buttons: readonly string[];
  /** Where buttons lead that open a page, by their label. */
  readonly links: Readonly<Record<string, string>>;
  readonly files: readonly SeenFile[];
}

export interface SeenFile {
  readonly kind: "picture" | "clip";
  /** Empty until the answer is the one that was waited for. */
  readonly bytes: Uint8Array;
}

/** One person in one chat, the same on both platforms. */
export interface DemoChat {
  readonly platform: "discord" | "telegram";
  readonly userId: string;
  /** Types a command and resolves with the first answer for which `isEnd` holds. */
  say(command: SpokenCommand, isEnd: (seen: SeenAnswer) => boolean): Promise<SeenAnswer>;
  /** Presses a button of the last answer. */
  press(label: string, isEnd: (seen: SeenAnswer) => boolean): Promise<SeenAnswer>;
  /** Does something outside the chat, and resolves with what the bot then says by itself. */
  whenDone(outside: () => Promise<void>, isEnd: (seen: SeenAnswer) => boolean): Promise<SeenAnswer>;
}

export interface SpokenCommand {
  readonly name: string;
  /** The free text, e.g. a prompt. */
  readonly text?: string;
  readonly options?: Readonly<Record<string, string | number>>;
  /** Sent with it: on Discord in its options, on Telegram as a photo or an album that has it for a caption. */
  readonly photos?: readonly Photo[];
}

/** A picture that a person has. */
export interface Photo {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** Longest wait for one answer: a slow picture takes 12 s, and a busy machine its time. */
export const ANSWER_TIMEOUT_MS = 60_000;

export const hasFiles = (count: number) => (seen: SeenAnswer) => seen.files.length === count;
export const says = (pattern: RegExp) => (seen: SeenAnswer) => pattern.test(seen.text);
export const hasLink = (label: string) => (seen: SeenAnswer) => label in seen.links;
export const hasButton = (label: string) => (seen: SeenAnswer) => seen.buttons.includes(label);
