/** One word of a prompt. */
export interface Word {
  /** As it stands in the text: folded to lower-case Latin letters and digits. */
  readonly text: string;
  /** `text`, and the known words it may be a disguise of ("n4k3d": also "naked"). Rules look here. */
  readonly readings: readonly string[];
  /** False when no rule knows any reading, so that no list need be searched for it. */
  readonly isKnown: boolean;
  /** True when a comma, full stop, bracket or line break stands before it. */
  readonly startsClause: boolean;
  /** True inside a harmless phrase ("naked mole rat"): no rule takes offence at this word. */
  readonly isExcused: boolean;
}
