import { GrammyError, HttpError } from "grammy";
import { describe, expect, it } from "vitest";
import { describeFault, findFault } from "../../../src/bots/telegram/telegram-errors.js";

function refused(error_code: number, description: string, parameters = {}): GrammyError {
  const answer = { ok: false, error_code, description, parameters } as const;
  return new GrammyError("Call to 'sendMessage' failed!", answer, "sendMessage", {
    text: "a secret prompt",
  });
}

describe("telegram: what a refusal means", () => {
  it.each([
    [400, "Bad Request: message is not modified: specified new message…", "not_modified"],
    [400, "Bad Request: message to edit not found", "message_gone"],
    [400, "Bad Request: message to delete not found", "message_gone"],
    [400, "Bad Request: message can't be edited", "message_gone"],
    [400, "Bad Request: message can't be deleted for everyone", "not_removable"],
    [400, "Bad Request: message thread not found", "topic_closed"],
    [400, "Bad Request: TOPIC_CLOSED", "topic_closed"],
    [400, "Bad Request: chat not found", "chat_closed"],
    [400, "Bad Request: not enough rights to send photos to the chat", "chat_closed"],
    [400, "Bad Request: have no rights to send a message", "chat_closed"],
    [400, "Bad Request: CHAT_WRITE_FORBIDDEN", "chat_closed"],
    [403, "Forbidden: bot was blocked by the user", "chat_closed"],
    [403, "Forbidden: bot can't initiate conversation with a user", "chat_closed"],
    [403, "Forbidden: user is deactivated", "chat_closed"],
    [400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "unfit_photo"],
    [
      400,
      'Bad Request: failed to send message #2 with the error message "PHOTO_INVALID_DIMENSIONS"',
      "unfit_photo",
    ],
    [400, "Bad Request: query is too old and response timeout expired", "query_too_old"],
    [401, "Unauthorized", "unauthorised"],
    [404, "Not Found", "unauthorised"],
    [409, "Conflict: terminated by other getUpdates request", "conflict"],
    [500, "Internal Server Error", "unavailable"],
    [502, "Bad Gateway", "unavailable"],
    [400, "Bad Request: can't parse entities", "rejected"],
  ])("%i %s", (code, description, kind) => {
    expect(findFault(refused(code, description))).toEqual({ kind });
  });

  it("carries what Telegram asks for", () => {
    const flood = refused(429, "Too Many Requests: retry after 9", { retry_after: 9 });
    expect(findFault(flood)).toEqual({ kind: "busy", retryAfterMs: 9_000 });
    const moved = refused(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: -1_001_234,
    });
    expect(findFault(moved)).toEqual({ kind: "chat_moved", chatId: "-1001234" });
  });

  it("knows a lost connection, and what is none of Telegram's", () => {
    expect(findFault(new HttpError("lost", new Error("socket")))).toEqual({ kind: "unavailable" });
    expect(findFault(new RangeError("ours"))).toBeNull();
  });

  it("describes a fault in codes, without words of Telegram's or ours, links or token", () => {
    const url = "https://api.telegram.org/bot123:abc/sendMessage";
    const quoting = refused(400, `Bad Request: inline keyboard button URL '${url}' is invalid`);

    expect(describeFault(quoting)).toEqual({ code: 400, reason: "rejected" });
    const named = refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS");
    expect(describeFault(named)).toEqual({ code: 400, reason: "photo_invalid_dimensions" });
    const blocked = refused(403, "Forbidden: bot was blocked by the user");
    expect(describeFault(blocked)).toEqual({ code: 403, reason: "chat_closed" });
    const unknown = refused(404, "Not Found");
    expect(describeFault(unknown)).toEqual({ code: 404, reason: "not_found" });
    const network = new HttpError("Network request failed!", new Error(`request to ${url} failed`));
    expect(describeFault(network)).toEqual({ code: null, reason: "network" });
  });
});
