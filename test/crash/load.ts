import { pause } from "../jobs/until.js";
import type { LoadedHouse } from "./loaded-house.js";

/** How many generations are kept open. */
const IN_FLIGHT = 50;
const LOOK_EVERY_MS = 300;
const BUY_EVERY = 6;

/** What people asked for, and whether the platform heard the bot take it. */
export interface Load {
  /** What the bot is bound to have taken, and on Telegram by whom it was asked. */
  readonly taken: readonly { prompt: string; telegramUserId: number | null }[];
  /** Checkouts paid, by the rail's own id. */
  readonly paid: ReadonlySet<string>;
  /** Asks no more, and resolves when nothing is on its way to the bot. */
  stop(): Promise<void>;
}

/** People ask so that there is always enough to do, buy credits now and then, and pay at once. */
export function startLoad(house: LoadedHouse): Load {
  const taken: { prompt: string; telegramUserId: number | null }[] = [];
  const paid = new Set<string>();
  const asking = new Set<Promise<void>>();
  let isStopped = false;
  let count = 0;

  async function askOnDiscord(prompt: string): Promise<void> {
    const userId = pick(house.onDiscord, count);
    const { channelId } = house;
    const run = await house.discord.runCommand({
      ...{ userId, channelId, name: "imagine" },
      options: { prompt },
    });
    // Heard is not yet written down: who then sees nothing asks again, and has paid nothing.
    if (run.record().state === "acknowledged") taken.push({ prompt, telegramUserId: null });
  }

  async function askOnTelegram(prompt: string): Promise<void> {
    const { control } = house.telegram;
    const isNewcomer = count % 5 === 0;
    const userId = isNewcomer
      ? (await control.addPerson({ firstName: `Newcomer ${count}` })).id
      : pick(house.onTelegram, count);
    if (count % 7 === 1) control.duplicateNextUpdate();
    await control.sendText({ userId, chatId: userId, text: `/imagine ${prompt}` });
    taken.push({ prompt, telegramUserId: userId });
  }

  async function buy(): Promise<void> {
    const { control } = house.telegram;
    // Somebody new each time, so that the packs they are shown are the only ones.
    const { id: userId } = await control.addPerson({ firstName: `Buyer ${count}` });
    await control.sendText({ userId, chatId: userId, text: "/buy" });
    for (let waits = 0; waits < 100 && !isStopped; waits += 1) {
      await pause(200);
      for (const { message_id: messageId, reply_markup: markup } of control.messages(userId)) {
        const button = markup?.inline_keyboard
          .flat()
          .find((one) => "callback_data" in one && one.callback_data.startsWith("buy:"));
        if (!button || !("callback_data" in button)) continue;
        const data = button.callback_data;
        await control.pressButton({ userId, chatId: userId, messageId, data, timeoutMs: 1 });
        return;
      }
    }
  }

  function payAll(): void {
    for (const { id, status } of house.stripe.control.sessions()) {
      if (status !== "open" || paid.has(id)) continue;
      house.stripe.control.pay(id);
      paid.add(id);
    }
  }

  function begin(work: Promise<void>): void {
    const tracked = work.catch(() => undefined).finally(() => asking.delete(tracked));
    asking.add(tracked);
  }

  async function askOnAndOn(): Promise<void> {
    while (!isStopped) {
      const open = taken.length + asking.size - (await countEnded(house, taken.length));
      for (let missing = IN_FLIGHT - open; missing > 0; missing -= 1) {
        count += 1;
        const prompt = `a lighthouse, number ${count}.`;
        begin(count % 2 === 0 ? askOnDiscord(prompt) : askOnTelegram(prompt));
        if (count % BUY_EVERY === 0) begin(buy());
      }
      payAll();
      await pause(LOOK_EVERY_MS);
    }
  }

  const running = askOnAndOn();
  return {
    taken,
    paid,
    async stop() {
      isStopped = true;
      await running;
      await Promise.all(asking);
      payAll();
    },
  };
}

/** What was asked for and has not ended, wherever it stands. While the database is away nobody asks for more. */
async function countEnded(house: LoadedHouse, asked: number): Promise<number> {
  try {
    const sql = "SELECT count(*)::int AS ended FROM generations WHERE ended_at IS NOT NULL";
    const [row] = await house.select<{ ended: number }>(sql);
    return row?.ended ?? 0;
  } catch {
    return asked - IN_FLIGHT;
  }
}

function pick<T>(from: readonly T[], count: number): T {
  const one = from[count % from.length];
  if (one === undefined) throw new Error("there is nobody");
  return one;
}
