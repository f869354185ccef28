import type { RegisteredCommand } from "../validation/commands.js";

const LEFT_OUT_WHEN_FALSE = new Set(["required", "autocomplete"]);
const LEFT_OUT_WHEN_EMPTY = new Set(["options", "choices"]);
const TRANSLATIONS = new Set(["name_localizations", "description_localizations"]);

/**
 * A command as the API returns it: options lose what says nothing, and a list leaves the
 * translations out unless they were asked for.
 */
export function toCommandPayload(
  command: RegisteredCommand,
  options: { withTranslations: boolean },
): Record<string, unknown> {
  return clean({ ...command }, options.withTranslations);
}

function clean(node: Record<string, unknown>, withTranslations: boolean): Record<string, unknown> {
  const kept = Object.entries(node).filter(([key, value]) => {
    if (TRANSLATIONS.has(key)) return withTranslations;
    if (LEFT_OUT_WHEN_FALSE.has(key)) return value === true;
    return !(LEFT_OUT_WHEN_EMPTY.has(key) && (!Array.isArray(value) || value.length === 0));
  });
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      LEFT_OUT_WHEN_EMPTY.has(key) && Array.isArray(value)
        ? value.map((entry) => clean({ ...entry }, withTranslations))
        : value,
    ]),
  );
}
