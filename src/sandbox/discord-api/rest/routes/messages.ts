import { PermissionFlagsBits } from "discord-api-types/v10";
import { Hono } from "hono";
import {
  mayReadContentByRest,
  toMessagePayload,
  toReadablePayload,
} from "../../payloads/message.js";
import type { Platform } from "../../platform.js";
import { whole } from "../../validation/fields.js";
import { parseForm } from "../../validation/form-error.js";
import { findPublicMessage, removeMessage } from "../../world/messages.js";
import { refuse } from "../api-error.js";
import { requirePermission, visibleChannel } from "../channel-access.js";
import { changeOwnMessage, sendToChannel } from "../channel-messages.js";
import type { RestEnv } from "../rest-env.js";

export function messageRoutes(platform: Platform): Hono<RestEnv> {
  return new Hono<RestEnv>()
    .get("/channels/:channel/messages", (context) => {
      const channel = visibleChannel(platform, context.req.param("channel"));
      requirePermission(platform, channel, PermissionFlagsBits.ReadMessageHistory);
      const limit = parseForm(whole(1, 100), Number(context.req.query("limit") ?? 50), ["limit"]);
      const messages = [...platform.world.messages.values()]
        .filter((message) => message.channelId === channel.id && message.visibleTo === null)
        .slice(-limit)
        .reverse();
      const mayRead = mayReadContentByRest(platform);
      return context.json(messages.map((message) => toReadablePayload(platform, message, mayRead)));
    })
    .post("/channels/:channel/messages", (context) => {
      const channel = visibleChannel(platform, context.req.param("channel"));
      const message = sendToChannel(platform, channel, context.get("body"));
      return context.json(toMessagePayload(platform, message));
    })
    .get("/channels/:channel/messages/:message", (context) => {
      const channel = visibleChannel(platform, context.req.param("channel"));
      requirePermission(platform, channel, PermissionFlagsBits.ReadMessageHistory);
      const message = findPublicMessage(platform, channel, context.req.param("message"));
      return context.json(toReadablePayload(platform, message, mayReadContentByRest(platform)));
    })
    .patch("/channels/:channel/messages/:message", (context) => {
      const channel = visibleChannel(platform, context.req.param("channel"));
      const message = findPublicMessage(platform, channel, context.req.param("message"));
      if (message.authorId !== platform.world.application.botUserId) throw refuse("not_the_author");
      changeOwnMessage(platform, message, { channel, ...context.get("body") });
      return context.json(toMessagePayload(platform, message));
    })
    .delete("/channels/:channel/messages/:message", (context) => {
      const channel = visibleChannel(platform, context.req.param("channel"));
      const message = findPublicMessage(platform, channel, context.req.param("message"));
      if (message.authorId !== platform.world.application.botUserId) {
        if (channel.kind === "direct_message") throw refuse("direct_message_only_own");
        requirePermission(platform, channel, PermissionFlagsBits.ManageMessages);
      }
      removeMessage(platform, message);
      return context.body(null, 204);
    });
}
