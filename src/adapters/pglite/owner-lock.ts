import { chmodSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { basename, dirname } from "node:path";
import { AppError } from "../../core/errors.js";
import { answerCommands, type OwnerCommands } from "./owner-commands.js";
import {
  connectToOwner,
  isCode,
  newSocketPath,
  ownerLink,
  readSocketPath,
} from "./owner-socket.js";

export interface OwnerLock {
  /** Gives the folder free. Commands under way are cut off. */
  close(): Promise<void>;
}

/**
 * Makes this process the one owner of a data folder, until it closes the lock or dies, however it dies.
 *
 * @param commands What other processes may ask this one to do, see `askOwner`.
 * @throws AppError `configuration` (final) when another process owns the folder.
 */
export async function acquireOwnerLock(
  dataDir: string,
  commands: OwnerCommands = {},
): Promise<OwnerLock> {
  mkdirSync(dataDir, { recursive: true });
  const socketPath = newSocketPath(dataDir);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    answerCommands(socket, commands);
  });
  await listen(server, socketPath);
  try {
    while (!publish(dataDir, socketPath)) await removeDeadOwner(dataDir);
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    close: () => {
      if (readSocketPath(dataDir) === socketPath) rmSync(ownerLink(dataDir));
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, () => {
      chmodSync(socketPath, 0o600);
      server.unref(); // The lock lasts as long as the process has other work.
      resolve();
    });
  });
}

/** False when there is a link already, whoever made it. */
function publish(dataDir: string, socketPath: string): boolean {
  const link = ownerLink(dataDir);
  // Relative where possible, so that a folder seen under two paths (a mounted volume) has one owner.
  const target = dirname(socketPath) === dirname(link) ? basename(socketPath) : socketPath;
  try {
    symlinkSync(target, link);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function removeDeadOwner(dataDir: string): Promise<void> {
  const deadPath = readSocketPath(dataDir);
  if (deadPath === null) return; // It has just left.
  const owner = await connectToOwner(deadPath);
  if (owner !== null) {
    owner.destroy();
    throw new AppError({
      code: "configuration",
      message: `Another Atelier process is using ${dataDir}; stop it first, or set DATABASE_URL to run several.`,
      retryable: false,
    });
  }
  if (readSocketPath(dataDir) === deadPath) removeLink(dataDir, deadPath);
}

// Another newcomer may replace the dead link between our look and our removal: moving it aside shows which
// one was caught, and a live one goes back.
function removeLink(dataDir: string, deadPath: string): void {
  const link = ownerLink(dataDir);
  const aside = `${newSocketPath(dataDir)}.link`;
  try {
    renameSync(link, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  const target = readlinkSync(aside);
  if (basename(target) === basename(deadPath)) rmSync(deadPath, { force: true });
  else symlinkSync(target, link);
  rmSync(aside);
}
