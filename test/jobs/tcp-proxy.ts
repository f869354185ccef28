import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A proxy before a real server that can be cut and mended, so that a test may take it away. */
export interface TcpProxy {
  readonly port: number;
  /**
   * Breaks every connection. New ones are refused, as by a machine whose server is down, or taken
   * and broken off, as by a balancer with no server behind it.
   */
  cut(manner: "refuse" | "reset"): Promise<void>;
  mend(): Promise<void>;
}

export async function createTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let server: Server;
  let isResetting = false;

  async function listen(port: number): Promise<number> {
    server = createServer((incoming) => {
      if (isResetting) {
        incoming.on("error", () => undefined);
        incoming.resetAndDestroy();
        return;
      }
      const outgoing = connect(target);
      for (const socket of [incoming, outgoing]) {
        sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => sockets.delete(socket));
      }
      incoming.pipe(outgoing);
      outgoing.pipe(incoming);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  const port = await listen(0);
  return {
    port,
    async cut(manner) {
      isResetting = manner === "reset";
      for (const socket of sockets) socket.resetAndDestroy();
      if (isResetting) return;
      const closed = once(server, "close");
      server.close();
      await closed;
    },
    async mend() {
      if (!isResetting) await listen(port);
      isResetting = false;
    },
  };
}
