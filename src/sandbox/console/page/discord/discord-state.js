/** How long "… is typing" stays without news. */
const TYPING_MS = 6_000;
const KEPT_CALLS = 200;

export function toDiscordState(snapshot) {
  return {
    world: snapshot.world,
    messages: new Map(snapshot.messages.map((message) => [message.id, message])),
    interactions: new Map(snapshot.interactions.map((record) => [record.id, record])),
    calls: snapshot.calls,
    typing: new Map(),
    /** Goes up when the bot changes its commands, so that menus are asked for anew. */
    commandsVersion: 0,
  };
}

export function applyDiscord(state, event) {
  switch (event.type) {
    case "message_created":
      state.typing.delete(event.message.channelId);
      state.messages.set(event.message.id, event.message);
      break;
    case "message_updated":
      state.messages.set(event.message.id, event.message);
      break;
    case "message_deleted":
      state.messages.delete(event.messageId);
      break;
    case "interaction_created":
    case "interaction_updated":
      if (event.interaction.kind !== "autocomplete") {
        state.interactions.set(event.interaction.id, event.interaction);
      }
      break;
    case "commands_changed":
      state.commandsVersion += 1;
      break;
    case "typing":
      state.typing.set(event.channelId, Date.now() + TYPING_MS);
      break;
    case "call":
      state.calls = [...state.calls.slice(-KEPT_CALLS), event.call];
      break;
  }
}

/** What a person may see, as they would find it. */
export function guildsOf(world, userId) {
  const own = world.users.find(({ id }) => id === userId)?.guildIds ?? [];
  return world.guilds.filter(({ id }) => own.includes(id));
}

export function channelsOf(world, { userId, guildId }) {
  const seen = world.channels.filter(
    (channel) => channel.guildId === guildId && channel.userIds.includes(userId),
  );
  // The conversation with the bot stands above groups.
  const isDirect = ({ kind }) => (kind === "direct_message" ? 1 : 0);
  return seen.sort((one, other) => isDirect(other) - isDirect(one));
}

export function messagesIn(state, { userId, channelId }) {
  return [...state.messages.values()]
    .filter(
      (message) =>
        message.channelId === channelId &&
        (message.visibleTo === null || message.visibleTo === userId),
    )
    .sort((one, other) => compareIds(one.id, other.id));
}

/** Commands and buttons nobody answered, which only the person who used them sees. */
export function failuresIn(state, { userId, channelId }) {
  return [...state.interactions.values()].filter(
    (record) =>
      record.state === "failed" && record.userId === userId && record.channelId === channelId,
  );
}

/** Snowflakes are too large for a number: the longer is the later. */
export function compareIds(one, other) {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}

/** "owner, Staff": what a person is in a server. */
export function roleNames(world, { userId, guildId }) {
  const guild = world.guilds.find(({ id }) => id === guildId);
  const member = guild?.members.find((entry) => entry.userId === userId);
  if (!member) return [];
  const roles = guild.roles.filter(({ id }) => member.roleIds.includes(id));
  return [...(member.isOwner ? ["Owner"] : []), ...roles.map(({ name }) => name)];
}
