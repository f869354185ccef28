import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "../core/errors.js";

/** `bindings` holds the socket's side of a request; a handler in front of others hands it on. */
export type FetchHandler = (request: Request, bindings?: object) => Response | Promise<Response>;

export interface WebServer {
  /** Answers from now on; until then the server says that it is starting. */
  serve(handler: FetchHandler): void;
  /** @throws AppError `configuration` (final) when the port is taken or the address not one of this machine. */
  listen(): Promise<{ port: number }>;
  /** Drops open connections and frees the port. */
  close(): Promise<void>;
}

/** Listens at once, so that whoever opens the page too early is told to wait instead of finding nothing. */
export function createWebServer(options: { host: string; port: number }): WebServer {
  let handler: FetchHandler = sayStarting;
  // The library would replace the global Request and Response; a server living beside others must not.
  const listener = getRequestListener((request, bindings) => handler(toPlain(request), bindings), {
    overrideGlobalObjects: false,
  });
  const server = createServer(listener);
  return {
    serve(next) {
      handler = next;
    },
    listen: () => listen(server, options),
    close: () => close(server),
  };
}

/**
 * Only a real Request can be made anew, as counting a body of unknown length does; the library's is none while the global
 * one is left alone. Proxies send such bodies, and some callers none at all without saying so.
 */
function toPlain(request: Request): Request {
  const { url, method, headers } = request;
  const tellsLength = headers.has("content-length") && !headers.has("transfer-encoding");
  if (tellsLength || method === "GET" || method === "HEAD") return request;
  const { body, signal } = request;
  return new Request(url, { method, headers, body, signal, duplex: "half" });
}

function sayStarting(request: Request): Response {
  const isAlive = new URL(request.url).pathname === "/healthz";
  if (isAlive) return Response.json({ status: "alive" });
  return new Response("Atelier is starting, one moment …", {
    status: 503,
    headers: { "content-type": "text/plain; charset=utf-8", "retry-after": "1", refresh: "1" },
  });
}

function listen(
  server: Server,
  address: { host: string; port: number },
): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(toFault(error, address)));
    server.listen(address.port, address.host, () => {
      const bound = server.address() as AddressInfo; // A TCP server's address is never a pipe name.
      resolve({ port: bound.port });
    });
  });
}

const UNUSABLE: ReadonlySet<string> = new Set([
  "EADDRINUSE",
  "EACCES",
  "EADDRNOTAVAIL",
  "EINVAL",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

function toFault(error: Error, { host, port }: { host: string; port: number }): Error {
  const code = "code" in error ? error.code : undefined;
  if (typeof code !== "string" || !UNUSABLE.has(code)) return error;
  const reason = code === "EADDRINUSE" ? "is already in use" : "cannot be used";
  return new AppError({
    code: "configuration",
    message: `${host}:${port} ${reason}; choose another with PORT (or HOST).`,
    retryable: false,
    cause: error,
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
