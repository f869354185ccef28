import type { DiscordFaults } from "./control.js";
import { SandboxError } from "./control.js";
import type { GatewayServer } from "./gateway/gateway-server.js";
import type { Platform, RestFault } from "./platform.js";
import type { WorldGuild, WorldUser } from "./world/model.js";
import { memberOf } from "./world/permissions.js";

export function createFaults(platform: Platform, gateway: GatewayServer): DiscordFaults {
  const push = (fault: RestFault, count = 1) => {
    for (let pushed = 0; pushed < count; pushed += 1) platform.switches.restFaults.push(fault);
  };
  return {
    async kickBot(guildId) {
      const guild = guildOf(platform, guildId);
      const botId = platform.world.application.botUserId;
      if (memberOf(guild, botId) === undefined) return;
      guild.members = guild.members.filter((member) => member.userId !== botId);
      gateway.announceGuild(guild, "left");
      platform.emit({ type: "guild_changed", guildId });
    },
    async inviteBot(guildId) {
      const guild = guildOf(platform, guildId);
      const { botUserId, name } = platform.world.application;
      if (memberOf(guild, botUserId) !== undefined) return;
      const roleIds = guild.roles.filter((role) => role.name === name).map((role) => role.id);
      const joinedAt = platform.clock.now().toISOString();
      guild.members = [...guild.members, { userId: botUserId, roleIds, nick: null, joinedAt }];
      if (guild.available) gateway.announceGuild(guild, "available");
      platform.emit({ type: "guild_changed", guildId });
    },
    closeDirectMessages(userId) {
      userOf(platform, userId).acceptsDirectMessages = false;
    },
    openDirectMessages(userId) {
      userOf(platform, userId).acceptsDirectMessages = true;
    },
    setGuildAvailable(guildId, available) {
      const guild = guildOf(platform, guildId);
      if (guild.available === available) return;
      guild.available = available;
      if (memberOf(guild, platform.world.application.botUserId) !== undefined) {
        gateway.announceGuild(guild, available ? "available" : "unavailable");
      }
      platform.emit({ type: "guild_changed", guildId });
    },
    dropGateway: (options) => gateway.drop({ canResume: options?.canResume ?? true }),
    rateLimitNext(options = {}) {
      const { retryAfterSeconds = 1, scope = "user", count } = options;
      push({ kind: "rate_limited", retryAfterSeconds, scope }, count);
    },
    failNext: (options = {}) =>
      push({ kind: "server_error", status: options.status ?? 500 }, options.count),
    loseNextAnswer: () => push({ kind: "lost_answer" }),
    expireToken(interactionId) {
      const interaction = platform.world.interactions.get(interactionId);
      if (interaction === undefined) throw new SandboxError(`no interaction ${interactionId}`);
      interaction.expiresAt = platform.clock.now();
    },
    duplicateNextInteraction() {
      platform.switches.duplicateNextInteraction = true;
    },
  };
}

function guildOf(platform: Platform, id: string): WorldGuild {
  const guild = platform.world.guilds.get(id);
  if (guild === undefined) throw new SandboxError(`no guild ${id}`);
  return guild;
}

function userOf(platform: Platform, id: string): WorldUser {
  const user = platform.world.users.get(id);
  if (user === undefined) throw new SandboxError(`no user ${id}`);
  return user;
}
