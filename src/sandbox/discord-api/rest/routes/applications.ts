import { Hono } from "hono";
import { toApplicationPayload } from "../../payloads/application.js";
import { toCommandPayload } from "../../payloads/command.js";
import type { Platform } from "../../platform.js";
import { parseCommands } from "../../validation/commands.js";
import { refuse } from "../api-error.js";
import type { RestContext, RestEnv } from "../rest-env.js";

export function applicationRoutes(platform: Platform): Hono<RestEnv> {
  const own = (context: RestContext) => context.json(toApplicationPayload(platform));
  const whole = { withTranslations: true };
  const list = (context: RestContext) => {
    checkOwner(platform, context);
    const withTranslations = context.req.query("with_localizations") === "true";
    const commands = platform.commands.list(guildIdOf(platform, context));
    return context.json(commands.map((command) => toCommandPayload(command, { withTranslations })));
  };
  const replace = (context: RestContext) => {
    checkOwner(platform, context);
    const guildId = guildIdOf(platform, context);
    const commands = parseCommands(context.get("body").json, {
      applicationId: platform.world.application.id,
      guildId,
      previous: platform.commands.list(guildId),
      nextId: platform.nextId,
    });
    platform.commands.replace(guildId, commands);
    platform.emit({ type: "commands_changed", commandCount: platform.commands.count() });
    return context.json(commands.map((command) => toCommandPayload(command, whole)));
  };
  const one = (context: RestContext) => {
    checkOwner(platform, context);
    const commands = platform.commands.list(guildIdOf(platform, context));
    const command = commands.find(({ id }) => id === context.req.param("command"));
    if (command === undefined) throw refuse("unknown_command");
    return context.json(toCommandPayload(command, whole));
  };
  return new Hono<RestEnv>()
    .get("/applications/@me", own)
    .get("/oauth2/applications/@me", own)
    .get("/applications/:application/commands", list)
    .put("/applications/:application/commands", replace)
    .get("/applications/:application/commands/:command", one)
    .get("/applications/:application/guilds/:guild/commands", list)
    .put("/applications/:application/guilds/:guild/commands", replace)
    .get("/applications/:application/guilds/:guild/commands/:command", one);
}

function checkOwner(platform: Platform, context: RestContext): void {
  if (context.req.param("application") !== platform.world.application.id) {
    throw refuse("other_application");
  }
}

function guildIdOf(platform: Platform, context: RestContext): string | null {
  const id = context.req.param("guild") ?? null;
  if (id !== null && !platform.world.guilds.has(id)) throw refuse("missing_access");
  return id;
}
