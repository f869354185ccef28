import { z } from "zod";
import { badRequest } from "../refusal.js";
import { boolean, type Call, readParams, string } from "./call.js";

const maxAnswerLength = 200; // core.telegram.org/bots/api#answercallbackquery

const answerSchema = z.object({
  callback_query_id: string.default(""),
  text: string.optional(),
  show_alert: boolean.optional(),
  url: string.optional(),
});

export function answerCallbackQuery(call: Call): true {
  const params = readParams(call, answerSchema);
  const text = params.text?.trim() ?? "";
  if (text.length > maxAnswerLength) throw badRequest("MESSAGE_TOO_LONG");
  call.platform.callbacks.answer(params.callback_query_id, {
    showAlert: params.show_alert ?? false,
    ...(text === "" ? {} : { text }),
    ...(params.url === undefined ? {} : { url: params.url }),
  });
  return true;
}
