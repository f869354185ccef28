import { SandboxError } from "../control.js";
import type { Platform } from "../platform.js";
import type { GatewayServer } from "./gateway-server.js";

/** @throws SandboxError when not every shard of the bot is connected in time (default 10,000 ms) */
export function waitForGateway(
  platform: Platform,
  gateway: GatewayServer,
  timeoutMs = 10_000,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!isComplete(gateway)) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = platform.onEvent(({ type }) => {
      if (type === "gateway_changed") look();
    });
    const timer = setTimeout(() => {
      stop();
      reject(new SandboxError(`the bot was not connected within ${timeoutMs} ms`));
    }, timeoutMs);
    look();
  });
}

function isComplete(gateway: GatewayServer): boolean {
  const present = gateway.connections().filter((connection) => connection.connected);
  const count = present[0]?.shard[1] ?? 0;
  const ids = new Set(present.map((connection) => connection.shard[0]));
  return count > 0 && ids.size === count;
}
