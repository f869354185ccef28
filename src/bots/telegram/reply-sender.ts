import type { Api } from "grammy";
import type { DeliveredMessage } from "../../core/ports/delivery-store.js";
import type { Log } from "../../core/ports/log.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { ReplySender, SendInput, SendReceipt } from "../../core/ports/reply-sender.js";
import type { ChatView } from "../presentation/chat-view.js";
import { reportView } from "../presentation/report-view.js";
import { wordings } from "../presentation/wording/languages.js";
import {
  type Place,
  putPicture,
  putText,
  type SentMessage,
  sendAlbum,
  sendPicture,
  sendText,
  toPlace,
} from "./send-view.js";
import { describeFault, findFault, toUnavailableError } from "./telegram-errors.js";
import { withdrawMessages } from "./withdraw-messages.js";

interface SenderDeps {
  /** Must not retry by itself: what Telegram asks us to wait is for the caller to wait. */
  readonly api: Api;
  readonly objects: ObjectStore;
  readonly log: Log;
}

/** Shows generations in Telegram chats, from any process: all it needs is the token. */
export function createTelegramReplySender(deps: SenderDeps): ReplySender {
  return {
    async send(input) {
      const view = reportView(input.report, wordings[input.target.language]);
      try {
        const sent = await show(deps, input, view);
        return { kind: "sent", messages: toDelivered(sent, input) };
      } catch (error) {
        return toReceipt(deps, input, error);
      }
    },

    withdraw: (input) => withdrawMessages(deps, input),
  };
}

type Sent = readonly [SentMessage, ...SentMessage[]];

function show(deps: SenderDeps, input: SendInput, view: ChatView): Promise<Sent> {
  const place = toPlace(input.target);
  switch (input.rung) {
    case "edit":
      return input.messageId === null
        ? sendAnew(deps, place, view)
        : replace(deps, { chatId: place.chatId, messageId: Number(input.messageId), place }, view);
    case "channel":
      return sendToChat(deps, place, view);
    case "dm":
      return sendAnew(deps, { chatId: input.target.userId, threadId: null, replyTo: null }, view);
  }
}

/**
 * The words change first: an album that is refused and tried again then meets words that are already right, and nothing
 * is shown twice.
 */
async function replace(
  deps: SenderDeps,
  shown: { chatId: string; messageId: number; place: Place },
  view: ChatView,
): Promise<Sent> {
  const [picture, ...more] = view.pictures;
  const { chatId, messageId } = shown;
  const own = { chatId, messageId: String(messageId) };
  if (picture && more.length === 0) {
    await unlessUnchanged(putPicture(deps, shown, { view, picture }));
    return [{ ...own, pictureIndex: 0 }];
  }
  await unlessUnchanged(putText(deps.api, shown, view));
  const album = picture ? await sendAlbum(deps, shown.place, view.pictures) : [];
  return [{ ...own, pictureIndex: null }, ...album];
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
async function sendToChat(deps: SenderDeps, place: Place, view: ChatView): Promise<Sent> {
  try {
    return await sendAnew(deps, place, view);
  } catch (error) {
    const fault = findFault(error);
    if (fault?.kind === "topic_closed" && place.threadId !== null) {
      return sendAnew(deps, { ...place, threadId: null }, view);
    }
    if (fault?.kind !== "chat_moved") throw error;
    return sendAnew(deps, { chatId: fault.chatId, threadId: null, replyTo: null }, view);
  }
}

async function sendAnew(deps: SenderDeps, place: Place, view: ChatView): Promise<Sent> {
  const [picture, ...more] = view.pictures;
  if (!picture) return [await sendText(deps.api, place, { view })];
  if (more.length === 0) return [await sendPicture(deps, place, { view, picture })];
  const [first, ...others] = await sendAlbum(deps, place, view.pictures);
  if (!first) throw new Error("Telegram took an album and named no message");
  return [first, ...others, ...(await sendWordsOfAlbum(deps, place, view))];
}

/** The pictures are there: to fail now would bring them a second time. /job still shows the words. */
async function sendWordsOfAlbum(deps: SenderDeps, place: Place, view: ChatView) {
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
