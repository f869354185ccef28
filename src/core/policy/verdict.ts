/** Stable machine codes: they are stored, counted and translated. Never rename one. */
export const REASON_CODES = [
  "sexual_minors",
  "explicit_sexual",
  "undressing",
  "gore",
  "hate",
  "weapons_or_drugs",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Outcome of the content rules. `ruleId` says which check spoke, for staff and tests. */
export type Verdict = { kind: "allow" } | { kind: "block"; reasonCode: ReasonCode; ruleId: string };
