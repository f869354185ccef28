import { chatsOf } from "./telegram-state.js";

/** Who one is on Telegram, and which chat and topic one looks at. */
export class TelegramView {
  userId = 0;
  chatId = 0;
  /** Undefined: General, or a chat without topics. */
  threadId = undefined;
  /** `chatId:threadId` where something happened while one looked elsewhere. */
  news = new Set();

  get place() {
    const { userId, chatId, threadId } = this;
    return { userId, chatId, threadId };
  }

  /** Whatever was asked for, one ends up somewhere the person can be. True when that is elsewhere than before. */
  go(change, state) {
    const before = JSON.stringify(this.place);
    const wasPrivate = this.chatId === this.userId;
    Object.assign(this, change);
    if (!state.people.some(({ id }) => id === this.userId)) this.userId = state.people[0].id;
    const chats = chatsOf(state, this.userId);
    const isOpen = chats.some(({ chat }) => chat.id === this.chatId);
    // Another person's own chat with the bot is not there; theirs is.
    if (!isOpen || (wasPrivate && change.userId !== undefined)) {
      this.chatId = this.userId;
      this.threadId = undefined;
    }
    this.news.delete(`${this.chatId}:${this.threadId}`);
    return before !== JSON.stringify(this.place);
  }
}
