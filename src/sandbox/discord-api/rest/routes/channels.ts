import { PermissionFlagsBits } from "discord-api-types/v10";
import { Hono } from "hono";
import { toChannelPayload } from "../../payloads/places.js";
import type { Platform } from "../../platform.js";
import { requirePermission, visibleChannel } from "../channel-access.js";
import type { RestEnv } from "../rest-env.js";

export function channelRoutes(platform: Platform): Hono<RestEnv> {
  return new Hono<RestEnv>()
    .get("/channels/:channel", (context) => {
      const channel = visibleChannel(platform, context.req.param("channel"));
      return context.json(toChannelPayload(platform.world, channel));
    })
    .post("/channels/:channel/typing", (context) => {
      const channel = visibleChannel(platform, context.req.param("channel"));
      requirePermission(platform, channel, PermissionFlagsBits.SendMessages);
      platform.emit({ type: "typing", channelId: channel.id });
      return context.body(null, 204);
    });
}
