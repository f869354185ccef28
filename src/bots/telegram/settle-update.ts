import type { Update } from "grammy/types";
import { toLanguage } from "../../core/chat/reply-target.js";
import { textView } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { gatherAlbum, toMessages } from "./album.js";
import { toAlbumKey } from "./album-key.js";
import type { BotDeps } from "./bot-deps.js";
import { handleMessage, tellLate } from "./handle-message.js";
import { answerQuery, handlePress } from "./handle-press.js";
import type { PendingQuestions } from "./pending-question.js";
import { isReadable } from "./readable-update.js";
import { toReplyTarget } from "./reply-place.js";
import { sendText, toPlace } from "./send-text.js";
import { describeFault, findFault, isPassing } from "./telegram-errors.js";
import type { ReceivedUpdate, UpdateBook } from "./update-book.js";

/** While Telegram does not take an answer. After these the update waits for the next replay. */
const RETRY_PAUSES_MS = [1_000, 5_000, 20_000] as const;
/** While the database does not take its end. */
const FIRST_FINISH_PAUSE_MS = 500;
const LONGEST_FINISH_PAUSE_MS = 30_000;
const LONGEST_ASKED_PAUSE_MS = 60_000;

type Deps = BotDeps & {
  questions: PendingQuestions;
  book: Pick<UpdateBook, "finish" | "leaveOpen" | "readAlbum" | "leadAlbum">;
  stopping: AbortSignal;
};
/** `left`: another one's answer is for this one too, and ends it. */
type Fate = "done" | "open" | "left";
/** An update at work, and whatever else its answer is for. */
interface Work {
  readonly update: Update;
  updates: readonly Update[];
}

/**
 * Brings one update to its end: handled; or told that something broke, once; or left for the next replay while
 * Telegram cannot be reached. What leads an album ends the whole of it. Never throws.
 */
export async function settleUpdate(deps: Deps, { update, isSpent }: ReceivedUpdate): Promise<void> {
  const work: Work = { update, updates: [update] };
  const fate = isSpent ? await giveUpSpent(deps, work) : await handleWithRetries(deps, work);
  if (fate === "done") await finish(deps, work);
  else deps.book.leaveOpen(update);
}

/** Tries until it works: whoever has had an answer, be it that something broke, must not get another one by a replay. */
async function finish(deps: Deps, { update, updates }: Work): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await deps.book.finish(updates);
    } catch (error) {
      const { update_id: updateId } = update;
      if (tries === 0) deps.log.error("telegram_update_not_finished", error, { updateId });
      if (deps.stopping.aborted) return deps.book.leaveOpen(update);
      const pauseMs = Math.min(LONGEST_FINISH_PAUSE_MS, FIRST_FINISH_PAUSE_MS * 2 ** tries);
      await deps.clock.pause(pauseMs, deps.stopping);
    }
  }
}

async function handleWithRetries(deps: Deps, work: Work): Promise<Fate> {
  const { update } = work;
  for (const pauseMs of [...RETRY_PAUSES_MS, null]) {
    try {
      return await handle(deps, work);
    } catch (error) {
      const fault = findFault(error);
      if (!isPassing(fault)) return endFailed(deps, update, error);
      if (pauseMs === null || deps.stopping.aborted) break;
      const askedMs = fault?.kind === "busy" ? fault.retryAfterMs : 0;
      const waitMs = Math.max(pauseMs, Math.min(askedMs, LONGEST_ASKED_PAUSE_MS));
      await deps.clock.pause(waitMs, deps.stopping);
    }
  }
  deps.log.warn("telegram_update_postponed", { updateId: update.update_id });
  return "open";
}

async function handle(deps: Deps, work: Work): Promise<Fate> {
  const { update } = work;
  if (!isReadable(update)) {
    deps.log.warn("telegram_update_unreadable", { updateId: update.update_id });
    return "done";
  }
  if (toAlbumKey(update) !== null) return handleAlbum(deps, work);
  if (update.message) await handleMessage(deps, [update.message]);
  else if (update.callback_query) await handlePress(deps, update.callback_query);
  return "done";
}

async function handleAlbum(deps: Deps, work: Work): Promise<Fate> {
  const turn = await gatherAlbum(deps, work.update);
  switch (turn.kind) {
    case "answer":
      work.updates = turn.updates;
      await handleMessage(deps, toMessages(turn.updates));
      return "done";
    case "late":
      if (work.update.message) await tellLate(deps, work.update.message);
      return "done";
    case "answered":
    case "left":
      return "left";
  }
}

/** Of an album that cannot be ended only the leader says so. */
async function giveUpSpent(deps: Deps, work: Work): Promise<Fate> {
  const { update } = work;
  if (isReadable(update) && toAlbumKey(update) !== null) {
    const leader = await deps.book.leadAlbum(update).catch(() => null);
    if (leader !== update.update_id) return "done";
    const parts = await deps.book.readAlbum(update).catch(() => []);
    work.updates = [update, ...parts.flatMap((part) => (part.isOpen ? (part.update ?? []) : []))];
  }
  return giveUp(deps, update);
}

async function endFailed(deps: Deps, update: Update, error: unknown): Promise<Fate> {
  const fault = findFault(error);
  const updateId = update.update_id;
  if (fault?.kind === "chat_closed" || fault?.kind === "topic_closed") {
    deps.log.info("telegram_chat_closed", { updateId, ...describeFault(error) });
    return "done";
  }
  if (fault) deps.log.warn("telegram_update_failed", { updateId, ...describeFault(error) });
  else deps.log.error("telegram_update_failed", error, { updateId });
  return giveUp(deps, update);
}

/** The person hears that something broke, as far as that is possible, and the update is closed. */
async function giveUp(deps: Deps, update: Update): Promise<Fate> {
  try {
    await tellOurFault(deps, update);
  } catch (error) {
    const { update_id: updateId } = update;
    deps.log.warn("telegram_apology_not_sent", { updateId, ...describeFault(error) });
  }
  return "done";
}

async function tellOurFault(deps: Deps, update: Update): Promise<void> {
  if (!isReadable(update)) return;
  const { message, callback_query: query } = update;
  const user = query?.from ?? message?.from;
  if (!user) return;
  const { ourFault } = wordings[toLanguage(user.language_code)].refusal;
  if (query) return answerQuery(deps, query, { text: ourFault, isAlert: true });
  if (!message) return;
  const botId = String(deps.me.id);
  const target = toReplyTarget(message, { user, botId, visibility: "everyone" });
  await sendText(deps.api, toPlace(target), { view: textView("refusal", ourFault) });
}
