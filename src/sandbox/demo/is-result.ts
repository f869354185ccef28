import { hasButton, hasFiles, type SeenAnswer } from "./demo-chat.js";

/** A finished answer: all its pictures or clips are there, and the button to go on. */
export function isResult(count: number, againLabel: string): (seen: SeenAnswer) => boolean {
  return (seen) => hasFiles(count)(seen) && hasButton(againLabel)(seen);
}
