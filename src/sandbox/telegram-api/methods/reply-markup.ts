import type { InlineKeyboardMarkup } from "grammy/types";
import { z } from "zod";
import { badRequest } from "../refusal.js";
import { json } from "./call.js";

// core.telegram.org/bots/api#inlinekeyboardbutton: 1-64 bytes, not characters.
const maxCallbackDataBytes = 64;
const maxButtons = 100;

const buttonSchema = z.looseObject({
  text: z.string(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
  web_app: z.object({ url: z.string() }).optional(),
  copy_text: z.object({ text: z.string() }).optional(),
});
type Button = z.infer<typeof buttonSchema>;
const keyboardSchema = z.object({ inline_keyboard: z.array(z.array(buttonSchema)) });

const buttonKinds = (
  "callback_data url web_app copy_text login_url disabled switch_inline_query callback_game pay " +
  "switch_inline_query_current_chat switch_inline_query_chosen_chat"
).split(" ");

export const replyMarkupParam = json(z.unknown());

/**
 * Reads a `reply_markup`. Keyboards other than inline ones are taken but not kept: a message never shows them.
 *
 * @throws TelegramRefusal for a keyboard Telegram would not take.
 */
export function readReplyMarkup(
  raw: unknown,
  chat: { isPrivate: boolean },
): InlineKeyboardMarkup | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (typeof raw !== "object") throw badRequest("object expected as reply markup");
  if (!("inline_keyboard" in raw)) return undefined;
  return readInlineKeyboard(raw, chat);
}

const forceReplySchema = z.object({
  force_reply: z.literal(true),
  selective: z.boolean().default(false),
  input_field_placeholder: z.string().optional(),
});

/** Whether people are asked to answer; undefined for any other markup. */
export function readForceReply(raw: unknown): z.output<typeof forceReplySchema> | undefined {
  return forceReplySchema.safeParse(raw).data;
}

function readInlineKeyboard(raw: unknown, chat: { isPrivate: boolean }) {
  if (!isKeyboard(raw)) {
    throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String');
  }
  const rows = raw.inline_keyboard.filter((row) => row.length > 0);
  const buttons: unknown[] = rows.flat();
  if (buttons.length > maxButtons) throw badRequest("REPLY_MARKUP_TOO_LONG");
  for (const button of buttons) checkButton(buttonSchema.parse(button), chat);
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}

function isKeyboard(value: unknown): value is InlineKeyboardMarkup {
  return keyboardSchema.safeParse(value).success;
}

function checkButton(button: Button, chat: { isPrivate: boolean }): void {
  if (button.text.trim() === "") throw badRequest("BUTTON_TEXT_INVALID");
  if (!buttonKinds.some((kind) => button[kind] !== undefined)) {
    throw badRequest(
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    );
  }
  if (button.callback_data !== undefined) checkCallbackData(button.callback_data);
  if (button.url !== undefined) checkUrl(button.url);
  if (button.web_app !== undefined) {
    if (!chat.isPrivate) throw badRequest("BUTTON_TYPE_INVALID");
    if (!button.web_app.url.startsWith("https://")) {
      throw badRequest(
        `inline keyboard button Web App URL '${button.web_app.url}' is invalid: Only HTTPS links are allowed`,
      );
    }
  }
  const copied = button.copy_text?.text.length;
  if (copied !== undefined && (copied < 1 || copied > 256)) {
    throw badRequest("BUTTON_COPY_TEXT_INVALID");
  }
}

function checkCallbackData(data: string): void {
  const sizeBytes = Buffer.byteLength(data);
  if (sizeBytes < 1 || sizeBytes > maxCallbackDataBytes) throw badRequest("BUTTON_DATA_INVALID");
}

/** Telegram takes addresses, but no host without a dot: `http://localhost` is refused. */
function checkUrl(url: string): void {
  const reason = findUrlFault(url);
  if (reason !== undefined) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: ${reason}`);
  }
}

function findUrlFault(url: string): string | undefined {
  if (/^(tg|ton):\/\//.test(url)) return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(address)) return "Wrong HTTP URL";
  const parsed = new URL(address);
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    return "Unsupported URL protocol";
  }
  return parsed.hostname.includes(".") ? undefined : "Wrong HTTP URL";
}
