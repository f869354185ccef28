import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { ApplicationFlags, GatewayCloseCodes, GatewayIntentBits } from "discord-api-types/v10";
import { WebSocketServer } from "ws";
import { toUserPayload, userOf } from "../payloads/people.js";
import { toGuildCreatePayload } from "../payloads/places.js";
import type { Dispatch, Platform } from "../platform.js";
import type { GatewayConnection } from "../seen.js";
import type { WorldGuild } from "../world/model.js";
import { memberOf } from "../world/permissions.js";
import { serveConnection } from "./gateway-connection.js";
import { type GatewaySession, shardOf } from "./gateway-session.js";

export interface GatewayServer {
  /** Answers `upgrade` on `/gateway` of this server. */
  attach(server: Server): void;
  dispatch(dispatch: Dispatch): void;
  connections(): readonly GatewayConnection[];
  /** Tells every shard concerned that a guild is here, away for a while, or left for good. */
  announceGuild(guild: WorldGuild, change: "available" | "unavailable" | "left"): void;
  /** Cuts every socket; resolves when all are closed. */
  drop(options: { canResume: boolean }): Promise<void>;
  close(): Promise<void>;
}

export function createGatewayServer(platform: Platform): GatewayServer {
  // No compression: the client asks for none unless a native package is installed.
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Map<string, GatewaySession>();
  const changed = () => platform.emit({ type: "gateway_changed", connections: connections() });
  const connections = () => [...sessions.values()].map((session) => session.view());
  const dispatch = (event: Dispatch) => {
    for (const session of sessions.values()) session.offer(event);
  };

  sockets.on("connection", (socket, request: IncomingMessage) => {
    if (new URL(request.url ?? "", "ws://gateway").searchParams.get("v") !== "10") {
      socket.close(GatewayCloseCodes.InvalidAPIVersion, "Invalid API version.");
      return;
    }
    serveConnection(platform, {
      socket,
      sessions: {
        find: (id) => sessions.get(id),
        open(session) {
          sessions.set(session.id, session);
          greet(platform, session);
          changed();
        },
        forget: (session) => void sessions.delete(session.id),
        changed,
      },
    });
  });

  async function drop(options: { canResume: boolean }): Promise<void> {
    if (!options.canResume) sessions.clear();
    const closed = [...sockets.clients].map(
      (socket) => new Promise((resolve) => socket.once("close", resolve)),
    );
    // No closing handshake, as when a machine in between fails.
    for (const socket of sockets.clients) socket.terminate();
    await Promise.all(closed);
  }

  return {
    attach: (server) => void server.on("upgrade", (...upgrade) => accept(sockets, ...upgrade)),
    dispatch,
    connections,
    announceGuild: (guild, change) => dispatch(toGuildDispatch(platform, guild, change)),
    drop,
    async close() {
      await drop({ canResume: false });
      sockets.close();
    },
  };
}

function accept(
  sockets: WebSocketServer,
  ...[request, socket, head]: [IncomingMessage, Duplex, Buffer]
): void {
  if (new URL(request.url ?? "", "ws://gateway").pathname.replace(/\/$/, "") !== "/gateway") {
    socket.destroy();
    return;
  }
  sockets.handleUpgrade(request, socket, head, (client) =>
    sockets.emit("connection", client, request),
  );
}

/** READY names every guild as unavailable; those that are not then follow one by one. */
function greet(platform: Platform, session: GatewaySession): void {
  const { world } = platform;
  const { application } = world;
  const guilds = [...world.guilds.values()].filter(
    (guild) =>
      memberOf(guild, application.botUserId) !== undefined &&
      shardOf(guild.id, session.shard[1]) === session.shard[0],
  );
  session.send("READY", {
    v: 10,
    user: { ...toUserPayload(userOf(world, application.botUserId)), flags: 0, verified: true },
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: "normal",
    resume_gateway_url: `${platform.origin.replace(/^http/, "ws")}/gateway`,
    shard: session.shard,
    application: {
      id: application.id,
      flags: application.flags | ApplicationFlags.ApplicationCommandBadge,
    },
    private_channels: [],
    relationships: [],
    presences: [],
    _trace: [],
  });
  for (const guild of guilds) {
    if (guild.available) session.offer(toGuildDispatch(platform, guild, "available"));
  }
}

function toGuildDispatch(
  platform: Platform,
  guild: WorldGuild,
  change: "available" | "unavailable" | "left",
): Dispatch {
  return {
    name: change === "available" ? "GUILD_CREATE" : "GUILD_DELETE",
    guildId: guild.id,
    intent: GatewayIntentBits.Guilds,
    render() {
      if (change === "available") return toGuildCreatePayload(platform.world, guild);
      // Without `unavailable` it means that the bot was removed.
      return change === "left" ? { id: guild.id } : { id: guild.id, unavailable: true };
    },
  };
}
