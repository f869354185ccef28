/** Telegram takes 64 bytes; Discord would take 100 characters. */
const MAX_BYTES = 64;
const PATTERN = /^([a-z_]{1,24}):([A-Za-z0-9_.-]{1,39})$/;

export interface PressedId {
  readonly action: string;
  readonly subject: string;
}

/** @throws RangeError when the platforms would refuse the id, so that a test finds it. */
export function toButtonId(button: PressedId): string {
  const id = `${button.action}:${button.subject}`;
  if (!PATTERN.test(id) || id.length > MAX_BYTES) throw new RangeError(`not a button id: ${id}`);
  return id;
}

/** What a list to choose from is called: its action, without a subject until something is chosen. */
export function toMenuId(action: string): string {
  return toButtonId({ action, subject: "menu" });
}

/** Null for an id that is not of ours: forged, or from long ago. */
export function fromButtonId(id: string): PressedId | null {
  const match = PATTERN.exec(id);
  const [, action, subject] = match ?? [];
  return action && subject ? { action, subject } : null;
}
