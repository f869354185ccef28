import type { Api } from "grammy";
import { type FitDeps, type FittedView, fitPictures } from "../fit-pictures.js";
import type { ChatView } from "../presentation/chat-view.js";
import type { Wording } from "../presentation/wording/wording.js";
import { sendAlbum, sendPicture, TELEGRAM_LIMITS } from "./send-media.js";
import { type Place, type SentMessage, sendText } from "./send-text.js";

export interface SendViewDeps extends FitDeps {
  readonly api: Api;
}

/** A view with its pictures in whatever form Telegram takes. */
export function fitForTelegram(
  deps: FitDeps,
  view: ChatView,
  wording: Wording,
): Promise<FittedView> {
  return fitPictures(deps, view, { limits: TELEGRAM_LIMITS, wording });
}

/** A view of any kind as new messages: words, a picture with a caption, or an album and then the words. */
export async function sendView(
  deps: SendViewDeps,
  place: Place,
  { view: given, wording }: { view: ChatView; wording: Wording },
): Promise<SentMessage[]> {
  const { view, files } = await fitForTelegram(deps, given, wording);
  const [file, ...more] = files;
  if (!file) return [await sendText(deps.api, place, { view })];
  if (more.length === 0) return [await sendPicture(deps.api, place, { view, file })];
  const album = await sendAlbum(deps.api, place, files);
  return [...album, await sendText(deps.api, place, { view })];
}
