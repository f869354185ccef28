import type { RegisteredCommand } from "../validation/commands.js";

/** The application's commands: one global set, and one for each guild that has its own. */
export interface CommandRegistry {
  list(guildId: string | null): readonly RegisteredCommand[];
  /** Overwrites a whole set. */
  replace(guildId: string | null, commands: readonly RegisteredCommand[]): void;
  count(): number;
}

export function createCommandRegistry(): CommandRegistry {
  const sets = new Map<string | null, readonly RegisteredCommand[]>();
  return {
    list: (guildId) => sets.get(guildId) ?? [],
    replace: (guildId, commands) => void sets.set(guildId, commands),
    count: () => [...sets.values()].reduce((sum, set) => sum + set.length, 0),
  };
}
