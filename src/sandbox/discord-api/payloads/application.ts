import type { Platform } from "../platform.js";
import { memberOf } from "../world/permissions.js";
import { toUserPayload, userOf } from "./people.js";

export function toApplicationPayload(platform: Platform) {
  const { world } = platform;
  const { id, name, flags, botUserId } = world.application;
  const install = {
    oauth2_install_params: { scopes: ["applications.commands"], permissions: "0" },
  };
  const owner = [...world.users.values()].find((user) => user.hasInstalledApp);
  return {
    id,
    name,
    icon: null,
    description: "",
    summary: "",
    bot: toUserPayload(userOf(world, botUserId)),
    bot_public: true,
    bot_require_code_grant: false,
    flags,
    hook: true,
    owner: owner === undefined ? null : toUserPayload(owner),
    team: null,
    verify_key: platform.publicKey,
    approximate_guild_count: [...world.guilds.values()].filter((guild) =>
      memberOf(guild, botUserId),
    ).length,
    approximate_user_install_count: [...world.users.values()].filter((user) => user.hasInstalledApp)
      .length,
    interactions_endpoint_url: platform.switches.interactionsEndpoint,
    redirect_uris: [],
    // "0": installed to a server, "1": to a person's account.
    integration_types_config: { "0": install, "1": install },
  };
}
