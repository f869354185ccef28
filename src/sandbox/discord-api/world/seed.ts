import { PermissionFlagsBits } from "discord-api-types/v10";
import type {
  DirectChannel,
  GroupChannel,
  GuildChannel,
  World,
  WorldGuild,
  WorldMember,
  WorldRole,
  WorldUser,
} from "./model.js";

/** Where everything is, so that tests and the console name places instead of numbers. */
export const SEED = {
  application: "1100000000000000001",
  users: {
    ada: "1100000000000000011",
    bruno: "1100000000000000012",
    chloe: "1100000000000000013",
  },
  guilds: { garden: "1100000000000000101", werkstatt: "1100000000000000102" },
  channels: {
    general: "1100000000000000201",
    art: "1100000000000000202",
    /** The bot may read it but not write. */
    announcements: "1100000000000000203",
    /** The bot does not see it; commands still work there. */
    staff: "1100000000000000204",
    allgemein: "1100000000000000211",
    bilder: "1100000000000000212",
    /** Ada and Bruno; only Ada has installed the application. */
    group: "1100000000000000221",
  },
  directMessages: {
    ada: "1100000000000000231",
    bruno: "1100000000000000232",
    chloe: "1100000000000000233",
  },
  roles: { gardenStaff: "1100000000000000301", gardenBot: "1100000000000000302" },
} as const;

const P = PermissionFlagsBits;
const EVERYONE =
  P.ViewChannel |
  P.SendMessages |
  P.EmbedLinks |
  P.AttachFiles |
  P.ReadMessageHistory |
  P.AddReactions |
  P.UseApplicationCommands |
  P.UseExternalApps;

/** A fresh world: three people, two servers, a group without the bot, and direct messages. */
export function seedWorld(): World {
  const { users, guilds, channels, directMessages } = SEED;
  const allChannels = [
    ...gardenChannels(),
    guildChannel({ id: channels.allgemein, guildId: guilds.werkstatt, name: "allgemein" }),
    guildChannel({ id: channels.bilder, guildId: guilds.werkstatt, name: "bilder", position: 1 }),
    group({ id: channels.group, name: "Weekend plans", userIds: [users.ada, users.bruno] }),
    direct(directMessages.ada, users.ada),
    direct(directMessages.bruno, users.bruno),
    direct(directMessages.chloe, users.chloe),
  ];
  return {
    application: { id: SEED.application, name: "Atelier", botUserId: SEED.application, flags: 0 },
    users: byId(seedUsers()),
    guilds: byId([garden(), werkstatt()]),
    channels: byId(allChannels),
    messages: new Map(),
    files: new Map(),
    interactions: new Map(),
  };
}

function seedUsers(): WorldUser[] {
  const person = { isBot: false, hasInstalledApp: false, acceptsDirectMessages: true } as const;
  const { ada, bruno, chloe } = SEED.users;
  return [
    {
      ...person,
      id: ada,
      username: "ada",
      displayName: "Ada",
      locale: "en-US",
      hasInstalledApp: true,
    },
    { ...person, id: bruno, username: "bruno.k", displayName: "Bruno", locale: "de" },
    { ...person, id: chloe, username: "chloe_m", displayName: "Chloé", locale: "fr" },
    {
      ...person,
      id: SEED.application,
      username: "Atelier",
      displayName: "Atelier",
      locale: "en-US",
      isBot: true,
    },
  ];
}

function garden(): WorldGuild {
  const { users, guilds, roles } = SEED;
  return {
    id: guilds.garden,
    name: "Pixel Garden",
    ownerId: users.ada,
    locale: "en-US",
    available: true,
    roles: [
      everyoneRole(guilds.garden),
      role({ id: roles.gardenBot, name: "Atelier", position: 1, permissions: EVERYONE }),
      role({
        id: roles.gardenStaff,
        name: "Staff",
        position: 2,
        permissions: P.ManageMessages | P.ManageGuild | P.MentionEveryone,
        mentionable: true,
      }),
    ],
    members: [
      member(users.ada, [roles.gardenStaff]),
      member(users.bruno),
      member(users.chloe),
      member(SEED.application, [roles.gardenBot]),
    ],
  };
}

function werkstatt(): WorldGuild {
  const { users, guilds } = SEED;
  return {
    id: guilds.werkstatt,
    name: "Bildwerkstatt",
    ownerId: users.bruno,
    locale: "de",
    available: true,
    roles: [everyoneRole(guilds.werkstatt)],
    members: [member(users.ada), member(users.bruno), member(SEED.application)],
  };
}

function gardenChannels(): GuildChannel[] {
  const { channels, guilds, roles } = SEED;
  const guildId = guilds.garden;
  const bot = { kind: "role", id: roles.gardenBot, allow: 0n } as const;
  return [
    guildChannel({ id: channels.general, guildId, name: "general" }),
    guildChannel({ id: channels.art, guildId, name: "art", position: 1 }),
    {
      ...guildChannel({ id: channels.announcements, guildId, name: "announcements", position: 2 }),
      overwrites: [{ ...bot, deny: P.SendMessages }],
    },
    {
      ...guildChannel({ id: channels.staff, guildId, name: "staff", position: 3 }),
      overwrites: [
        { kind: "role", id: guildId, allow: 0n, deny: P.ViewChannel },
        { kind: "role", id: roles.gardenStaff, allow: P.ViewChannel, deny: 0n },
      ],
    },
  ];
}

/** The role everybody has; its id is the server's. */
function everyoneRole(guildId: string): WorldRole {
  return role({ id: guildId, name: "@everyone", position: 0, permissions: EVERYONE });
}

function role(fields: Omit<WorldRole, "mentionable"> & { mentionable?: boolean }): WorldRole {
  return { mentionable: false, ...fields };
}

function member(userId: string, roleIds: readonly string[] = []): WorldMember {
  return { userId, roleIds, nick: null, joinedAt: "2025-01-15T12:00:00.000000+00:00" };
}

function guildChannel(
  fields: Pick<GuildChannel, "id" | "guildId" | "name"> & { position?: number },
): GuildChannel {
  return { kind: "guild", position: 0, isAgeRestricted: false, overwrites: [], ...fields };
}

function group(fields: Omit<GroupChannel, "kind">): GroupChannel {
  return { kind: "group", ...fields };
}

function direct(id: string, userId: string): DirectChannel {
  return { kind: "direct_message", id, userId };
}

function byId<T extends { id: string }>(entries: readonly T[]): Map<string, T> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}
