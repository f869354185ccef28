import type { BotStatus, MembershipActions } from "../control-types.js";
import type { Platform } from "../platform.js";
import { botRole, toChatMember } from "../world/members.js";
import { addPersonToWorld, chatIn, personIn } from "../world/world.js";

export function createMembershipActions(platform: Platform): MembershipActions {
  const setBotStatus = (chatId: number, status: BotStatus): void =>
    changeBotStatus(platform, { chatId, status });
  return {
    blockBot: async (userId) => setBotStatus(userId, "blocked"),
    unblockBot: async (userId) => setBotStatus(userId, "member"),
    kickBot: async (chatId) => setBotStatus(chatId, "kicked"),
    addBot: async (chatId) => setBotStatus(chatId, "member"),
    setBotRole: async ({ chatId, role }) => setBotStatus(chatId, role),
    async setMemberRole({ chatId, userId, role }) {
      const { world } = platform;
      const record = chatIn(world, chatId);
      const user = personIn(world, userId);
      const before = record.members.get(userId) ?? "left";
      record.members.set(userId, role);
      // Bots hear of other members only as administrators, and only when they ask for it by name.
      if (record.botStatus !== "administrator" || before === role) return;
      platform.updates.push("chat_member", {
        chat: record.chat,
        from: user,
        date: Math.floor(Date.now() / 1_000),
        old_chat_member: toChatMember(user, before),
        new_chat_member: toChatMember(user, role),
      });
    },
    async deleteTopic({ chatId, threadId }) {
      const record = chatIn(platform.world, chatId);
      record.topics.delete(threadId);
      for (const [messageId, message] of record.messages) {
        if (message.message_thread_id === threadId) record.messages.delete(messageId);
      }
    },
    async addPerson({ firstName, username, languageCode, hasStarted }) {
      return addPersonToWorld(platform.world, {
        id: platform.ids.person(),
        firstName,
        ...(username === undefined ? {} : { username }),
        ...(languageCode === undefined ? {} : { languageCode }),
        botStatus: hasStarted === false ? "not_started" : "member",
      });
    },
  };
}

/** Changes the bot's place in a chat and tells it, as Telegram does even when it is thrown out. */
function changeBotStatus(platform: Platform, change: { chatId: number; status: BotStatus }): void {
  const { world } = platform;
  const record = chatIn(world, change.chatId);
  if (record.botStatus === change.status) return;
  const before = toChatMember(world.bot, botRole(record));
  record.botStatus = change.status;
  const actor =
    record.chat.type === "private"
      ? world.people.get(record.chat.id)
      : [...record.members].find(([, role]) => role === "creator")?.[0];
  platform.updates.push("my_chat_member", {
    chat: record.chat,
    from: typeof actor === "number" ? personIn(world, actor) : actor,
    date: Math.floor(Date.now() / 1_000),
    old_chat_member: before,
    new_chat_member: toChatMember(world.bot, botRole(record)),
  });
  platform.events.emit({ kind: "bot_status", chatId: change.chatId, status: change.status });
}
