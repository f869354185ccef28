import type { Books } from "../world/books.js";
import { invalid } from "./api-error.js";
import type { FormFields } from "./form.js";

const MAX_DEPTH = 4;

/**
 * Puts objects where their ids stand, as `expand[]` asks: `payment_intent.latest_charge`, in a list
 * `data.payment_intent`, and a session's `line_items`.
 *
 * @throws ApiError 400 for what cannot be expanded.
 */
export function expand(books: Books, body: object, fields: FormFields): object {
  const asked = fields.expand;
  if (asked === undefined) return body;
  const paths = (Array.isArray(asked) ? asked : [asked]).map(String);
  const copy: Record<string, unknown> = structuredClone({ ...body });
  for (const path of paths) {
    const parts = path.split(".");
    if (parts.length > MAX_DEPTH)
      throw invalid("You cannot expand more than 4 levels of a property");
    open(books, copy, parts, path);
  }
  return copy;
}

function open(
  books: Books,
  at: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
  path: string,
): void {
  const value = name === "line_items" ? lineItemsOf(books, at) : at[name];
  if (Array.isArray(value) && name === "data") {
    for (const entry of value) open(books, entry, rest, path);
    return;
  }
  const object = typeof value === "string" ? resolve(books, value) : value;
  if (object === null) return;
  if (typeof object !== "object") {
    throw invalid(`This property cannot be expanded (${path}).`, { param: "expand" });
  }
  const copy: Record<string, unknown> = structuredClone({ ...object });
  at[name] = copy;
  if (rest.length > 0) open(books, copy, rest, path);
}

function lineItemsOf({ lineItems }: Books, session: Record<string, unknown>): object | undefined {
  const data = lineItems.get(String(session.id));
  return data && { object: "list", data, has_more: false, url: "/v1/checkout/sessions" };
}

function resolve(books: Books, id: string): object | undefined {
  return (
    books.intents.get(id) ??
    books.charges.get(id) ??
    books.refunds.get(id) ??
    books.sessions.get(id)
  );
}
