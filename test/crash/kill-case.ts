import { expect } from "vitest";
import type { FaultPoint } from "../../src/core/ports/fault-points.js";
import type { PersonsChat, Wish } from "../fixtures/person-chats.js";
import type { House, Inventory, Traces } from "./kill-house.js";
import { type Orders, USUAL } from "./killable-service.js";

/** After a restart the work goes on, and ends, within this time. */
const RESUME_MS = 10_000;
const DEATH_MS = 30_000;

export interface KillCase {
  /** Where the first life ends, and the second, and so on. */
  readonly deaths: readonly FaultPoint[];
  /** A point of the last life that it must not reach again. */
  readonly notAgain?: FaultPoint;
  readonly orders?: Partial<Orders>;
  /** Beside the words. */
  readonly wish?: Wish;
  /** Somebody the service has never heard of. */
  readonly isNewcomer?: boolean;
  /** What happens after the request; the first death is ordered only then. */
  readonly meanwhile?: (chat: PersonsChat, house: House) => Promise<void>;
  /** What leads to the first death when it is not the request itself. */
  readonly trigger?: (chat: PersonsChat) => Promise<void>;
  /** What else there is to wait for at the end. */
  readonly isOver?: (traces: Traces) => boolean;
}

export interface KillStory {
  readonly traces: Traces;
  readonly chat: PersonsChat;
  readonly spentCredits: number;
  readonly heldCredits: number;
  /** From serving again to the end, after the last restart. */
  readonly resumedAfterMs: number;
}

let caseCount = 0;

/**
 * A person asks for one picture; the service dies at each of the points in turn, and then lives on. It is left running,
 * so that the next case need not start it.
 */
export async function runKillCase(house: House, given: KillCase): Promise<KillStory> {
  const { service, server } = house;
  const { orders = {}, wish } = given;
  const [firstDeath = null, ...laterDeaths] = given.deaths;
  if (!service.isAlive()) await service.start();
  await server.isOpen();
  const chat = await server.openChat({ isNewcomer: given.isNewcomer ?? false });
  const before = await house.take(chat);
  caseCount += 1;
  const prompt = `a red fox, number ${caseCount}`;

  if (given.meanwhile) {
    await service.order({ ...orders, killAt: null });
    await chat.ask(prompt, wish);
    await given.meanwhile(chat, house);
    await service.order({ killAt: firstDeath });
    await given.trigger?.(chat);
  } else {
    await service.order({ ...orders, killAt: firstDeath });
    await chat.ask(prompt, wish);
  }
  await service.death(DEATH_MS);
  for (const killAt of laterDeaths) {
    await service.start({ ...orders, killAt });
    await service.death(DEATH_MS);
  }
  expect(await service.start({ ...orders, killAt: given.notAgain ?? null })).toBe("ready");
  return finish(house, { chat, before, isAlsoOver: given.isOver ?? (() => true) });
}

async function finish(
  house: House,
  {
    chat,
    before,
    isAlsoOver,
  }: { chat: PersonsChat; before: Inventory; isAlsoOver: (traces: Traces) => boolean },
): Promise<KillStory> {
  const readyAt = performance.now();
  await expect
    .poll(() => house.since(before), { timeout: RESUME_MS, interval: 100 })
    .toSatisfy((traces: Traces) => isOver(traces) && isAlsoOver(traces), "nothing is left to do");
  const resumedAfterMs = performance.now() - readyAt;
  const traces = await house.since(before);
  await house.service.order(USUAL);
  expect(await house.service.reconcile()).toMatchObject({ isFine: true });
  const wallet = await house.readWallet(chat);
  const spentCredits = before.balance - wallet.balance;
  return { traces, chat, spentCredits, heldCredits: wallet.held, resumedAfterMs };
}

