import { conflict } from "../refusal.js";
import { secondsGoneBy } from "../world/seconds-gone-by.js";

/** An update as it goes over the wire. */
export interface QueuedUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

export interface PollRequest {
  offset: number;
  limit: number;
  timeoutSeconds: number;
  /** Left out: what was asked for last time stays. */
  allowedUpdates: readonly string[] | undefined;
  signal: AbortSignal;
}

export interface UpdateQueue {
  /** Queues an update, unless the bot has not asked for its kind. */
  push(kind: string, payload: unknown): void;
  /** Queues an update whatever the bot asked for; gives its id. */
  inject(fields: Record<string, unknown>): number;
  /**
   * Long polling: confirms everything below `offset`, then answers as soon as there is something.
   *
   * @throws TelegramRefusal 409 for the poller that waited when another one comes.
   */
  poll(request: PollRequest): Promise<QueuedUpdate[]>;
  /** Ends a waiting poll with this 409, as setting a webhook does. */
  interruptPoller(reason: string): void;
  setAllowed(kinds: readonly string[]): void;
  allowed(): readonly string[] | undefined;
  pending(): readonly QueuedUpdate[];
  /** Forgets one delivery, as a webhook's 200 does. */
  drop(update: QueuedUpdate): void;
  dropAll(): void;
  /** The next update queued will stand there twice. */
  duplicateNext(): void;
  onPush(listener: () => void): void;
}

// Of all kinds, these must be asked for by name.
const askedForOnly = new Set(["chat_member", "message_reaction", "message_reaction_count"]);
const firstUpdateId = 700_000_001;

interface Waiter {
  limit: number;
  finish(result: QueuedUpdate[] | Error): void;
}

/** Updates nobody has confirmed yet, in order. Ids go on rising for as long as the server lives. */
export function createUpdateQueue(): UpdateQueue {
  let pending: QueuedUpdate[] = [];
  let allowed: readonly string[] | undefined;
  let nextId = firstUpdateId + secondsGoneBy();
  let isNextDoubled = false;
  let waiter: Waiter | undefined;
  let announce: () => void = () => {};

  function add(fields: Record<string, unknown>): number {
    const update: QueuedUpdate = { ...fields, update_id: nextId };
    nextId += 1;
    pending.push(update);
    if (isNextDoubled) pending.push({ ...update });
    isNextDoubled = false;
    waiter?.finish(pending.slice(0, waiter.limit));
    announce();
    return update.update_id;
  }

  function setAllowed(kinds: readonly string[]): void {
    // An empty list asks for the default set.
    allowed = kinds.length === 0 ? undefined : [...kinds];
  }

  function confirmBelow(offset: number): void {
    // A negative offset counts from the end and forgets everything before.
    if (offset < 0) pending = pending.slice(offset);
    else pending = pending.filter((update) => update.update_id >= offset);
  }

  function waitForMore(request: PollRequest): Promise<QueuedUpdate[]> {
    return new Promise((resolve, reject) => {
      const finish = (result: QueuedUpdate[] | Error): void => {
        clearTimeout(timer);
        request.signal.removeEventListener("abort", giveUp);
        if (waiter === mine) waiter = undefined;
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const giveUp = (): void => finish([]);
      const mine: Waiter = { limit: request.limit, finish };
      const timer = setTimeout(giveUp, request.timeoutSeconds * 1_000);
      request.signal.addEventListener("abort", giveUp);
      waiter = mine;
    });
  }

  return {
    push(kind, payload) {
      const isAsked = allowed === undefined ? !askedForOnly.has(kind) : allowed.includes(kind);
      if (isAsked) add({ [kind]: payload });
    },
    inject: add,
    async poll(request) {
      waiter?.finish(
        conflict(
          "terminated by other getUpdates request; make sure that only one bot instance is running",
        ),
      );
      if (request.allowedUpdates !== undefined) setAllowed(request.allowedUpdates);
      confirmBelow(request.offset);
      const batch = pending.slice(0, request.limit);
      const isDone = batch.length > 0 || request.timeoutSeconds <= 0 || request.signal.aborted;
      return isDone ? batch : waitForMore(request);
    },
    interruptPoller: (reason) => waiter?.finish(conflict(reason)),
    setAllowed,
    allowed: () => allowed,
    pending: () => pending,
    drop(update) {
      pending = pending.filter((other) => other !== update);
    },
    dropAll() {
      pending = [];
      isNextDoubled = false;
    },
    duplicateNext() {
      isNextDoubled = true;
    },
    onPush(listener) {
      announce = listener;
    },
  };
}
