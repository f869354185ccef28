import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Answer, dispatch, toFailure } from "../dispatch.js";
import type { Platform } from "../platform.js";
import { TelegramRefusal } from "../refusal.js";
import { readRequestBody } from "./request-body.js";

const methodPath = /^\/bot([^/]*)\/([A-Za-z]+)$/;
const filePath = /^\/file\/bot([^/]*)\/(.+)$/;

/** Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export async function handleRequest(
  platform: Platform,
  request: Request,
  connection: HttpBindings,
): Promise<Response> {
  const path = decodeURIComponent(new URL(request.url).pathname);
  const [, fileToken, file] = filePath.exec(path) ?? [];
  if (fileToken !== undefined && file !== undefined) {
    return serveFile(platform, { token: fileToken, path: file });
  }
  const [, token, method] = methodPath.exec(path) ?? [];
  if (token === undefined || method === undefined) return toResponse(toFailure(404, "Not Found"));
  if (token !== platform.token) return toResponse(toFailure(401, "Unauthorized"));
  const answer = await callMethod(platform, method, request);
  if (!answer.isLost) return toResponse(answer);
  connection.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function callMethod(platform: Platform, method: string, request: Request): Promise<Answer> {
  try {
    const body = await readRequestBody(request);
    return await dispatch(method, { platform, ...body, signal: request.signal });
  } catch (error) {
    if (error instanceof TelegramRefusal) return toFailure(error.errorCode, error.message);
    throw error;
  }
}

function serveFile(platform: Platform, wanted: { token: string; path: string }): Response {
  if (wanted.token !== platform.token) return toResponse(toFailure(401, "Unauthorized"));
  const file = platform.files.findByPath(wanted.path);
  if (file === undefined) return toResponse(toFailure(404, "Not Found"));
  return new Response(Buffer.from(file.bytes), {
    headers: { "content-type": "application/octet-stream" },
  });
}

function toResponse(answer: Answer): Response {
  return Response.json(answer.body, { status: answer.status });
}
