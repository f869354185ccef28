import { expect } from "vitest";
import type { FaultPoint } from "../../src/core/ports/fault-points.js";
import { until } from "../jobs/until.js";
import type { PersonsChat } from "./kill-chats.js";
import type { House, Inventory, Traces } from "./kill-house.js";
import type { Orders } from "./killable-service.js";

/** After a restart the work goes on within this time. */
const RESUME_MS = 10_000;
const DEATH_MS = 10_000;

export interface KillCase {
  readonly prompt: string;
  /** Where the first life ends, and the second, and so on. */
  readonly deaths: readonly FaultPoint[];
  readonly orders?: Partial<Orders>;
  /** What happens between the request and the first death, e.g. a press on Cancel. */
  readonly meanwhile?: (chat: PersonsChat) => Promise<void>;
}

export interface KillStory {
  readonly traces: Traces;
  readonly chat: PersonsChat;
  /** From serving again to the end, after the last restart. */
  readonly resumedAfterMs: number;
}

/**
 * A person asks; the service dies at each of the points in turn, and lives on at last. The house is left running, so
 * that the next case need not start it.
 */
export async function runKillCase(house: House, given: KillCase): Promise<KillStory> {
  const { service } = house;
  const { deaths, orders = {}, meanwhile } = given;
  const [first = null, ...later] = deaths;
  if (!service.isAlive()) await service.start();
  const [server] = house.chats;
  if (!server) throw new Error("the house has no chat");
  await server.isOpen();
  const chat = await server.openChat();
  const before = await house.take();

  await service.order({ ...orders, killAt: meanwhile ? null : first });
  await chat.ask(given.prompt);
  if (meanwhile) {
    await meanwhile(chat);
  }
  await service.death(DEATH_MS);
  for (const killAt of later) {
    await service.start({ ...orders, killAt });
    await service.death(DEATH_MS);
  }
  return live(house, { chat, before, orders });
}

/** The last life, to the end of the work. */
async function live(
  house: House,
  at: { chat: PersonsChat; before: Inventory; orders: Partial<Orders> },
): Promise<KillStory> {
  expect(await house.service.start({ ...at.orders, killAt: null })).toBe("ready");
  const readyAt = performance.now();
  const isOver = async () => isSettled(await house.since(at.before));
  await until("the end of the work", isOver, RESUME_MS);
  const resumedAfterMs = performance.now() - readyAt;
  return { traces: await house.since(at.before), chat: at.chat, resumedAfterMs };
}

function isSettled(traces: Traces): boolean {
  return (
    traces.generations.length > 0 &&
    traces.deliveries.every(({ state }) => state === "sent" || state === "stranded") &&
    traces.openUpdates === 0 &&
    traces.attempts.every(({ isEnded }) => isEnded)
  );
}
