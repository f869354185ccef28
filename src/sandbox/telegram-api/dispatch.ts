import { summariseParams } from "./call-log.js";
import type { Call } from "./methods/call.js";
import { findMethod } from "./methods/registry.js";
import { badRequest, TelegramRefusal } from "./refusal.js";

export interface Answer {
  status: number;
  body: object;
  /** True when the connection must drop instead. */
  isLost: boolean;
}

// They would change where or how a message appears, and nothing here would show it: better refused than lost.
const unmodelled = [
  "business_connection_id",
  "inline_message_id",
  "rich_message",
  "ephemeral_message_parameters",
  "direct_messages_topic_id",
  "suggested_post_parameters",
];

/** Runs one method and words its result or refusal as the Bot API does; every call is logged. */
export async function dispatch(method: string, call: Call): Promise<Answer> {
  const startedAtMs = Date.now();
  const answer = await run(method, call);
  const isQuiet = method.toLowerCase() === "getupdates" && answer.status === 200;
  if (!isQuiet) logCall({ method, call, answer, startedAtMs });
  return answer;
}

async function run(name: string, call: Call): Promise<Answer> {
  const method = findMethod(name);
  if (method === undefined) {
    call.platform.calls.addUnknownMethod(name);
    return toFailure(404, "Not Found");
  }
  try {
    const { isAnswerLost } = await call.platform.faults.apply(name);
    const unknown = unmodelled.find((param) => call.params[param] !== undefined);
    if (unknown !== undefined) throw badRequest(`"${unknown}" is not supported by the sandbox`);
    const result = await method(call);
    return { status: 200, body: { ok: true, result }, isLost: isAnswerLost };
  } catch (error) {
    if (error instanceof TelegramRefusal) return toRefusal(error);
    return toFailure(500, `Internal Server Error: ${String(error)}`);
  }
}

function toRefusal(refusal: TelegramRefusal): Answer {
  const answer = toFailure(refusal.errorCode, refusal.message);
  const retryAfter = refusal.retryAfterSeconds;
  if (retryAfter === undefined) return answer;
  return { ...answer, body: { ...answer.body, parameters: { retry_after: retryAfter } } };
}

export function toFailure(status: number, description: string): Answer {
  return { status, body: { ok: false, error_code: status, description }, isLost: false };
}

function logCall(input: { method: string; call: Call; answer: Answer; startedAtMs: number }): void {
  const { method, call, answer, startedAtMs } = input;
  const chatId = call.params.chat_id;
  const { body } = answer;
  call.platform.calls.add({
    at: new Date(startedAtMs).toISOString(),
    method,
    status: answer.status,
    summary: summariseParams(call.params, call.uploads.size),
    durationMs: Date.now() - startedAtMs,
    ...("description" in body ? { description: String(body.description) } : {}),
    ...(typeof chatId === "number" || typeof chatId === "string" ? { chatId } : {}),
  });
}
