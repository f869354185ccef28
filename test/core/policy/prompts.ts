import { readFileSync } from "node:fs";
import { REASON_CODES, type ReasonCode } from "../../../src/core/policy/verdict.js";

export interface BlockedPrompts {
  /** Plainly spelled. */
  readonly plain: readonly string[];
  /** Disguised: they stand behind the blank line of the file. */
  readonly disguised: readonly string[];
}

export function blockedPrompts(reasonCode: ReasonCode): BlockedPrompts {
  const [plain = "", disguised = ""] = read(`${reasonCode}.blocked.txt`).split("\n\n");
  return { plain: lines(plain), disguised: lines(disguised) };
}

export function innocentPrompts(reasonCode: ReasonCode): readonly string[] {
  return lines(read(`${reasonCode}.innocent.txt`));
}

/** Every plainly spelled prompt that is blocked, with its reason. */
export const allBlocked = REASON_CODES.flatMap((reasonCode) =>
  blockedPrompts(reasonCode).plain.map((prompt) => ({ prompt, reasonCode })),
);

export const allInnocent = REASON_CODES.flatMap(innocentPrompts);

function read(name: string): string {
  return readFileSync(new URL(`../../fixtures/prompts/${name}`, import.meta.url), "utf8");
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
