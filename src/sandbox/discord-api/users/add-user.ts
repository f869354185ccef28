import { type DiscordUserActions, SandboxError } from "../control.js";
import type { Platform } from "../platform.js";
import type { WorldGuild } from "../world/model.js";

type NewUser = Parameters<DiscordUserActions["addUser"]>[0];

/** The bot hears nothing of it: joining is told only to those with the members intent. */
export function addUser(platform: Platform, { name, locale = "en-US", guildIds = [] }: NewUser) {
  const { world } = platform;
  const guilds = guildIds.map((guildId) => guildOf(platform, guildId));
  const id = platform.nextId();
  world.users.set(id, {
    id,
    username: name.toLowerCase(),
    displayName: name,
    locale,
    isBot: false,
    hasInstalledApp: false,
    acceptsDirectMessages: true,
  });
  const channelId = platform.nextId();
  world.channels.set(channelId, { kind: "direct_message", id: channelId, userId: id });
  const joinedAt = platform.clock.now().toISOString();
  for (const guild of guilds) {
    guild.members = [...guild.members, { userId: id, roleIds: [], nick: null, joinedAt }];
    platform.emit({ type: "guild_changed", guildId: guild.id });
  }
  return id;
}

function guildOf(platform: Platform, id: string): WorldGuild {
  const guild = platform.world.guilds.get(id);
  if (guild === undefined) throw new SandboxError(`no guild ${id}`);
  return guild;
}
