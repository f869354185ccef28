import type { Context } from "hono";
import type { GalleryPlace } from "../../core/ports/gallery-store.js";
import { readForm } from "../request-body.js";
import { readPlace } from "./page-address.js";

/** What a form of the gallery was sent with. */
export interface Selection {
  readonly form: FormData;
  /** Each once, in the order of the page. */
  readonly places: readonly GalleryPlace[];
}

/** Null when what came is no form. */
export async function readSelection(context: Context): Promise<Selection | null> {
  const form = await readForm(context);
  if (!form) return null;
  const named = new Set(form.getAll("picture").map(String));
  return { form, places: [...named].flatMap((one) => readPlace(one) ?? []) };
}
