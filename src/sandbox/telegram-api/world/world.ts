import type { Chat, Message, User, UserFromGetMe } from "grammy/types";
import type { BotStatus, MemberRole } from "../control-types.js";
import type { SeedGroup, SeedPerson, WorldSeed } from "../seed.js";

export interface Topic {
  threadId: number;
  name: string;
  /** The service message that opened it; messages that answer nothing refer to it. */
  created: Message;
}

export interface ChatRecord {
  readonly chat: Chat.PrivateChat | Chat.SupergroupChat;
  botStatus: BotStatus;
  readonly members: Map<number, MemberRole>;
  readonly topics: Map<number, Topic>;
  readonly messages: Map<number, Message>;
  /** Emoji of the bot, by message id. */
  readonly reactions: Map<number, string>;
}

export interface World {
  readonly bot: UserFromGetMe;
  readonly people: Map<number, User>;
  readonly chats: Map<number, ChatRecord>;
}

export function createWorld(seed: WorldSeed): World {
  const world: World = { bot: createBotUser(seed), people: new Map(), chats: new Map() };
  for (const person of seed.people) {
    addPersonToWorld(world, { ...person, botStatus: "member" });
  }
  for (const group of seed.groups) world.chats.set(group.id, createGroup(group, world));
  return world;
}

/** Adds a person and their private chat with the bot. */
export function addPersonToWorld(
  world: World,
  person: SeedPerson & { botStatus: BotStatus },
): User {
  const name = person.username === undefined ? {} : { username: person.username };
  const user: User = { id: person.id, is_bot: false, first_name: person.firstName, ...name };
  if (person.languageCode !== undefined) user.language_code = person.languageCode;
  world.people.set(user.id, user);
  world.chats.set(user.id, {
    chat: { id: user.id, type: "private", first_name: user.first_name, ...name },
    botStatus: person.botStatus,
    members: new Map([[user.id, "member"]]),
    topics: new Map(),
    messages: new Map(),
    reactions: new Map(),
  });
  return user;
}

/** The person behind an id. @throws Error when the world has none. */
export function personIn(world: World, userId: number): User {
  const user = world.people.get(userId);
  if (user === undefined) throw new Error(`nobody has the id ${userId}`);
  return user;
}

/** The chat with an id. @throws Error when the world has none. */
export function chatIn(world: World, chatId: number): ChatRecord {
  const record = world.chats.get(chatId);
  if (record === undefined) throw new Error(`no chat has the id ${chatId}`);
  return record;
}

/** The message with an id, topics' opening messages included. */
export function messageIn(record: ChatRecord, messageId: number): Message | undefined {
  return record.messages.get(messageId) ?? record.topics.get(messageId)?.created;
}

function createBotUser(seed: WorldSeed): UserFromGetMe {
  return {
    id: seed.bot.id,
    is_bot: true,
    first_name: seed.bot.firstName,
    username: seed.bot.username,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}

function createGroup(group: SeedGroup, world: World): ChatRecord {
  const chat: Chat.SupergroupChat = {
    id: group.id,
    type: "supergroup",
    title: group.title,
    ...(group.username === undefined ? {} : { username: group.username }),
    ...(group.topics.length > 0 ? { is_forum: true as const } : {}),
  };
  const creatorId = group.members.find((member) => member.role === "creator")?.userId;
  const creator = creatorId === undefined ? undefined : world.people.get(creatorId);
  const date = Math.floor(Date.now() / 1_000);
  const topics = group.topics.map(({ threadId, name }): [number, Topic] => {
    const created: Message = {
      message_id: threadId,
      message_thread_id: threadId,
      is_topic_message: true,
      chat,
      date,
      forum_topic_created: { name, icon_color: 7_322_096 },
      ...(creator === undefined ? {} : { from: creator }),
    };
    return [threadId, { threadId, name, created }];
  });
  return {
    chat,
    botStatus: "member",
    members: new Map(group.members.map(({ userId, role }) => [userId, role])),
    topics: new Map(topics),
    messages: new Map(),
    reactions: new Map(),
  };
}
