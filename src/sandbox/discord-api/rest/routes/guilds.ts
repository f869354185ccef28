import { Hono } from "hono";
import { toMemberPayload, toRolePayload } from "../../payloads/people.js";
import { channelsOf, toChannelPayload, toGuildPayload } from "../../payloads/places.js";
import type { Platform } from "../../platform.js";
import type { WorldGuild } from "../../world/model.js";
import { memberOf } from "../../world/permissions.js";
import { refuse } from "../api-error.js";
import type { RestEnv } from "../rest-env.js";

export function guildRoutes(platform: Platform): Hono<RestEnv> {
  return new Hono<RestEnv>()
    .get("/guilds/:guild", (context) =>
      context.json(toGuildPayload(joinedGuild(platform, context.req.param("guild")))),
    )
    .get("/guilds/:guild/channels", (context) => {
      const guild = joinedGuild(platform, context.req.param("guild"));
      const channels = channelsOf(platform.world, guild.id);
      return context.json(channels.map((channel) => toChannelPayload(platform.world, channel)));
    })
    .get("/guilds/:guild/roles", (context) =>
      context.json(joinedGuild(platform, context.req.param("guild")).roles.map(toRolePayload)),
    )
    .get("/guilds/:guild/members/:user", (context) => {
      const guild = joinedGuild(platform, context.req.param("guild"));
      const user = platform.world.users.get(context.req.param("user"));
      if (user === undefined) throw refuse("unknown_user");
      const member = memberOf(guild, user.id);
      if (member === undefined) throw refuse("unknown_member");
      return context.json(toMemberPayload(member, user));
    });
}

/** @throws ApiError 10004 where the bot is not a member: it is not told whether the guild exists */
function joinedGuild(platform: Platform, id: string): WorldGuild {
  const { world } = platform;
  const guild = world.guilds.get(id);
  if (guild === undefined || memberOf(guild, world.application.botUserId) === undefined) {
    throw refuse("unknown_guild");
  }
  return guild;
}
