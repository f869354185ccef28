import { secondsGoneBy } from "./seconds-gone-by.js";

/**
 * Ids rise for as long as the server lives, so that a reset never gives one twice, and begin the higher the later it
 * starts: whoever keeps a data folder remembers those of the server before.
 */
export interface Ids {
  message(chatId: number): number;
  person(): number;
  /** For callback queries and albums: long decimal strings, as the real ones are. */
  long(): string;
}

// In private chats and small groups messages share one row of numbers; each supergroup has its own.
const supergroupsBelow = -1_000_000_000_000;
const firstPrivateMessageId = 101;
const firstGroupMessageId = 11;
const firstPersonId = 7_310_000_001;
const firstLongId = 1_769_304_411_000_000_001n;

export function createIds(): Ids {
  const seconds = secondsGoneBy();
  const nextMessage = new Map<number, number>();
  let nextPerson = firstPersonId + seconds;
  let nextLong = firstLongId + BigInt(seconds) * 1_000_000n;
  return {
    message(chatId) {
      const isSupergroup = chatId < supergroupsBelow;
      const row = isSupergroup ? chatId : 0;
      const first = isSupergroup ? firstGroupMessageId : firstPrivateMessageId;
      const id = nextMessage.get(row) ?? first + seconds;
      nextMessage.set(row, id + 1);
      return id;
    },
    person: () => nextPerson++,
    long() {
      const id = nextLong;
      nextLong += 1n;
      return id.toString();
    },
  };
}
