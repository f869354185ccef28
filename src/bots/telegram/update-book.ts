import type { Update } from "grammy/types";
import type { ChatUpdateStore, OpenUpdate } from "../../core/ports/chat-update-store.js";
import type { Clock } from "../../core/ports/clock.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Log } from "../../core/ports/log.js";
import type { Sealer } from "../../core/ports/sealer.js";
import { createTurns } from "../../core/turns.js";
import { toAlbumKey } from "./album-key.js";

/** More than can be in work when a process dies: a batch in every place the runner has. */
const MAX_OPEN = 1_000;
const MAX_REPLAYS = 3;

export interface ReceivedUpdate {
  readonly update: Update;
  /** It was begun several times and never ended: do not try again, only close it. */
  readonly isSpent: boolean;
}

export interface BookedPart {
  readonly updateId: number;
  readonly isOpen: boolean;
  readonly update: Update | null;
}

/** Telegram's updates as rows: saved, given out once, finished. One per bot and process, however updates arrive. */
export interface UpdateBook {
  /** Writes down the new ones and gives them out; those known already are left out. */
  save(updates: readonly Update[]): Promise<readonly ReceivedUpdate[]>;
  /** What is open and not in work here: of this process, and of those that no longer live. In order. */
  replay(): Promise<readonly ReceivedUpdate[]>;
  /** The same, only of processes that no longer live. */
  takeOver(): Promise<readonly ReceivedUpdate[]>;
  /** Their effect, which is one, is committed: after a crash either all of them are finished or none. */
  finish(updates: readonly Update[]): Promise<void>;
  /** What is known of the album an update is of, in every process. Finished parts no longer have their content. */
  readAlbum(update: Update): Promise<readonly BookedPart[]>;
  /** Makes an update the one that answers for its album, unless another is; resolves to the `update_id` of that one. */
  leadAlbum(update: Update): Promise<number>;
  /** It could not be ended now and stays for the next replay. */
  leaveOpen(update: Update): void;
}

interface BookDeps {
  readonly botId: string;
  /** This process, as the updates' owner. */
  readonly workerId: string;
  readonly chatUpdates: ChatUpdateStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
}

export function createUpdateBook(deps: BookDeps): UpdateBook {
  const { botId, chatUpdates, workerId: owner } = deps;
  const inWork = new Set<string>();
  // One after the other: what the one has taken over and not yet given out, the other would take for forgotten.
  const inTurn = createTurns(1);
  const toKey = (updateKey: string) => ({ platform: "telegram", botId, updateKey }) as const;
  const ofProcess = { platform: "telegram", botId, owner, limit: MAX_OPEN } as const;

  function giveOut(update: Update, isSpent: boolean): ReceivedUpdate {
    inWork.add(String(update.update_id));
    return { update, isSpent };
  }

  /** Each replay leaves a finished row of its own, so that they are counted across crashes. */
  async function countReplay(updateKey: string): Promise<number> {
    for (let count = 1; count <= MAX_REPLAYS; count += 1) {
      const mark = toKey(`${updateKey}#${count}`);
      const saved = await chatUpdates.save([{ ...mark, owner, payload: "" }], deps.clock.now());
      if (saved.size === 0) continue;
      await chatUpdates.finish(mark);
      return count;
    }
    return MAX_REPLAYS + 1;
  }

  async function reopen(row: OpenUpdate): Promise<ReceivedUpdate | null> {
    const update = openPayload(deps, row.payload);
    // Without its content only the row can be closed; marks of replays have none.
    if (!update) {
      await chatUpdates.finish(toKey(row.updateKey));
      return null;
    }
    return giveOut(update, (await countReplay(row.updateKey)) > MAX_REPLAYS);
  }

  async function reopenAll(rows: readonly OpenUpdate[]): Promise<readonly ReceivedUpdate[]> {
    const reopened: ReceivedUpdate[] = [];
    for (const row of rows.filter(({ updateKey }) => !inWork.has(updateKey))) {
      const received = await reopen(row);
      if (received) reopened.push(received);
    }
    if (reopened.length > 0) deps.log.info("telegram_replay", { updates: reopened.length });
    return reopened.sort((a, b) => a.update.update_id - b.update.update_id);
  }

  return {
    async save(updates) {
      const distinct = new Map(updates.map((update) => [String(update.update_id), update]));
      if (distinct.size === 0) return [];
      const rows = [...distinct].map(([updateKey, update]) => ({
        ...toKey(updateKey),
        ...toAlbum(update),
        owner,
        payload: deps.sealer.seal(JSON.stringify(update)),
      }));
      // In work before they are written, so that a replay at the same moment does not find them.
      const claimed = [...distinct.keys()].filter((updateKey) => !inWork.has(updateKey));
      for (const updateKey of claimed) inWork.add(updateKey);
      const fresh = new Set<string>();
      try {
        const saved = await chatUpdates.save(rows, deps.clock.now());
        for (const updateKey of saved) fresh.add(updateKey);
      } finally {
        for (const updateKey of claimed) if (!fresh.has(updateKey)) inWork.delete(updateKey);
      }
      return [...distinct]
        .filter(([updateKey]) => fresh.has(updateKey))
        .map(([, update]) => ({ update, isSpent: false }));
    },

    replay: () =>
      inTurn(async () => {
        await chatUpdates.takeOver(ofProcess);
        return reopenAll(await chatUpdates.listOwn(ofProcess));
      }),

    takeOver: () => inTurn(async () => reopenAll(await chatUpdates.takeOver(ofProcess))),

    async finish(updates) {
      const updateKeys = updates.map(({ update_id: id }) => String(id));
      await chatUpdates.finishAll({ platform: "telegram", botId, updateKeys });
      for (const updateKey of updateKeys) inWork.delete(updateKey);
      deps.faults.reach("update_finished");
    },

    async readAlbum(update) {
      const albumKey = toAlbumKey(update) ?? "";
      const parts = await chatUpdates.listAlbum({ platform: "telegram", botId, albumKey });
      return parts.map(({ updateKey, payload, isOpen }) => ({
        updateId: Number(updateKey),
        isOpen,
        update: openPayload(deps, payload),
      }));
    },

    async leadAlbum(update) {
      const albumKey = toAlbumKey(update) ?? "";
      const key = { ...toKey(String(update.update_id)), albumKey };
      return Number(await chatUpdates.leadAlbum(key));
    },

    leaveOpen: ({ update_id: id }) => void inWork.delete(String(id)),
  };
}

function toAlbum(update: Update): { albumKey?: string } {
  const albumKey = toAlbumKey(update);
  return albumKey === null ? {} : { albumKey };
}

/** Null when it is not an update of ours, or no key opens it any more. */
function openPayload(deps: Pick<BookDeps, "sealer" | "log">, payload: string): Update | null {
  if (payload === "") return null;
  try {
    return JSON.parse(deps.sealer.open(payload)) as Update;
  } catch (error) {
    deps.log.error("telegram_update_unreadable", error);
    return null;
  }
}
