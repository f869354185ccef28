import { REQUEST_BYTES_MAX } from "../validation/limits.js";
import type { Upload } from "../world/compose-message.js";
import { refuse } from "./api-error.js";

export interface RequestBody {
  /** Undefined without a body. */
  json: unknown;
  uploads: readonly Upload[];
}

/**
 * Reads JSON, or a form with `payload_json` and `files[n]`.
 *
 * @throws ApiError 50109 for broken JSON, 40005 above 100 MiB
 */
export async function readRequestBody(request: Request): Promise<RequestBody> {
  if (Number(request.headers.get("content-length") ?? 0) > REQUEST_BYTES_MAX) {
    throw refuse("too_large");
  }
  const contentType = request.headers.get("content-type") ?? "";
  if (contentType.startsWith("multipart/form-data")) return readForm(await request.formData());
  const text = await request.text();
  return { json: text === "" ? undefined : parseJson(text), uploads: [] };
}

async function readForm(form: FormData): Promise<RequestBody> {
  const payload = form.get("payload_json");
  const uploads: Upload[] = [];
  for (const [key, value] of form.entries()) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (index === undefined || typeof value === "string") continue;
    uploads.push({
      index,
      filename: value.name,
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  return { json: typeof payload === "string" ? parseJson(payload) : {}, uploads };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse("invalid_json");
  }
}
