import type { Context } from "hono";

/**
 * The bytes as they came, for a signature over them. Null when the sender was cut off.
 *
 * @throws what the size limit in front throws, which answers with 413
 */
export async function readBody(context: Context): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await context.req.arrayBuffer());
  } catch (error) {
    if (error instanceof Error && error.name === "BodyLimitError") throw error;
    return null;
  }
}

/**
 * The fields of a form as it came. Null when it is none, or torn.
 *
 * @throws what the size limit in front throws, which answers with 413
 */
export async function readForm(context: Context): Promise<FormData | null> {
  try {
    return await context.req.formData();
  } catch (error) {
    if (error instanceof Error && error.name === "BodyLimitError") throw error;
    return null;
  }
}

/** What the JSON in `body` says; undefined when it is none, which JSON itself cannot say. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
