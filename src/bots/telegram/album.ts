import type { Message, Update } from "grammy/types";
import type { Clock } from "../../core/ports/clock.js";
import type { UpdateBook } from "./update-book.js";

/** Telegram sends the parts of an album at once, as updates of their own, and marks no end. */
const QUIET_MS = 1_200;
const LOOK_EVERY_MS = 300;
/** Longer than an answer takes. */
const LONGEST_WAIT_MS = 30_000;

export type AlbumTurn =
  /** This update answers for all of them. */
  | { readonly kind: "answer"; readonly updates: readonly Update[] }
  /** Another one's answer was for this one too. */
  | { readonly kind: "answered" }
  /** The others have been answered without it. */
  | { readonly kind: "late" }
  /** Whoever answers has not ended yet: leave it to them. */
  | { readonly kind: "left" };

interface AlbumDeps {
  readonly book: Pick<UpdateBook, "readAlbum" | "leadAlbum">;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

/**
 * Waits until an album is complete and finds out whose turn it is to answer for it. The parts may have come to several
 * processes: their rows are what all of them go by, and one row, once chosen, leads for good. Should its process die,
 * that row is replayed like any other, and its answer is given then.
 */
export async function gatherAlbum(deps: AlbumDeps, update: Update): Promise<AlbumTurn> {
  await untilQuiet(deps, update);
  if (deps.stopping.aborted) return { kind: "left" };
  const leader = await deps.book.leadAlbum(update);
  if (leader !== update.update_id) return waitForLeader(deps, update, leader);
  const parts = await deps.book.readAlbum(update);
  const updates = parts.flatMap((part) => (part.update ? [part.update] : []));
  return { kind: "answer", updates: updates.sort((a, b) => messageId(a) - messageId(b)) };
}

/** The messages of these updates, in the order they stand in the chat. */
export function toMessages(updates: readonly Update[]): readonly Message[] {
  return updates.flatMap(({ message }) => message ?? []);
}

async function untilQuiet({ book, clock, stopping }: AlbumDeps, update: Update): Promise<void> {
  let known = 0;
  for (;;) {
    const { length } = await book.readAlbum(update);
    if (length === known || stopping.aborted) return;
    known = length;
    await clock.pause(QUIET_MS, stopping);
  }
}

async function waitForLeader(
  { book, clock, stopping }: AlbumDeps,
  update: Update,
  leader: number,
): Promise<AlbumTurn> {
  const until = clock.now().getTime() + LONGEST_WAIT_MS;
  while (!stopping.aborted && clock.now().getTime() < until) {
    const parts = await book.readAlbum(update);
    const isOpen = (id: number) => parts.some((part) => part.updateId === id && part.isOpen);
    if (!isOpen(update.update_id)) return { kind: "answered" };
    if (!isOpen(leader)) return { kind: "late" };
    await clock.pause(LOOK_EVERY_MS, stopping);
  }
  return { kind: "left" };
}

function messageId({ message }: Update): number {
  return message?.message_id ?? 0;
}
