/** A file a person picked. */
export interface ActionFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

type ActionInput =
  | { ok: true; value: unknown; files: ReadonlyMap<string, ActionFile> }
  | { ok: false; status: 400 | 411 | 413; reason: string };

/** 25 MB of files and the words around them. */
const MAX_BODY_BYTES = 26 * 1024 * 1024;

/** JSON, or a form whose `input` is JSON and whose other parts are files. */
export async function readActionInput(request: Request): Promise<ActionInput> {
  const length = request.headers.get("content-length");
  if (length === null) return { ok: false, status: 411, reason: "The size has to be said first." };
  if (Number(length) > MAX_BODY_BYTES) {
    return { ok: false, status: 413, reason: "That is too large: 25 MB is the most at once." };
  }
  try {
    return await parse(request);
  } catch {
    return { ok: false, status: 400, reason: "That could not be read." };
  }
}

async function parse(request: Request): Promise<ActionInput> {
  const isForm = request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  if (!isForm) return { ok: true, value: await request.json(), files: new Map() };
  const form = await request.formData();
  const files = new Map<string, ActionFile>();
  for (const [name, part] of form) {
    if (typeof part === "string") continue;
    const bytes = new Uint8Array(await part.arrayBuffer());
    files.set(name, { filename: part.name, contentType: part.type, bytes });
  }
  return { ok: true, value: JSON.parse(String(form.get("input") ?? "null")), files };
}
