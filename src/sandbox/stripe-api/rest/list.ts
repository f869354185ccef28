import { z } from "zod";
import { checkParams, integer } from "./check-params.js";
import type { FormFields } from "./form.js";

const Page = {
  limit: integer.refine((count) => count >= 1 && count <= 100, "Invalid limit").optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  expand: z.unknown().optional(),
  created: z.unknown().optional(),
};
const USUAL_LIMIT = 10;

/**
 * A page of what fits, newest first.
 *
 * @param input.filters Fields that may be asked for by their exact value.
 * @throws ApiError 400 for other parameters.
 */
export function listPage(
  all: Iterable<{ id: string }>,
  input: { params: FormFields; filters: readonly string[]; url: string },
): object {
  const { params, filters, url } = input;
  const Filters = Object.fromEntries(filters.map((name) => [name, z.string().optional()]));
  const page = checkParams(z.strictObject({ ...Filters, ...Page }), params);
  const fitting = [...all]
    .reverse()
    .filter((item) => filters.every((name) => fits(item, name, params[name])));
  const start = fitting.findIndex(({ id }) => id === page.starting_after) + 1;
  const data = fitting.slice(start, start + (page.limit ?? USUAL_LIMIT));
  return { object: "list", url, data, has_more: start + data.length < fitting.length };
}

function fits(item: object, name: string, wanted: unknown): boolean {
  return (
    wanted === undefined ||
    Object.entries(item).some(([key, value]) => key === name && value === wanted)
  );
}
