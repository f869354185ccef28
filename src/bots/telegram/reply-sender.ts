import type { Api } from "grammy";
import type { DeliveredMessage } from "../../core/ports/delivery-store.js";
import type { Log } from "../../core/ports/log.js";
import type { ReplySender, SendInput, SendReceipt } from "../../core/ports/reply-sender.js";
import type { FittedView } from "../fit-pictures.js";
import { reportView } from "../presentation/report-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { putPicture, sendAlbum, sendPicture } from "./send-media.js";
import { type Place, putText, type SentMessage, sendText, toPlace } from "./send-text.js";
import { fitForTelegram, type SendViewDeps } from "./send-view.js";
import { removeMessages } from "./show-answer.js";
import { describeFault, findFault, toUnavailableError } from "./telegram-errors.js";
import { withdrawMessages } from "./withdraw-messages.js";

interface SenderDeps extends SendViewDeps {
  /** Must not retry by itself: what Telegram asks us to wait is for the caller to wait. */
  readonly api: Api;
  readonly log: Log;
}

/** Shows generations in Telegram chats, from any process: all it needs is the token. */
export function createTelegramReplySender(deps: SenderDeps): ReplySender {
  return {
    async send(input) {
      const wording = wordings[input.target.language];
      const fitted = await fitForTelegram(deps, reportView(input.report, wording), wording);
      try {
        const sent = await show(deps, input, fitted);
        return { kind: "sent", messages: toDelivered(sent, input) };
      } catch (error) {
        return toReceipt(deps, input, error);
      }
    },

    withdraw: (input) => withdrawMessages(deps, input),
  };
}

type Sent = readonly [SentMessage, ...SentMessage[]];

function show(deps: SenderDeps, input: SendInput, fitted: FittedView): Promise<Sent> {
  const place = toPlace(input.target);
  switch (input.rung) {
    case "edit":
      return input.messageId === null
        ? sendAnew(deps, place, fitted)
        : replace(
            deps,
            { chatId: place.chatId, messageId: Number(input.messageId), place },
            fitted,
          );
    case "channel":
      return sendToChat(deps, place, fitted);
    case "dm":
      return sendAnew(deps, { chatId: input.target.userId, threadId: null, replyTo: null }, fitted);
  }
}

/**
 * A picture takes the place of the progress. An album cannot: it comes below, then its words with the buttons, and the
 * progress goes away; an album that is refused and tried again meets everything as it was.
 */
async function replace(
  deps: SenderDeps,
  shown: { chatId: string; messageId: number; place: Place },
  fitted: FittedView,
): Promise<Sent> {
  const { view, files } = fitted;
  const [file, ...more] = files;
  const { chatId, messageId } = shown;
  const own = { chatId, messageId: String(messageId) };
  if (more.length > 0) return replaceByAlbum(deps, shown, fitted);
  await unlessUnchanged(
    file ? putPicture(deps.api, shown, { view, file }) : putText(deps.api, shown, view),
  );
  return [{ ...own, pictureIndex: file?.pictureIndex ?? null }];
}

/** Where the words cannot follow the album, the progress becomes them. */
async function replaceByAlbum(
  deps: SenderDeps,
  shown: { chatId: string; messageId: number; place: Place },
  { view, files }: FittedView,
): Promise<Sent> {
  const own = { chatId: shown.chatId, messageId: String(shown.messageId) };
  const [first, ...others] = await sendAlbum(deps.api, shown.place, files);
  if (!first) throw new Error("Telegram took an album and named no message");
  const words = await sendWordsOfAlbum(deps, shown.place, view);
  if (words.length > 0) {
    await takeAway(deps, own);
    return [first, ...others, ...words];
  }
  try {
    await unlessUnchanged(putText(deps.api, shown, view));
    return [first, ...others, { ...own, pictureIndex: null }];
  } catch (error) {
    if (!findFault(error)) throw error;
    return [first, ...others];
  }
}

/** Everything has been said: to fail now would say it a second time. */
async function takeAway(deps: SenderDeps, progress: Pick<SentMessage, "chatId" | "messageId">) {
  try {
    await removeMessages(deps, [progress]);
  } catch (error) {
    if (!findFault(error)) throw error;
    deps.log.warn("telegram_progress_left", describeFault(error));
  }
}

/** A message that already shows this is as good as one that was just changed. */
async function unlessUnchanged(edit: Promise<void>): Promise<void> {
  try {
    await edit;
  } catch (error) {
    if (findFault(error)?.kind !== "not_modified") throw error;
  }
}

/** A deleted topic's results go to General, and those of a group that became a supergroup to where it went. */
async function sendToChat(deps: SenderDeps, place: Place, fitted: FittedView): Promise<Sent> {
  try {
    return await sendAnew(deps, place, fitted);
  } catch (error) {
    const fault = findFault(error);
    if (fault?.kind === "topic_closed" && place.threadId !== null) {
      return sendAnew(deps, { ...place, threadId: null }, fitted);
    }
    if (fault?.kind !== "chat_moved") throw error;
    return sendAnew(deps, { chatId: fault.chatId, threadId: null, replyTo: null }, fitted);
  }
}

async function sendAnew(deps: SenderDeps, place: Place, fitted: FittedView): Promise<Sent> {
  const { view, files } = fitted;
  const [file, ...more] = files;
  if (!file) return [await sendText(deps.api, place, { view })];
  if (more.length === 0) return [await sendPicture(deps.api, place, { view, file })];
  const [first, ...others] = await sendAlbum(deps.api, place, files);
  if (!first) throw new Error("Telegram took an album and named no message");
  return [first, ...others, ...(await sendWordsOfAlbum(deps, place, view))];
}

/** The pictures are there: to fail now would bring them a second time. /job still shows the words. */
async function sendWordsOfAlbum(deps: SenderDeps, place: Place, view: FittedView["view"]) {
  try {
    return [await sendText(deps.api, place, { view })];
  } catch (error) {
    if (!findFault(error)) throw error;
    deps.log.warn("telegram_album_words_lost", describeFault(error));
    return [];
  }
}

function toDelivered(
  [first, ...rest]: Sent,
  { report: { phase } }: SendInput,
): [DeliveredMessage, ...DeliveredMessage[]] {
  const pictures = phase.kind === "succeeded" ? phase.pictures : [];
  const toMessage = ({ chatId, messageId, pictureIndex }: SentMessage): DeliveredMessage => {
    const picture = pictureIndex === null ? undefined : pictures[pictureIndex];
    return { chatId, messageId, outputIndex: picture?.index ?? null };
  };
  return [toMessage(first), ...rest.map(toMessage)];
}

function toReceipt(deps: SenderDeps, input: SendInput, error: unknown): SendReceipt {
  const fault = findFault(error);
  if (!fault) throw error;
  switch (fault.kind) {
    case "busy":
      return { kind: "busy", retryAfterMs: fault.retryAfterMs };
    case "unavailable":
    case "unauthorised": // The operator can mend a token; what is owed to the chat is kept until then.
    case "conflict":
      throw toUnavailableError(fault.kind);
    case "chat_closed":
    case "chat_moved":
    case "topic_closed":
    case "message_gone":
    case "not_modified":
    case "not_removable":
    case "unfit_photo":
    case "query_too_old":
      return { kind: "dead", reason: fault.kind };
    case "rejected":
      deps.log.warn("telegram_message_rejected", {
        deliveryId: input.deliveryId,
        rung: input.rung,
        ...describeFault(error),
      });
      return { kind: "dead", reason: fault.kind };
  }
}
