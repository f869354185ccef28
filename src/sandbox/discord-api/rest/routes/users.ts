import { Hono } from "hono";
import { z } from "zod";
import { toUserPayload, userOf } from "../../payloads/people.js";
import { toChannelPayload } from "../../payloads/places.js";
import type { Platform } from "../../platform.js";
import { snowflake } from "../../validation/fields.js";
import { parseForm } from "../../validation/form-error.js";
import { refuse } from "../api-error.js";
import type { RestEnv } from "../rest-env.js";

const RecipientSchema = z.object({ recipient_id: snowflake });

export function userRoutes(platform: Platform): Hono<RestEnv> {
  return new Hono<RestEnv>()
    .get("/users/@me", (context) => {
      const { world } = platform;
      const bot = toUserPayload(userOf(world, world.application.botUserId));
      return context.json({ ...bot, flags: 0, mfa_enabled: true, verified: true, email: null });
    })
    .post("/users/@me/channels", (context) => {
      const { recipient_id } = parseForm(RecipientSchema, context.get("body").json ?? {});
      const { world } = platform;
      const channel = [...world.channels.values()].find(
        (entry) => entry.kind === "direct_message" && entry.userId === recipient_id,
      );
      if (channel === undefined) throw refuse("invalid_recipient");
      return context.json(toChannelPayload(world, channel));
    })
    .get("/users/:user", (context) => {
      const user = platform.world.users.get(context.req.param("user"));
      if (user === undefined) throw refuse("unknown_user");
      return context.json(toUserPayload(user));
    });
}
