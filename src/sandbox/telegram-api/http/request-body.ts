import type { Upload } from "../methods/call.js";
import { badRequest, entityTooLarge } from "../refusal.js";
import { parseMultipart } from "./multipart.js";

// 50 MB of file and room for the other parts.
const maxBodyBytes = 51 * 1024 * 1024;

export interface RequestBody {
  params: Record<string, unknown>;
  uploads: Map<string, Upload>;
}

/**
 * Reads parameters from the query, a form, a multipart body or JSON, all of which the Bot API takes.
 *
 * @throws TelegramRefusal 413 for a body that is too large.
 */
export async function readRequestBody(request: Request): Promise<RequestBody> {
  const params: Record<string, unknown> = Object.fromEntries(new URL(request.url).searchParams);
  const uploads = new Map<string, Upload>();
  const bytes = request.body === null ? Buffer.alloc(0) : await readLimited(request.body);
  if (bytes.byteLength === 0) return { params, uploads };

  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) {
    return { params: { ...params, ...parseJsonObject(bytes) }, uploads };
  }
  if (type.startsWith("multipart/form-data")) {
    for (const { name, fileName, bytes: content } of parseMultipart(bytes, type)) {
      if (fileName === undefined) params[name] = Buffer.from(content).toString("utf8");
      else uploads.set(name, { fileName, bytes: content });
    }
    return { params, uploads };
  }
  const form = new URLSearchParams(bytes.toString("utf8"));
  return { params: { ...params, ...Object.fromEntries(form) }, uploads };
}

async function readLimited(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (sizeBytes <= maxBodyBytes) chunks.push(chunk);
  }
  if (sizeBytes > maxBodyBytes) throw entityTooLarge();
  return Buffer.concat(chunks);
}

function parseJsonObject(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Told below, together with JSON that is no object.
  }
  throw badRequest("can't parse request body as JSON object");
}
