import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";

export interface HttpListener {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** For what plain requests cannot do, such as answering `upgrade`. */
  readonly server: Server;
  /** Drops every open connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves requests on this machine only.
 *
 * @param options.port 0 or left out: any free port.
 * @throws Error (`EADDRINUSE`) when the port is taken.
 */
export async function startHttpListener(options: {
  fetch(request: Request, bindings: HttpBindings): Response | Promise<Response>;
  port?: number;
}): Promise<HttpListener> {
  // The library would replace the global Request and Response; a server living beside others must not.
  const listener = getRequestListener(
    // The library also serves HTTP/2; this server does not.
    (request, bindings) => options.fetch(request, bindings as HttpBindings),
    { overrideGlobalObjects: false },
  );
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // A TCP server's address is never a pipe name.
  return { origin: `http://127.0.0.1:${port}`, port, server, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
