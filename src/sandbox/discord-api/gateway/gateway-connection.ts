import {
  ApplicationFlags,
  GatewayCloseCodes,
  GatewayIntentBits,
  GatewayOpcodes,
} from "discord-api-types/v10";
import type { RawData, WebSocket } from "ws";
import type { Platform } from "../platform.js";
import { areKnownIntents, FrameSchema, IdentifySchema, ResumeSchema } from "./gateway-frames.js";
import { createGatewaySession, type GatewaySession } from "./gateway-session.js";

const FRAME_BYTES_MAX = 4096;
const FRAMES_PER_MINUTE_MAX = 120;

/** The sessions of the whole server, as far as one connection needs them. */
export interface SessionRegistry {
  find(id: string): GatewaySession | undefined;
  /** A fresh session: READY and its guilds go out now. */
  open(session: GatewaySession): void;
  changed(): void;
  forget(session: GatewaySession): void;
}

/** Speaks the gateway's protocol with one socket until it closes. */
export function serveConnection(
  platform: Platform,
  options: { socket: WebSocket; sessions: SessionRegistry },
): void {
  const { socket, sessions } = options;
  const { heartbeatIntervalMs } = platform.settings;
  let session: GatewaySession | null = null;
  let framesSince = { startedAt: performance.now(), count: 0 };
  // The platform drops a client that misses its heartbeat.
  const missed = setTimeout(
    () => socket.close(GatewayCloseCodes.SessionTimedOut, "Session timed out."),
    heartbeatIntervalMs * 2,
  );
  missed.unref();

  socket.on("message", (data: RawData) => {
    if (performance.now() - framesSince.startedAt > 60_000) {
      framesSince = { startedAt: performance.now(), count: 0 };
    }
    framesSince.count += 1;
    if (framesSince.count > FRAMES_PER_MINUTE_MAX) {
      socket.close(GatewayCloseCodes.RateLimited, "You are being rate limited.");
      return;
    }
    const frame = readFrame(data);
    if (frame === null) {
      socket.close(GatewayCloseCodes.DecodeError, "Error while decoding payload.");
      return;
    }
    if (frame.op === GatewayOpcodes.Heartbeat) {
      missed.refresh();
      socket.send(JSON.stringify({ op: GatewayOpcodes.HeartbeatAck, d: null }));
      return;
    }
    recordFrame(platform, frame);
    session = answerFrame(platform, { ...options, session, frame });
  });
  socket.on("close", (code) => {
    clearTimeout(missed);
    if (session === null) return;
    session.detach(socket);
    // A client that says goodbye properly gives its session up.
    if (code === 1000 || code === 1001) sessions.forget(session);
    sessions.changed();
  });
  socket.send(
    JSON.stringify({ op: GatewayOpcodes.Hello, d: { heartbeat_interval: heartbeatIntervalMs } }),
  );
}

interface Frame {
  op: number;
  d?: unknown;
}

interface FrameContext {
  socket: WebSocket;
  sessions: SessionRegistry;
  session: GatewaySession | null;
  frame: Frame;
}

function readFrame(data: RawData): Frame | null {
  const text = data.toString();
  if (Buffer.byteLength(text) > FRAME_BYTES_MAX) return null;
  try {
    return FrameSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** @returns the session this socket speaks for from now on */
function answerFrame(platform: Platform, context: FrameContext): GatewaySession | null {
  const { socket, session, frame } = context;
  switch (frame.op) {
    case GatewayOpcodes.Identify:
    case GatewayOpcodes.Resume:
      if (session !== null) {
        socket.close(GatewayCloseCodes.AlreadyAuthenticated, "Already authenticated.");
        return session;
      }
      return frame.op === GatewayOpcodes.Identify
        ? identify(platform, context)
        : resume(platform, context);
    case GatewayOpcodes.PresenceUpdate:
    case GatewayOpcodes.VoiceStateUpdate:
    case GatewayOpcodes.RequestGuildMembers:
      if (session === null) {
        socket.close(GatewayCloseCodes.NotAuthenticated, "Not authenticated.");
      }
      return session;
    default:
      socket.close(GatewayCloseCodes.UnknownOpcode, "Unknown opcode.");
      return session;
  }
}

function identify(platform: Platform, context: FrameContext): GatewaySession | null {
  const { socket, sessions } = context;
  const asked = IdentifySchema.safeParse(context.frame.d);
  if (!asked.success) {
    socket.close(GatewayCloseCodes.DecodeError, "Error while decoding payload.");
    return null;
  }
  const { token, intents, shard = [0, 1] } = asked.data;
  const fault = identifyFault(platform, { token, intents, shard });
  if (fault !== null) {
    socket.close(fault, GatewayCloseCodes[fault]);
    return null;
  }
  const session = createGatewaySession({
    id: Buffer.from(`${platform.nextId()}-session`).toString("hex"),
    shard,
    intents,
    socket,
  });
  sessions.open(session);
  return session;
}

function identifyFault(
  platform: Platform,
  asked: { token: string; intents: number; shard: readonly [number, number] },
): GatewayCloseCodes | null {
  if (!isTokenAccepted(platform, asked.token)) return GatewayCloseCodes.AuthenticationFailed;
  if (asked.shard[0] >= asked.shard[1]) return GatewayCloseCodes.InvalidShard;
  if (!areKnownIntents(asked.intents)) return GatewayCloseCodes.InvalidIntents;
  return (asked.intents & forbiddenIntents(platform)) === 0
    ? null
    : GatewayCloseCodes.DisallowedIntents;
}

function resume(platform: Platform, context: FrameContext): GatewaySession | null {
  const { socket, sessions } = context;
  const asked = ResumeSchema.safeParse(context.frame.d);
  if (!asked.success) {
    socket.close(GatewayCloseCodes.DecodeError, "Error while decoding payload.");
    return null;
  }
  if (!isTokenAccepted(platform, asked.data.token)) {
    socket.close(GatewayCloseCodes.AuthenticationFailed, "Authentication failed.");
    return null;
  }
  const session = sessions.find(asked.data.session_id);
  if (session === undefined || !session.resume(socket, asked.data.seq)) {
    socket.send(JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: false }));
    return null;
  }
  sessions.changed();
  return session;
}

function isTokenAccepted(platform: Platform, token: string): boolean {
  const expected = platform.settings.token;
  return expected === null ? token !== "" : token === expected;
}

/** The privileged intents that are not switched on for the application. */
function forbiddenIntents(platform: Platform): number {
  const { flags } = platform.world.application;
  const switches = [
    [
      GatewayIntentBits.GuildPresences,
      ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited,
    ],
    [
      GatewayIntentBits.GuildMembers,
      ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited,
    ],
    [
      GatewayIntentBits.MessageContent,
      ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
    ],
  ] as const;
  return switches.reduce((bits, [intent, on]) => ((flags & on) === 0 ? bits | intent : bits), 0);
}

function recordFrame(platform: Platform, frame: Frame): void {
  const name = GatewayOpcodes[frame.op] ?? `opcode ${frame.op}`;
  platform.calls.record({
    at: platform.clock.now().toISOString(),
    method: "GATEWAY",
    route: name,
    path: name,
    status: 101,
    durationMs: 0,
    summary: "",
    body: frame.d ?? null,
    files: [],
  });
}
