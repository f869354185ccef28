import { GatewayOpcodes } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import type { Dispatch } from "../platform.js";
import type { GatewayConnection } from "../seen.js";

/** What the platform keeps for a session that is away, before it can no longer be resumed. */
const KEPT_DISPATCHES = 1000;

/** One identified shard. It outlives its socket: what is sent meanwhile waits for RESUME. */
export interface GatewaySession {
  readonly id: string;
  readonly shard: readonly [id: number, count: number];
  send(name: string, data: unknown): void;
  /** Sends it if this shard and these intents hear of it. */
  offer(dispatch: Dispatch): void;
  /** Takes over a new socket and repeats everything after `sequence`. @returns false when it is unknown */
  resume(socket: WebSocket, sequence: number): boolean;
  /** The socket is gone, unless another one has taken over. */
  detach(socket: WebSocket): void;
  view(): GatewayConnection;
}

export function createGatewaySession(options: {
  id: string;
  shard: readonly [id: number, count: number];
  intents: number;
  socket: WebSocket;
}): GatewaySession {
  const { id, shard, intents } = options;
  let socket: WebSocket | null = options.socket;
  let sequence = 0;
  let sent: { sequence: number; frame: string }[] = [];

  function send(name: string, data: unknown): void {
    sequence += 1;
    const frame = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: name, s: sequence, d: data });
    sent = [...sent, { sequence, frame }].slice(-KEPT_DISPATCHES);
    socket?.send(frame);
  }

  return {
    id,
    shard,
    send,
    offer(dispatch) {
      const isHeard = dispatch.intent === 0 || (intents & dispatch.intent) !== 0;
      if (isHeard && shardOf(dispatch.guildId, shard[1]) === shard[0]) {
        send(dispatch.name, dispatch.render(intents));
      }
    },
    resume(next, from) {
      const oldest = sent[0]?.sequence ?? sequence + 1;
      if (from > sequence || from < oldest - 1) return false;
      socket = next;
      for (const entry of sent) if (entry.sequence > from) next.send(entry.frame);
      send("RESUMED", { _trace: [] });
      return true;
    },
    detach(gone) {
      if (socket === gone) socket = null;
    },
    view: () => ({ sessionId: id, shard, intents, connected: socket !== null, sequence }),
  };
}

/** Direct messages belong to shard 0. */
export function shardOf(guildId: string | null, shardCount: number): number {
  return guildId === null ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shardCount));
}
