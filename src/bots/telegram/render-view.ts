import type { InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity } from "grammy/types";
import { toButtonId } from "../presentation/button-id.js";
import {
  type ChatView,
  type ChoiceMenu,
  type LinkButton,
  type PressButton,
  type RichText,
  type TextPart,
  toPlainText,
  type ViewButton,
} from "../presentation/chat-view.js";
import { inRows } from "../presentation/in-rows.js";

/** core.telegram.org/bots/api#sendmessage and #sendphoto; counted here in UTF-16 units, which is never too few. */
export const MAX_TEXT_LENGTH = 4_096;
export const MAX_CAPTION_LENGTH = 1_024;

/** More of them would be cut on a phone. */
const MAX_PER_ROW = 3;

const ELLIPSIS = "…";

export interface RenderedText {
  readonly text: string;
  /** Formatting by position instead of markup: nothing a person types can be read as formatting. */
  readonly entities: MessageEntity[];
}

/** Text as Telegram takes it, at most `maxLength` long: quotes give way first, the end only when they are used up. */
export function renderText(rich: RichText, maxLength: number): RenderedText {
  const entities: MessageEntity[] = [];
  let text = "";
  for (const part of cutEnd(cutQuotes(rich, maxLength), maxLength)) {
    const words = wordsOf(part);
    const type = entityType(part);
    if (type && words !== "") entities.push({ type, offset: text.length, length: words.length });
    text += words;
  }
  return { text, entities };
}

/** @throws RangeError for a button whose id Telegram would refuse. */
export function renderKeyboard(
  view: Pick<ChatView, "buttons" | "menu">,
): InlineKeyboardMarkup | null {
  const rows = [...menuRows(view.menu), ...view.buttons.flatMap(inFittingRows)];
  return rows.length === 0 ? null : { inline_keyboard: rows.map((row) => row.map(renderButton)) };
}

/** Telegram has no lists to choose from. */
function menuRows(menu: ChoiceMenu | undefined): PressButton[][] {
  const buttons = (menu?.choices ?? []).map(({ label, subject }) => ({
    kind: "press" as const,
    action: menu?.action ?? "",
    label,
    subject,
    style: "secondary" as const,
  }));
  return inFittingRows(buttons);
}

/** Rows of even length in which a phone shows what stands on the buttons. */
function inFittingRows<Button extends ViewButton>(buttons: readonly Button[]): Button[][] {
  const rowCount = Math.ceil(buttons.length / MAX_PER_ROW);
  return inRows(buttons, Math.ceil(buttons.length / rowCount));
}

/** Telegram takes no address on a button whose host has no dot, as `localhost`: that one stands in the text instead. */
export function withFittingLinks(view: ChatView): ChatView {
  const unfit = view.buttons.flat().filter(isUnfitLink);
  if (unfit.length === 0) return view;
  const buttons = view.buttons
    .map((row) => row.filter((button) => !isUnfitLink(button)))
    .filter((row) => row.length > 0);
  const links = unfit.flatMap(({ label, url }) => ["\n", `${label}: ${url}`]);
  return { ...view, buttons, text: [...view.text, ...links] };
}

function isUnfitLink(button: ViewButton): button is LinkButton {
  return button.kind === "link" && !new URL(button.url).hostname.includes(".");
}

function renderButton(button: ViewButton): InlineKeyboardButton {
  if (button.kind === "link") return { text: button.label, url: button.url };
  const rendered = { text: button.label, callback_data: toButtonId(button) };
  return button.style === "secondary" ? rendered : { ...rendered, style: button.style };
}

function wordsOf(part: TextPart): string {
  return toPlainText([part]);
}

function entityType(part: TextPart): "bold" | "code" | "blockquote" | null {
  if (typeof part === "string") return null;
  if ("bold" in part) return "bold";
  return "code" in part ? "code" : "blockquote";
}

function cutQuotes(rich: RichText, maxLength: number): RichText {
  let excess = toPlainText(rich).length - maxLength;
  if (excess <= 0) return rich;
  return rich.map((part) => {
    if (typeof part === "string" || !("quote" in part) || excess <= 0) return part;
    const quote = cut(part.quote, Math.max(1, part.quote.length - excess));
    excess -= part.quote.length - quote.length;
    return { quote };
  });
}

function cutEnd(rich: RichText, maxLength: number): RichText {
  if (toPlainText(rich).length <= maxLength) return rich;
  let room = maxLength - ELLIPSIS.length;
  const kept = rich.map((part) => {
    const words = sliceWhole(wordsOf(part), room);
    room -= words.length;
    return withWords(part, words);
  });
  return [...kept, ELLIPSIS];
}

function withWords(part: TextPart, words: string): TextPart {
  if (typeof part === "string") return words;
  if ("bold" in part) return { bold: words };
  return "code" in part ? { code: words } : { quote: words };
}

/** At most `maxLength` units, with a mark that something is missing. */
export function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${sliceWhole(text, maxLength - 1)}${ELLIPSIS}`;
}

/** Never parts the two halves of an emoji. */
function sliceWhole(text: string, length: number): string {
  return text.slice(0, Math.max(0, length)).replace(/[\uD800-\uDBFF]$/, "");
}
