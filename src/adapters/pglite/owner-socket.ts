import { randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

// The owner of a data folder listens on a socket with a name of its own, and `owner.sock` is a symbolic link to
// it. Making a link either succeeds or finds one there, so of two processes only one can become the owner;
// and the socket can stand elsewhere when the folder's path is too long for one.

// sockaddr_un holds 108 bytes on Linux and 104 on macOS, with the closing zero.
const SOCKET_PATH_BYTES_MAX = 103;
const PROBE_TIMEOUT_MS = 2_000;

export function ownerLink(dataDir: string): string {
  return join(resolve(dataDir), "owner.sock");
}

/** Where a new owner of the folder may listen: beside the link, or among temporary files if that is too long. */
export function newSocketPath(dataDir: string): string {
  const name = `owner-${randomBytes(6).toString("hex")}.sock`;
  const path = join(resolve(dataDir), name);
  const isShortEnough = Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX;
  return isShortEnough ? path : join(tmpdir(), `atelier-${name}`);
}

/** The socket of the folder's present or former owner. Null when there never was one, or it left in order. */
export function readSocketPath(dataDir: string): string | null {
  try {
    const link = ownerLink(dataDir);
    return resolve(dirname(link), readlinkSync(link));
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Null when nobody listens there any more: its owner was killed. */
export function connectToOwner(socketPath: string): Promise<Socket | null> {
  return new Promise((resolvePromise, reject) => {
    const socket = connect(socketPath);
    socket.setTimeout(PROBE_TIMEOUT_MS, () =>
      socket.destroy(new Error(`no answer from ${socketPath}`)),
    );
    socket.once("connect", () => resolvePromise(socket));
    socket.once("error", (error) => {
      const isDead = isCode(error, "ECONNREFUSED") || isCode(error, "ENOENT");
      if (isDead) resolvePromise(null);
      else reject(error);
    });
  });
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
