/** Telegram shows an action for 5 s after it was last told. */
const ACTION_MS = 5_000;
const KEPT_CALLS = 200;

export function toTelegramState(snapshot) {
  return {
    bot: snapshot.bot,
    people: snapshot.people,
    chats: snapshot.chats,
    messages: new Map(snapshot.messages.map((message) => [keyOf(message), message])),
    reactions: new Map(
      snapshot.reactions.map(({ chatId, messageId, emoji }) => [`${chatId}:${messageId}`, emoji]),
    ),
    calls: snapshot.calls,
    actions: new Map(),
    commandsVersion: 0,
  };
}

export function keyOf(message) {
  return `${message.chat.id}:${message.message_id}`;
}

export function applyTelegram(state, event) {
  switch (event.kind) {
    case "message":
    case "message_edited":
      if (event.message.from?.is_bot) state.actions.delete(event.message.chat.id);
      state.messages.set(keyOf(event.message), event.message);
      break;
    case "message_deleted":
      state.messages.delete(`${event.chatId}:${event.messageId}`);
      break;
    case "reaction":
      applyReaction(state, event);
      break;
    case "chat_action": {
      const { chatId, threadId, action } = event;
      state.actions.set(chatId, { threadId, action, until: Date.now() + ACTION_MS });
      break;
    }
    case "commands_changed":
      state.commandsVersion += 1;
      break;
    case "call":
      state.calls = [...state.calls.slice(-KEPT_CALLS), event.call];
      break;
  }
}

function applyReaction(state, { chatId, messageId, emoji }) {
  const key = `${chatId}:${messageId}`;
  if (emoji === undefined) state.reactions.delete(key);
  else state.reactions.set(key, emoji);
}

/** The chats in a person's list: their own with the bot, and groups they are in. */
export function chatsOf(state, userId) {
  return state.chats.filter(({ chat, members }) =>
    chat.type === "private"
      ? chat.id === userId
      : members.some(({ user, role }) => user.id === userId && role !== "left"),
  );
}

/** Oldest first. `threadId` undefined: General, or a chat without topics. */
export function messagesIn(state, { chatId, threadId }) {
  return [...state.messages.values()]
    .filter(
      (message) =>
        message.chat.id === chatId &&
        (message.is_topic_message ? message.message_thread_id : undefined) === threadId,
    )
    .sort((one, other) => one.message_id - other.message_id);
}

export function roleOf(state, { userId, chatId }) {
  const chat = state.chats.find((entry) => entry.chat.id === chatId);
  return chat?.members.find(({ user }) => user.id === userId)?.role ?? "left";
}