/** Nothing is left to do, in the chat or out of it. */
export function isOver(traces: Traces): boolean {
  return (
    traces.generations.length > 0 &&
    traces.deliveries.every(({ state }) => state === "sent" || state === "stranded") &&
    traces.attempts.every(({ isEnded }) => isEnded) &&
    traces.openUpdates === 0
  );
}

/** One end, one capture, one picture, one answer. */
export function expectOnePicture(story: KillStory): void {
  expectPictures(story, { count: 1, credits: 1, given: 0 });
}

/** One end, one capture, as many pictures as were asked for, each made once, one answer. */
export function expectPictures(
  story: KillStory,
  { count, credits, given }: { count: number; credits: number; given: number },
): void {
  const { traces, chat } = story;
  expect(traces.generations).toMatchObject([{ state: "succeeded", kept: count }]);
  expect(traces.holds).toHaveLength(1);
  expect(traces.holdEnds).toEqual([{ kind: "capture", captured: credits, released: 0 }]);
  expect(story).toMatchObject({ spentCredits: credits, heldCredits: 0 });
  expect(traces.objects).toHaveLength(count + given);
  expect(traces.runs).toHaveLength(count);
  expect(traces.attempts.map(({ state }) => state).filter((state) => state !== "absent")).toEqual(
    Array(count).fill("succeeded"),
  );
  expect(traces.deliveries).toMatchObject([{ state: "sent" }]);
  const seen = chat.seen();
  expect(seen.reduce((sum, { pictureCount }) => sum + pictureCount, 0)).toBe(count);
  const pending = seen.filter(({ isPending }) => isPending);
  expect(pending.length).toBeLessThanOrEqual(mayBeStale(story) ? 1 : 0);
  // Several pictures are an album on Telegram, whose buttons follow it.
  const isAlbum = chat.platform === "telegram" && count > 1;
  expect(seen).toHaveLength((isAlbum ? count + 1 : 1) + pending.length);
}

/**
 * Whether Telegram took a first message whose answer we did not live to hear, nothing tells; a second one is not sent,
 * so at most that one stays as it was. On Discord the answer to an interaction is found again.
 */
function mayBeStale({ chat, traces }: KillStory): boolean {
  const isUnknown = traces.deliveries.some(({ isFirstSendLost }) => isFirstSendLost);
  return chat.platform === "telegram" && isUnknown;
}

/** One end, one capture, one picture, which reached nobody and is kept. Returns its short id. */
export function expectKeptForLater({ traces, chat, ...story }: KillStory): string {
  expect(traces.generations).toMatchObject([{ state: "succeeded", kept: 1 }]);
  expect(traces.holdEnds).toEqual([{ kind: "capture", captured: 1, released: 0 }]);
  expect(story).toMatchObject({ spentCredits: 1, heldCredits: 0 });
  expect(traces.objects).toHaveLength(1);
  expect(traces.deliveries).toMatchObject([{ state: "stranded" }]);
  expect(chat.seen().filter(({ pictureCount }) => pictureCount > 0)).toEqual([]);
  return traces.generations[0]?.id.slice(0, 8) ?? "";
}

/** One end without a picture, everything given back, one answer that says so. */
export function expectNoPicture(
  story: KillStory,
  expected: { state: "cancelled" | "failed"; says: RegExp },
): void {
  const { traces, chat } = story;
  expect(traces.generations).toMatchObject([{ state: expected.state, kept: 0 }]);
  expect(traces.holds).toHaveLength(1);
  expect(traces.holdEnds).toEqual([{ kind: "release", captured: 0, released: 1 }]);
  expect(story).toMatchObject({ spentCredits: 0, heldCredits: 0 });
  expect(traces.objects).toEqual([]);
  expect(traces.attempts).toHaveLength(1);
  expect(traces.deliveries).toMatchObject([{ state: "sent" }]);
  expect(chat.seen()).toMatchObject([
    { text: expect.stringMatching(expected.says), pictureCount: 0, isPending: false },
  ]);
}
